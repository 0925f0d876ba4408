package tallystick.crypto.curve;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.nativelib.LibSecp256k1;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// secp256k1: points by libsecp256k1, secret scalars by [SecpScalars].
///
/// @spec https://www.secg.org/sec2-v2.pdf SEC 2 §2.4.1
public final class Secp256k1 extends PrimeGroup {
    private static final int POINT_LENGTH_BYTES = 33;
    // last, for its constructor needs the constants above
    private static final Secp256k1 INSTANCE = new Secp256k1();

    private final Point generator;

    private Secp256k1() {
        super(new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16));
        generator = parsePoint(Bytes.ofHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"))
                .orThrow();
    }

    static Secp256k1 instance() {
        return INSTANCE;
    }

    @Override
    public Curve curve() {
        return Curve.SECP256K1;
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
        if (encoded.length() != POINT_LENGTH_BYTES) return new Parsed.Malformed<>(0, "point of 33 bytes");
        if (encoded.at(0) != 2 && encoded.at(0) != 3)
            return new Parsed.Malformed<>(0, "point with prefix 02 or 03 (compressed)");
        var form = new byte[LibSecp256k1.POINT_BYTES];
        if (!LibSecp256k1.parse(encoded.toArray(), form))
            return new Parsed.Malformed<>(1, "x coordinate of a point on secp256k1, below p");
        return new Parsed.Ok<>(new Point(this, form, encoded));
    }

    @Override
    Element add(Point a, Point b) {
        return combine(form(a), form(b));
    }

    @Override
    Point negate(Point point) {
        var form = form(point).clone();
        LibSecp256k1.negate(form);
        return new Point(this, form);
    }

    @Override
    Point multiply(Point point, Scalar scalar) {
        var form = form(point).clone();
        if (!LibSecp256k1.multiply(form, scalar.bigEndian())) throw refused();
        return new Point(this, form);
    }

    @Override
    Point multiplyGenerator(Scalar scalar) {
        var form = new byte[LibSecp256k1.POINT_BYTES];
        if (!LibSecp256k1.multiplyGenerator(MemorySegment.ofArray(scalar.bigEndian()), form)) throw refused();
        return new Point(this, form);
    }

    @Override
    public Element sum(Collection<? extends Element> elements) {
        var forms = elements.stream()
                .peek(element -> requireSame(element.group()))
                .filter(element -> !element.isIdentity())
                .map(element -> form((Point) element))
                .toArray(byte[][]::new);
        return switch (forms.length) {
            case 0 -> identity();
            case 1 -> new Point(this, forms[0]);
            default -> combine(forms);
        };
    }

    @Override
    public Element linearCombination(List<Term> terms) {
        var products = new ArrayList<Element>(terms.size());
        for (var term : terms) {
            requireSame(term.element().group());
            var ofGenerator = term.element() instanceof Point point && isGenerator(point);
            products.add(
                    ofGenerator
                            ? term.scalar().timesGenerator()
                            : term.element().times(term.scalar()));
        }
        return sum(products);
    }

    @Override
    Bytes encode(Point point) {
        return Bytes.copyOf(LibSecp256k1.compressed(form(point)));
    }

    @Override
    Object decode(Bytes encoded) {
        var form = new byte[LibSecp256k1.POINT_BYTES];
        if (!LibSecp256k1.parse(encoded.toArray(), form)) throw new AssertionError("a good point is not on the curve");
        return form;
    }

    Bytes encodeUncompressed(Point point) {
        return Bytes.copyOf(LibSecp256k1.uncompressed(form(point)));
    }

    @Override
    boolean bigEndian() {
        return true;
    }

    @Override
    void add(MemorySegment a, MemorySegment b, MemorySegment out) {
        SecpScalars.add(a, 0, b, 0, out, 0);
    }

    @Override
    void subtract(MemorySegment a, MemorySegment b, MemorySegment out) {
        SecpScalars.sub(a, 0, b, 0, out, 0);
    }

    @Override
    void multiply(MemorySegment a, MemorySegment b, MemorySegment out) {
        SecpScalars.mul(a, 0, b, 0, out, 0);
    }

    @Override
    void negate(MemorySegment a, MemorySegment out) {
        SecpScalars.negate(a, 0, out, 0);
    }

    @Override
    void invert(MemorySegment a, MemorySegment out, SecretMemory scratch) {
        try (var powers = scratch.allocate(SecpScalars.INVERT_SCRATCH_BYTES)) {
            SecpScalars.invert(a, 0, out, 0, powers.memory(), 0);
        }
    }

    @Override
    long canonicalMask(MemorySegment a) {
        return SecpScalars.canonicalMask(a, 0);
    }

    @Override
    void reduceWide(MemorySegment wide, MemorySegment out) {
        SecpScalars.reduceWideBigEndian(wide, 0, out, 0);
    }

    @Override
    Element multiplyGenerator(SecretScalar scalar) {
        try (var encoded = scalar.encode()) {
            var form = new byte[LibSecp256k1.POINT_BYTES];
            // The library multiplies by 1 in place of 0 and says so afterwards: the answer is public, the time is not.
            return LibSecp256k1.multiplyGenerator(encoded.memory(), form) ? new Point(this, form) : identity();
        }
    }

    @Override
    SecretPoint multiply(SecretScalar scalar, Point point) {
        return new SecretPoint(product(scalar, point));
    }

    @Override
    Element multiplyToPublic(SecretScalar scalar, Point point) {
        var product = product(scalar, point);
        if (product.isEmpty()) return identity();
        try (var coordinates = product.get()) {
            var encoded = new byte[1 + LibSecp256k1.POINT_BYTES];
            encoded[0] = 4;
            MemorySegment.copy(coordinates.memory(), JAVA_BYTE, 0, encoded, 1, LibSecp256k1.POINT_BYTES);
            var form = new byte[LibSecp256k1.POINT_BYTES];
            if (!LibSecp256k1.parse(encoded, form)) throw new AssertionError("a product is not on the curve");
            return new Point(this, form);
        }
    }

    private static Optional<SecretBytes> product(SecretScalar scalar, Point point) {
        try (var encoded = scalar.encode()) {
            var product = scalar.home().allocate(LibSecp256k1.POINT_BYTES);
            if (LibSecp256k1.multiplySecretly(encoded.memory(), form(point), product.memory()))
                return Optional.of(product);
            product.close();
            return Optional.empty();
        }
    }

    private Element combine(byte[]... forms) {
        var sum = new byte[LibSecp256k1.POINT_BYTES];
        return LibSecp256k1.combine(sum, forms) ? new Point(this, sum) : identity();
    }

    /// The library's form is not promised to be canonical: a generator not recognised only takes the slower path.
    private boolean isGenerator(Point point) {
        return Arrays.equals(form(point), form(generator));
    }

    static byte[] form(Point point) {
        return (byte[]) point.form();
    }

    private static AssertionError refused() {
        return new AssertionError("libsecp256k1 refused a scalar that is not zero and below n");
    }
}
