package tallystick.crypto.curve;

import static tallystick.crypto.curve.Field25519.LIMBS;

import java.math.BigInteger;
import java.util.Optional;

/// Tells whether a point of edwards25519 is eight times another, which is to be in the prime-order group.
///
/// **Why** multiplying by L takes 253 doublings; three or four powers in the field say as much. The points form a
/// cyclic group of order 8 times one of order L, so the multiples of eight are exactly the points of order L and the
/// neutral one.
///
/// All is done on the Montgomery form v² = u³ + Au² + u with u = (1+y)/(1-y), v = c·u/x. A point is twice another
/// exactly if u is a square. Its half comes by two isogenies of degree 2, each undone by a square root:
/// U = 2u + A - 2v/√u, of the two signs the one for which U is a square; then u' = (U - A - 2√U·√u)/2 and
/// v' = √U·u'. That half is four times another exactly if (v' - v₄u')²/u' is a fourth power, where (1, v₄) has
/// order 4: the reduced Tate pairing with it is 1.
///
/// **Threads** stateless. **Timing** variable: public values only.
///
/// @spec https://eprint.iacr.org/2022/1164 Pornin, Point-Halving and Subgroup Membership in Twisted Edwards Curves
/// @spec https://www.rfc-editor.org/rfc/rfc7748#section-4.1 RFC 7748 §4.1 (the two forms of the curve)
final class EdHalving {
    private static final BigInteger P = EdCoordinates.P;
    private static final BigInteger A_NUMBER = BigInteger.valueOf(486662);
    private static final long[] ONE = Field25519.of(BigInteger.ONE);
    private static final long[] TWO = Field25519.of(BigInteger.TWO);
    private static final long[] HALF = Field25519.of(BigInteger.TWO.modInverse(P));
    private static final long[] A = Field25519.of(A_NUMBER);
    private static final long[] ROOT_OF_MINUS_1 =
            Field25519.of(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P));
    /// 2c, where c² = -(A+2).
    private static final long[] TWO_C = product(
            TWO,
            root(Field25519.of(P.subtract(A_NUMBER).subtract(BigInteger.TWO))).orElseThrow());
    /// v₄, where v₄² = A+2.
    private static final long[] V4 =
            root(Field25519.of(A_NUMBER.add(BigInteger.TWO))).orElseThrow();

    private EdHalving() {}

    /// Whether the point is a multiple of eight; empty where a division by zero is in the way, which takes a point of
    /// small order or a freak.
    ///
    /// @param x affine, tight limbs
    /// @param y affine, tight limbs
    static Optional<Boolean> isMultipleOfEight(long[] x, long[] y) {
        var below = difference(ONE, y);
        var above = sum(ONE, y);
        var b = root(product(below, above));
        if (b.isEmpty()) return Optional.of(false);
        // U = N/D, where √u = b/(1-y).
        var d = product(below, x);
        var common = sum(product(TWO, product(above, x)), product(A, d));
        var shift = product(TWO_C, b.get());
        var root = b.get();
        var n = difference(common, shift);
        var r = inverseRoot(product(n, d));
        if (r.isEmpty()) {
            root = difference(new long[LIMBS], root);
            n = sum(common, shift);
            r = inverseRoot(product(n, d));
            if (r.isEmpty()) return Optional.empty();
        }
        // s = √U, 1/D = N·r², √u = b·x/D.
        var s = product(n, r.get());
        var inverse = product(s, r.get());
        var rootOfU = product(product(root, x), inverse);
        var half = product(HALF, difference(difference(product(s, s), A), product(TWO, product(s, rootOfU))));
        var minus = difference(s, V4);
        var g = product(half, product(minus, minus));
        if (Field25519.isZero(g, 0)) return Optional.empty();
        var power = power(g);
        return Optional.of(Field25519.same(product(g, product(power, power)), 0, ONE, 0));
    }

    /// A square root of a square.
    private static Optional<long[]> root(long[] square) {
        var root = product(square, power(square));
        var found = product(root, root);
        if (Field25519.same(found, 0, square, 0)) return Optional.of(root);
        if (!Field25519.isZero(sum(found, square), 0)) return Optional.empty();
        return Optional.of(product(root, ROOT_OF_MINUS_1));
    }

    /// One over a square root of a square that is not zero.
    private static Optional<long[]> inverseRoot(long[] square) {
        var root = power(square);
        var found = product(square, product(root, root));
        if (Field25519.same(found, 0, ONE, 0)) return Optional.of(root);
        if (!Field25519.isZero(sum(found, ONE), 0)) return Optional.empty();
        return Optional.of(product(root, ROOT_OF_MINUS_1));
    }

    /// a^((p-5)/8).
    private static long[] power(long[] a) {
        var r = new long[LIMBS];
        Field25519.powP58(r, 0, a, 0);
        return r;
    }

    private static long[] product(long[] a, long[] b) {
        var r = new long[LIMBS];
        Field25519.mul(r, 0, a, 0, b, 0);
        return r;
    }

    /// Tight again, for the next sum.
    private static long[] sum(long[] a, long[] b) {
        var r = new long[LIMBS];
        Field25519.add(r, 0, a, 0, b, 0);
        return product(r, ONE);
    }

    private static long[] difference(long[] a, long[] b) {
        var r = new long[LIMBS];
        Field25519.sub(r, 0, a, 0, b, 0);
        return product(r, ONE);
    }
}
