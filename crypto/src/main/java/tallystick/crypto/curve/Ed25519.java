package tallystick.crypto.curve;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.nativelib.LibSodium;
import tallystick.crypto.secret.SecretMemory;

/// The prime-order group of edwards25519: secrets by libsodium, public points by [EdCoordinates].
///
/// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1 RFC 8032 §5.1
public final class Ed25519 extends PrimeGroup {
    private static final int POINT_LENGTH_BYTES = 32;
    // last, for its constructor needs the constants above
    private static final Ed25519 INSTANCE = new Ed25519();

    private final Point generator;

    private Ed25519() {
        super(EdCoordinates.L);
        generator = new Point(this, EdCoordinates.GENERATOR);
    }

    static Ed25519 instance() {
        return INSTANCE;
    }

    /// Whether 32 bytes decompress to any point of edwards25519, of whatever order: the sign bit is free where x is 0,
    /// and a y of p or more stands for its remainder.
    ///
    /// **Why** Solana gives programs only addresses that are no point, so that no key can sign for them, and judges
    /// so.
    ///
    /// **Timing** variable: public values only.
    public static boolean isOnCurve(Bytes encoded) {
        return encoded.length() == POINT_LENGTH_BYTES && EdCoordinates.decompresses(encoded.toArray());
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
        var point = EdCoordinates.parse(encoded.toArray());
        if (point.isEmpty()) return new Parsed.Malformed<>(0, "canonical encoding of a point on edwards25519");
        if (point.get().isNeutral() || !point.get().inPrimeOrderGroup())
            return new Parsed.Malformed<>(0, "point of the prime-order group of edwards25519");
        return new Parsed.Ok<>(new Point(this, point.get(), encoded));
    }

    @Override
    Element add(Point a, Point b) {
        return element(coordinates(a).plus(coordinates(b)));
    }

    @Override
    Point negate(Point point) {
        return new Point(this, coordinates(point).negate());
    }

    @Override
    Point multiply(Point point, Scalar scalar) {
        return new Point(this, EdCoordinates.linearCombination(List.of(term(scalar, point))));
    }

    @Override
    Point multiplyGenerator(Scalar scalar) {
        var product = new byte[POINT_LENGTH_BYTES];
        if (!LibSodium.multiplyGenerator(MemorySegment.ofArray(scalar.littleEndian()), product))
            throw new AssertionError("libsodium refused a scalar that is not zero and below L");
        return new Point(this, Bytes.copyOf(product));
    }

    @Override
    public Element sum(Collection<? extends Element> elements) {
        var sum = EdCoordinates.NEUTRAL;
        for (var element : elements) {
            requireSame(element.group());
            if (element instanceof Point point)
                sum = point.isFormed()
                        ? sum.plus(coordinates(point))
                        : sum.plusEncoded(point.encode().toArray());
        }
        return element(sum);
    }

    @Override
    public Element linearCombination(List<Term> terms) {
        var summands = new ArrayList<EdCoordinates.Term>(terms.size());
        for (var term : terms) {
            requireSame(term.element().group());
            term.scalar().requireGroup(this);
            if (term.element() instanceof Point point) summands.add(term(term.scalar(), point));
        }
        return element(EdCoordinates.linearCombination(summands));
    }

    private static EdCoordinates.Term term(Scalar scalar, Point point) {
        return new EdCoordinates.Term(scalar.value(), coordinates(point));
    }

    private Element element(EdCoordinates coordinates) {
        return coordinates.isNeutral() ? identity() : new Point(this, coordinates);
    }

    private static EdCoordinates coordinates(Point point) {
        return (EdCoordinates) point.form();
    }

    @Override
    Bytes encode(Point point) {
        return Bytes.copyOf(coordinates(point).encode());
    }

    @Override
    Object decode(Bytes encoded) {
        return EdCoordinates.parse(encoded.toArray())
                .orElseThrow(() -> new AssertionError("a good point is not on the curve"));
    }

    @Override
    boolean same(Point a, Point b) {
        return coordinates(a).same(coordinates(b));
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
        return LibSodium.multiplyGenerator(scalar.memory(), product)
                ? new Point(this, Bytes.copyOf(product))
                : identity();
    }

    @Override
    SecretPoint multiply(SecretScalar scalar, Point point) {
        var secret = scalar.memory();
        var product = scalar.home().allocate(POINT_LENGTH_BYTES);
        if (LibSodium.multiply(secret, point.encode().toArray(), product.memory()))
            return new SecretPoint(Optional.of(product));
        product.close();
        return new SecretPoint(Optional.empty());
    }

    @Override
    Element multiplyToPublic(SecretScalar scalar, Point point) {
        try (var product = multiply(scalar, point)) {
            if (product.isZero()) return identity();
            try (var encoded = product.encode()) {
                return new Point(this, Bytes.copyOf(encoded.memory().toArray(JAVA_BYTE)));
            }
        }
    }
}
