package tallystick.crypto.curve;

import static tallystick.crypto.curve.Field25519.LIMBS;
import static tallystick.crypto.curve.Field25519.difference;
import static tallystick.crypto.curve.Field25519.product;
import static tallystick.crypto.curve.Field25519.sum;

import java.math.BigInteger;
import java.util.Optional;

/// Tells whether a point of edwards25519 is eight times another, which is to be in the prime-order group.
///
/// **Why** multiplying by L takes 253 doublings; two powers in the field say as much. The points form a
/// cyclic group of order 8 times one of order L, so the multiples of eight are exactly the points of order L and the
/// neutral one.
///
/// All is done on the Montgomery form v² = u³ + Au² + u with u = (1+y)/(1-y), v = c·u/x, and on the curve it has an
/// isogeny of degree 2 with, V² = U³ - 2AU² + (A²-4)U. A point is twice another exactly if u is a square, and then
/// it comes from the points U = 2u + A - 2v/√u, V = 2U·√u of that curve, which differ by (0, 0). There every point
/// over the field is one of order L, or zero, plus one of a group of order 2 times 4; only for (0, 0) and zero the
/// point given is a multiple of eight. So the reduced Tate pairing decides, with a point of order 4 whose pairing with
/// (0, 0) is 1: (V - λ(U-e))²/(U-e) is a fourth power, where e = A+2, (e, 0) is twice that point and λ the slope of
/// the tangent in it, 2 ± √e.
///
/// **Threads** stateless. **Timing** variable: public values only.
///
/// @spec https://eprint.iacr.org/2022/1164 Pornin, Point-Halving and Subgroup Membership in Twisted Edwards Curves
/// @spec https://www.rfc-editor.org/rfc/rfc7748#section-4.1 RFC 7748 §4.1 (the two forms of the curve)
final class EdHalving {
    private static final BigInteger P = EdCoordinates.P;
    private static final BigInteger E_NUMBER = BigInteger.valueOf(486664);
    private static final long[] ONE = Field25519.of(BigInteger.ONE);
    private static final long[] E = Field25519.of(E_NUMBER);
    private static final long[] ROOT_OF_MINUS_1 =
            Field25519.of(BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P));
    /// c, where c² = -e.
    private static final long[] C = root(Field25519.of(P.subtract(E_NUMBER))).orElseThrow();
    private static final long[] LAMBDA = slope(root(E).orElseThrow());

    private EdHalving() {}

    /// The pairing with (0, 0) is 1 if -λ²e is a fourth power. Now -1 is the square of a number that is no square; so
    /// λ√e must be none either, which holds for one of the two slopes.
    private static long[] slope(long[] rootOfE) {
        var two = Field25519.of(BigInteger.TWO);
        var slope = sum(two, rootOfE);
        return root(product(slope, rootOfE)).isEmpty() ? slope : difference(two, rootOfE);
    }

    /// Whether the point is a multiple of eight; empty where a zero is in the way, which takes a point of small order
    /// or a freak.
    ///
    /// @param x affine, tight limbs
    /// @param y affine, tight limbs
    static Optional<Boolean> isMultipleOfEight(long[] x, long[] y) {
        var below = difference(ONE, y);
        var above = sum(ONE, y);
        var root = root(product(below, above));
        if (root.isEmpty()) return Optional.of(false);
        // With √u = b/(1-y) and D = (1-y)x: U - e = 2m/D, where m = 2xy - cb, and V = 2bN/((1-y)D), where N = UD.
        var b = root.get();
        var xy = product(x, y);
        var m = difference(sum(xy, xy), product(C, b));
        var d = product(below, x);
        var n = sum(sum(m, m), product(E, d));
        // The pairing's function times fourth powers: 2q·(w(1-y)q)², where q = Dm, w = bN - λm(1-y).
        var w = difference(product(b, n), product(LAMBDA, product(m, below)));
        var q = product(d, m);
        var factor = product(product(w, below), q);
        var f = product(product(factor, factor), sum(q, q));
        if (Field25519.isZero(f, 0)) return Optional.empty();
        var power = power(f);
        return Optional.of(Field25519.same(product(f, product(power, power)), 0, ONE, 0));
    }

    /// A square root of a square.
    private static Optional<long[]> root(long[] square) {
        var root = product(square, power(square));
        var found = product(root, root);
        if (Field25519.same(found, 0, square, 0)) return Optional.of(root);
        if (!Field25519.isZero(sum(found, square), 0)) return Optional.empty();
        return Optional.of(product(root, ROOT_OF_MINUS_1));
    }

    /// a^((p-5)/8).
    private static long[] power(long[] a) {
        var r = new long[LIMBS];
        Field25519.powP58(r, 0, a, 0);
        return r;
    }
}
