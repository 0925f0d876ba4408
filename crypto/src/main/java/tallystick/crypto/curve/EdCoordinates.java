package tallystick.crypto.curve;

import static tallystick.crypto.curve.Field25519.LIMBS;
import static tallystick.crypto.curve.Field25519.add;
import static tallystick.crypto.curve.Field25519.difference;
import static tallystick.crypto.curve.Field25519.mul;
import static tallystick.crypto.curve.Field25519.product;
import static tallystick.crypto.curve.Field25519.square;
import static tallystick.crypto.curve.Field25519.sub;
import static tallystick.crypto.curve.Field25519.sum;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A public point of edwards25519, of any order, in extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z.
///
/// **Why** libsodium keeps points encoded, so each of its operations takes a square root and two inversions, and
/// its test for the prime-order group passes points of order 2L in builds before 30 December 2025. Secrets never
/// come here: they go to libsodium. The test suite holds the two against each other.
///
/// **Threads** immutable. **Timing** variable: public values only.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1.4 RFC 8032 §5.1.4 (addition)
final class EdCoordinates {
    static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    static final BigInteger L =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final int X = 0;
    private static final int Y = LIMBS;
    private static final int Z = 2 * LIMBS;
    private static final int T = 3 * LIMBS;
    private static final int COORDINATES = 4 * LIMBS;
    private static final int SCRATCH = 8 * LIMBS;
    private static final BigInteger D_NUMBER = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final long[] D = Field25519.of(D_NUMBER);
    private static final long[] TWO_D = Field25519.of(D_NUMBER.shiftLeft(1).mod(P));
    private static final long[] ROOT_OF_MINUS_1 =
            Field25519.of(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P));
    private static final long[] ONE = Field25519.of(BigInteger.ONE);
    private static final long[] ZERO = new long[LIMBS];
    private static final int WINDOW = 5;
    private static final int GENERATOR_WINDOW = 8;

    static final EdCoordinates NEUTRAL = neutral();
    static final EdCoordinates GENERATOR = parse(generatorBytes()).orElseThrow();
    private static final long[][] GENERATOR_TABLE = GENERATOR.oddMultiples(GENERATOR_WINDOW);

    private final long[] v;

    private EdCoordinates(long[] v) {
        this.v = v;
    }

    /// One summand of [#linearCombination].
    record Term(BigInteger scalar, EdCoordinates point) {}

    /// Reads RFC 8032's 32 bytes; empty if y is not below p, no x fits, or x is 0 with its sign set. The neutral
    /// element and points of small order pass.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3 RFC 8032 §5.1.3
    static Optional<EdCoordinates> parse(byte[] encoded) {
        var v = new long[COORDINATES];
        Field25519.parse(encoded, v, Y);
        var canonical = Field25519.bytes(v, Y);
        canonical[31] |= (byte) (encoded[31] & 0x80);
        if (!Arrays.equals(canonical, encoded)) return Optional.empty();
        System.arraycopy(ONE, 0, v, Z, LIMBS);

        // u = y² - 1, w = dy² + 1, and a candidate root of u/w is u·w³·(u·w⁷)^((p-5)/8)
        var t = new long[4 * LIMBS];
        int u = 0, w = LIMBS, c = 2 * LIMBS, e = 3 * LIMBS;
        square(t, c, v, Y);
        sub(t, u, t, c, ONE, 0);
        mul(t, w, t, c, D, 0);
        add(t, w, t, w, ONE, 0);
        square(t, c, t, w);
        mul(t, c, t, c, t, w);
        square(t, e, t, c);
        mul(t, e, t, e, t, w);
        mul(t, e, t, e, t, u);
        Field25519.powP58(t, e, t, e);
        mul(t, e, t, e, t, c);
        mul(v, X, t, e, t, u);

        square(t, c, v, X);
        mul(t, c, t, c, t, w);
        if (!Field25519.same(t, c, t, u)) {
            add(t, c, t, c, t, u);
            if (!Field25519.isZero(t, c)) return Optional.empty();
            mul(v, X, v, X, ROOT_OF_MINUS_1, 0);
        }
        var negative = (encoded[31] & 0x80) != 0;
        if (negative && Field25519.isZero(v, X)) return Optional.empty();
        if (Field25519.isNegative(v, X) != negative) {
            sub(v, X, ZERO, 0, v, X);
            mul(v, X, v, X, ONE, 0);
        }
        mul(v, T, v, X, v, Y);
        return Optional.of(new EdCoordinates(v));
    }

    /// Whether some x fits the y in these bytes, be they canonical or not.
    static boolean decompresses(byte[] encoded) {
        var y = new long[LIMBS];
        Field25519.parse(encoded, y, 0);
        return parse(Field25519.bytes(y, 0)).isPresent();
    }

    /// RFC 8032's 32 bytes.
    byte[] encode() {
        var t = new long[2 * LIMBS];
        if (Arrays.equals(v, Z, Z + LIMBS, ONE, 0, LIMBS)) System.arraycopy(ONE, 0, t, 0, LIMBS);
        else Field25519.invert(t, 0, v, Z);
        mul(t, LIMBS, v, X, t, 0);
        var negative = Field25519.isNegative(t, LIMBS);
        mul(t, LIMBS, v, Y, t, 0);
        var encoded = Field25519.bytes(t, LIMBS);
        if (negative) encoded[31] |= (byte) 0x80;
        return encoded;
    }

    EdCoordinates plus(EdCoordinates other) {
        var r = v.clone();
        addCached(r, other.cached(), false, true, new long[SCRATCH]);
        return new EdCoordinates(r);
    }

    /// This plus a point of the prime-order group of which only the encoding is known; Z of the sum is 1.
    ///
    /// **Why** the root that x takes and the inverse that the encoding of the sum takes are one power together: of
    /// 1/√(uwK²), where x² = u/w and K/w is the product of the sum's two denominators, in which x is squared.
    EdCoordinates plusEncoded(byte[] encoded) {
        long[] y = new long[LIMBS], yy = new long[LIMBS];
        Field25519.parse(encoded, y, 0);
        square(yy, 0, y, 0);
        var u = difference(yy, ONE);
        var w = sum(product(yy, D), ONE);
        // x = (Xy + Yx) / (Z + kx) and y = (Yy + Xx) / (Z - kx), where k = dyT: K = wZ² - uk²
        long[] ownX = part(X), ownY = part(Y), ownZ = part(Z);
        var k = product(product(y, D), part(T));
        var both = difference(product(w, product(ownZ, ownZ)), product(u, product(k, k)));
        var under = product(product(u, w), product(both, both));
        var root = new long[LIMBS];
        Field25519.powP58(root, 0, under, 0);
        var one = product(product(root, root), under);
        if (!Field25519.same(one, 0, ONE, 0)) {
            if (!Field25519.isZero(sum(one, ONE), 0)) throw new AssertionError("a good point is not on the curve");
            root = product(root, ROOT_OF_MINUS_1);
        }
        var x = product(product(u, both), root);
        if (Field25519.isNegative(x, 0) != (encoded[31] < 0)) x = difference(ZERO, x);
        // w/K
        var inverse = product(product(product(root, root), product(u, both)), product(w, w));
        var kx = product(k, x);
        var r = new long[COORDINATES];
        var sumX = product(sum(product(ownX, y), product(ownY, x)), difference(ownZ, kx));
        var sumY = product(sum(product(ownY, y), product(ownX, x)), sum(ownZ, kx));
        mul(r, X, sumX, 0, inverse, 0);
        mul(r, Y, sumY, 0, inverse, 0);
        System.arraycopy(ONE, 0, r, Z, LIMBS);
        mul(r, T, r, X, r, Y);
        return new EdCoordinates(r);
    }

    private long[] part(int from) {
        return Arrays.copyOfRange(v, from, from + LIMBS);
    }

    EdCoordinates negate() {
        var r = v.clone();
        sub(r, X, ZERO, 0, v, X);
        mul(r, X, r, X, ONE, 0);
        sub(r, T, ZERO, 0, v, T);
        mul(r, T, r, T, ONE, 0);
        return new EdCoordinates(r);
    }

    boolean same(EdCoordinates other) {
        var t = new long[2 * LIMBS];
        mul(t, 0, v, X, other.v, Z);
        mul(t, LIMBS, other.v, X, v, Z);
        if (!Field25519.same(t, 0, t, LIMBS)) return false;
        mul(t, 0, v, Y, other.v, Z);
        mul(t, LIMBS, other.v, Y, v, Z);
        return Field25519.same(t, 0, t, LIMBS);
    }

    boolean isNeutral() {
        return Field25519.isZero(v, X) && Field25519.same(v, Y, v, Z);
    }

    /// Whether L times this is the neutral element.
    boolean inPrimeOrderGroup() {
        if (!Field25519.same(v, Z, ONE, 0)) return timesOrderIsNeutral();
        var x = Arrays.copyOfRange(v, X, X + LIMBS);
        var y = Arrays.copyOfRange(v, Y, Y + LIMBS);
        return EdHalving.isMultipleOfEight(x, y).orElseGet(this::timesOrderIsNeutral);
    }

    /// The same by its definition.
    boolean timesOrderIsNeutral() {
        return linearCombination(List.of(new Term(L, this))).isNeutral();
    }

    /// Σ scalar·point by Straus: all terms share their doublings.
    static EdCoordinates linearCombination(List<Term> terms) {
        var digits = new byte[terms.size()][];
        var tables = new long[terms.size()][][];
        var top = -1;
        for (var i = 0; i < digits.length; i++) {
            var point = terms.get(i).point();
            var ofGenerator = point == GENERATOR;
            digits[i] = signedDigits(terms.get(i).scalar(), ofGenerator ? GENERATOR_WINDOW : WINDOW);
            tables[i] = ofGenerator ? GENERATOR_TABLE : point.oddMultiples(WINDOW);
            top = Math.max(top, digits[i].length - 1);
        }
        var r = NEUTRAL.v.clone();
        var scratch = new long[SCRATCH];
        for (var bit = top; bit >= 0; bit--) {
            // A doubling does not ask for T: it is left out where one follows.
            var additions = 0;
            for (var each : digits) if (bit < each.length && each[bit] != 0) additions++;
            twice(r, additions > 0 || bit == 0, scratch);
            for (var i = 0; additions > 0; i++) {
                if (bit >= digits[i].length || digits[i][bit] == 0) continue;
                var digit = digits[i][bit];
                additions--;
                addCached(r, tables[i][Math.abs(digit) >> 1], digit < 0, additions > 0 || bit == 0, scratch);
            }
        }
        return new EdCoordinates(r);
    }

    /// Digits that are zero or odd, below 2^(window-1) in size, no two of them within a window; lowest first.
    private static byte[] signedDigits(BigInteger scalar, int window) {
        var words = new long[(scalar.bitLength() >> 6) + 2];
        for (var i = 0; i < words.length; i++)
            words[i] = scalar.shiftRight(64 * i).longValue();
        var digits = new byte[scalar.bitLength() + 1];
        var carry = 0;
        for (var bit = 0; bit < digits.length; ) {
            int word = bit >>> 6, shift = bit & 63;
            if ((words[word] >>> shift & 1) == carry) {
                bit++;
                continue;
            }
            var bits = words[word] >>> shift;
            if (shift > 64 - window) bits |= words[word + 1] << 64 - shift;
            var digit = (int) (bits & (1 << window) - 1) + carry;
            carry = digit >> window - 1;
            digits[bit] = (byte) (digit - (carry << window));
            bit += window;
        }
        return digits;
    }

    /// 1, 3, 5, … times this, in cached form.
    private long[][] oddMultiples(int window) {
        var table = new long[1 << window - 2][];
        var scratch = new long[SCRATCH];
        var twice = v.clone();
        twice(twice, true, scratch);
        var twiceCached = new EdCoordinates(twice).cached();
        var multiple = v.clone();
        table[0] = cached();
        for (var i = 1; i < table.length; i++) {
            addCached(multiple, twiceCached, false, true, scratch);
            table[i] = new EdCoordinates(multiple).cached();
        }
        return table;
    }

    /// Y+X, Y-X, 2Z, 2dT: what an addition needs of its second summand.
    private long[] cached() {
        var c = new long[COORDINATES];
        add(c, 0, v, Y, v, X);
        sub(c, LIMBS, v, Y, v, X);
        add(c, 2 * LIMBS, v, Z, v, Z);
        mul(c, 3 * LIMBS, v, T, TWO_D, 0);
        return c;
    }

    /// `r += point`, or minus it; right for all points of the curve. Needs T of `r`, and leaves it if asked to.
    private static void addCached(long[] r, long[] point, boolean negative, boolean withT, long[] t) {
        int a = 0, b = LIMBS, c = 2 * LIMBS, d = 3 * LIMBS;
        int e = 4 * LIMBS, h = 5 * LIMBS, f = 6 * LIMBS, g = 7 * LIMBS;
        sub(t, e, r, Y, r, X);
        add(t, h, r, Y, r, X);
        mul(t, a, t, e, point, negative ? 0 : LIMBS);
        mul(t, b, t, h, point, negative ? LIMBS : 0);
        mul(t, c, r, T, point, 3 * LIMBS);
        mul(t, d, r, Z, point, 2 * LIMBS);
        // E = B - A, H = B + A, G = D + C, F = D - C, where C changes sign with the point
        sub(t, e, t, b, t, a);
        add(t, h, t, b, t, a);
        add(t, negative ? f : g, t, d, t, c);
        sub(t, negative ? g : f, t, d, t, c);
        finish(r, t, withT);
    }

    /// `r = 2r`. Needs no T of `r`, and leaves it if asked to.
    private static void twice(long[] r, boolean withT, long[] t) {
        int a = 0, b = LIMBS, c = 2 * LIMBS, d = 3 * LIMBS;
        int e = 4 * LIMBS, h = 5 * LIMBS, f = 6 * LIMBS, g = 7 * LIMBS;
        add(t, e, r, X, r, Y);
        square(t, a, r, X);
        square(t, b, r, Y);
        square(t, c, r, Z);
        square(t, d, t, e);
        // All four of RFC 8032's E, F, G, H with the sign turned: H = A + B, E = H - (X+Y)², G = A - B, F = 2C + G
        add(t, h, t, a, t, b);
        sub(t, e, t, h, t, d);
        sub(t, g, t, a, t, b);
        add(t, c, t, c, t, c);
        add(t, f, t, c, t, g);
        finish(r, t, withT);
    }

    /// X = EF, Y = GH, Z = FG and T = EH, the way every addition ends; E, H, F, G are the last four of the scratch.
    private static void finish(long[] r, long[] t, boolean withT) {
        int e = 4 * LIMBS, h = 5 * LIMBS, f = 6 * LIMBS, g = 7 * LIMBS;
        mul(r, X, t, e, t, f);
        mul(r, Y, t, g, t, h);
        mul(r, Z, t, f, t, g);
        if (withT) mul(r, T, t, e, t, h);
    }

    private static EdCoordinates neutral() {
        var v = new long[COORDINATES];
        System.arraycopy(ONE, 0, v, Y, LIMBS);
        System.arraycopy(ONE, 0, v, Z, LIMBS);
        return new EdCoordinates(v);
    }

    /// y = 4/5, x even.
    private static byte[] generatorBytes() {
        var encoded = new byte[32];
        Arrays.fill(encoded, (byte) 0x66);
        encoded[0] = 0x58;
        return encoded;
    }
}
