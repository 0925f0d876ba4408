package tallystick.crypto.curve;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.nativelib.LibSodium;
import tallystick.crypto.secret.SecretMemory;

/// The prime-order group of edwards25519, by libsodium.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1 RFC 8032 §5.1
public final class Ed25519 extends PrimeGroup {
    private static final int POINT_LENGTH_BYTES = 32;
    private static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    // last, for its constructor needs the constants above
    private static final Ed25519 INSTANCE = new Ed25519();

    private final Point generator;

    private Ed25519() {
        super(BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493")));
        generator = parsePoint(Bytes.ofHex("5866666666666666666666666666666666666666666666666666666666666666"))
                .orThrow();
    }

    static Ed25519 instance() {
        return INSTANCE;
    }

    @Override
    public Curve curve() {
        return Curve.ED25519;
    }

    @Override
    public int pointLengthBytes() {
        return POINT_LENGTH_BYTES;
    }

    @Override
    public Point generator() {
        return generator;
    }

    @Override
    public Parsed<Point> parsePoint(Bytes encoded) {
        if (encoded.length() != POINT_LENGTH_BYTES) return new Parsed.Malformed<>(0, "point of 32 bytes");
        if (number(encoded).clearBit(255).compareTo(P) >= 0)
            return new Parsed.Malformed<>(0, "y coordinate below 2^255 - 19");
        var form = encoded.toArray();
        if (!LibSodium.seemsValid(form) || !inPrimeOrderGroup(form))
            return new Parsed.Malformed<>(0, "point of the prime-order group of edwards25519");
        return new Parsed.Ok<>(new Point(this, form, encoded));
    }

    /// Multiplies by 1/8 and then by 8: a part of small order would not survive.
    private boolean inPrimeOrderGroup(byte[] encoded) {
        var eighth = scalar(8).invert().littleEndian();
        var product = new byte[POINT_LENGTH_BYTES];
        if (!LibSodium.multiply(MemorySegment.ofArray(eighth), encoded, MemorySegment.ofArray(product))) return false;
        for (var i = 0; i < 3; i++) if (!LibSodium.add(product, product, product)) return false;
        return java.util.Arrays.equals(product, encoded);
    }

    @Override
    Element add(Point a, Point b) {
        var sum = new byte[POINT_LENGTH_BYTES];
        if (!LibSodium.add(form(a), form(b), sum)) throw refused();
        var encoded = Bytes.copyOf(sum);
        return isNeutral(encoded) ? identity() : new Point(this, sum, encoded);
    }

    private static boolean isNeutral(Bytes encoded) {
        if (encoded.at(0) != 1) return false;
        for (var i = 1; i < POINT_LENGTH_BYTES; i++) if (encoded.at(i) != 0) return false;
        return true;
    }

    @Override
    Point negate(Point point) {
        // x is never zero in a prime-order group without its identity, so the sign bit alone is turned.
        var form = form(point).clone();
        form[POINT_LENGTH_BYTES - 1] ^= (byte) 0x80;
        return new Point(this, form);
    }

    @Override
    Point multiply(Point point, Scalar scalar) {
        var product = new byte[POINT_LENGTH_BYTES];
        if (!LibSodium.multiply(
                MemorySegment.ofArray(scalar.littleEndian()), form(point), MemorySegment.ofArray(product)))
            throw refused();
        return new Point(this, product);
    }

    @Override
    Point multiplyGenerator(Scalar scalar) {
        var product = new byte[POINT_LENGTH_BYTES];
        if (!LibSodium.multiplyGenerator(MemorySegment.ofArray(scalar.littleEndian()), product)) throw refused();
        return new Point(this, product);
    }

    @Override
    Bytes encode(Point point) {
        return Bytes.copyOf(form(point));
    }

    @Override
    boolean bigEndian() {
        return false;
    }

    @Override
    void add(MemorySegment a, MemorySegment b, MemorySegment out) {
        LibSodium.addScalars(a, b, out);
    }

    @Override
    void subtract(MemorySegment a, MemorySegment b, MemorySegment out) {
        LibSodium.subtractScalars(a, b, out);
    }

    @Override
    void multiply(MemorySegment a, MemorySegment b, MemorySegment out) {
        LibSodium.multiplyScalars(a, b, out);
    }

    @Override
    void negate(MemorySegment a, MemorySegment out) {
        LibSodium.negateScalar(a, out);
    }

    @Override
    void invert(MemorySegment a, MemorySegment out, SecretMemory scratch) {
        LibSodium.invertScalar(a, out);
    }

    @Override
    long canonicalMask(MemorySegment a) {
        return EdScalars.canonicalMask(a);
    }

    @Override
    void reduceWide(MemorySegment wide, MemorySegment out) {
        LibSodium.reduceScalar(wide, out);
    }

    @Override
    Element multiplyGenerator(SecretScalar scalar) {
        var product = new byte[POINT_LENGTH_BYTES];
        return LibSodium.multiplyGenerator(scalar.memory(), product) ? new Point(this, product) : identity();
    }

    @Override
    SecretPoint multiply(SecretScalar scalar, Point point) {
        var product = scalar.home().allocate(POINT_LENGTH_BYTES);
        if (LibSodium.multiply(scalar.memory(), form(point), product.memory()))
            return new SecretPoint(Optional.of(product));
        product.close();
        return new SecretPoint(Optional.empty());
    }

    @Override
    Element multiplyToPublic(SecretScalar scalar, Point point) {
        try (var product = multiply(scalar, point)) {
            if (product.isZero()) return identity();
            try (var encoded = product.encode()) {
                return new Point(this, encoded.memory().toArray(JAVA_BYTE));
            }
        }
    }

    static byte[] form(Point point) {
        return (byte[]) point.form();
    }

    private static AssertionError refused() {
        return new AssertionError("libsodium refused a good point or scalar");
    }
}
