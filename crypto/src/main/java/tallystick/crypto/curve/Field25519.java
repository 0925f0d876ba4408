package tallystick.crypto.curve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Numbers mod p = 2^255 - 19 under the public arithmetic of edwards25519. Variable time by intent where it pays.
///
/// **Form** five limbs of 51 bits in a `long[]` from an offset on, value not unique. *Tight* limbs are from -19 to
/// below 2^51 + 2^15 and come out of every product; *loose* ones are below 2^53.4 (a sum or difference of up to three
/// tight numbers) and go into every product. The result comes first and may be an argument.
final class Field25519 {
    static final int LIMBS = 5;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MASK = (1L << 51) - 1;
    // 2p, added before a subtraction so that no limb is negative
    private static final long TWO_P0 = (1L << 52) - 38;
    private static final long TWO_P = (1L << 52) - 2;

    private Field25519() {}

    static long[] of(BigInteger value) {
        var limbs = new long[LIMBS];
        for (var i = 0; i < LIMBS; i++) limbs[i] = value.shiftRight(51 * i).longValue() & MASK;
        return limbs;
    }

    /// Sum of tight numbers, loose.
    static void add(long[] r, int ri, long[] a, int ai, long[] b, int bi) {
        for (var i = 0; i < LIMBS; i++) r[ri + i] = a[ai + i] + b[bi + i];
    }

    /// Difference, loose; `b` below 2p limb by limb, so tight or better.
    static void sub(long[] r, int ri, long[] a, int ai, long[] b, int bi) {
        r[ri] = a[ai] - b[bi] + TWO_P0;
        for (var i = 1; i < LIMBS; i++) r[ri + i] = a[ai + i] - b[bi + i] + TWO_P;
    }

    /// Product of loose numbers, tight.
    ///
    /// **Why** fifteen products and not twenty-five: a_i·b_j + a_j·b_i is (a_i - a_j)(b_j - b_i) and the products
    /// of the diagonal, which are needed anyway. That also counts where a processor multiplies fast, for each
    /// product is taken apart at bit 51.
    static void mul(long[] r, int ri, long[] a, int ai, long[] b, int bi) {
        long a0 = a[ai] << 9, a1 = a[ai + 1] << 9, a2 = a[ai + 2] << 9, a3 = a[ai + 3] << 9, a4 = a[ai + 4] << 9;
        long b0 = b[bi] << 4, b1 = b[bi + 1] << 4, b2 = b[bi + 2] << 4, b3 = b[bi + 3] << 4, b4 = b[bi + 4] << 4;
        long l0 = low(a0, b0), l1 = low(a1, b1), l2 = low(a2, b2), l3 = low(a3, b3), l4 = low(a4, b4);
        long h0 = high(a0, b0), h1 = high(a1, b1), h2 = high(a2, b2), h3 = high(a3, b3), h4 = high(a4, b4);
        // Sums of the diagonal from its beginning, and from its end without it.
        long l01 = l0 + l1, l02 = l01 + l2, l03 = l02 + l3, l04 = l03 + l4;
        long h01 = h0 + h1, h02 = h01 + h2, h03 = h02 + h3, h04 = h03 + h4;
        long a10 = a0 - a1, b10 = b1 - b0, a20 = a0 - a2, b20 = b2 - b0, a30 = a0 - a3, b30 = b3 - b0;
        long a40 = a0 - a4, b40 = b4 - b0, a21 = a1 - a2, b21 = b2 - b1, a31 = a1 - a3, b31 = b3 - b1;
        long a41 = a1 - a4, b41 = b4 - b1, a32 = a2 - a3, b32 = b3 - b2, a42 = a2 - a4, b42 = b4 - b2;
        long a43 = a3 - a4, b43 = b4 - b3;
        var high4 = h04 + high(a40, b40) + high(a31, b31);
        var low5 = l04 - l0 + low(a41, b41) + low(a32, b32);
        var high5 = h04 - h0 + high(a41, b41) + high(a32, b32);
        var low6 = l04 - l01 + low(a42, b42);
        var high6 = h04 - h01 + high(a42, b42);
        var low7 = l04 - l02 + low(a43, b43);
        var high7 = h04 - h02 + high(a43, b43);
        carry(
                r,
                ri,
                l0 + nineteen(low5 + high4),
                l01 + low(a10, b10) + h0 + nineteen(low6 + high5),
                l02 + low(a20, b20) + h01 + high(a10, b10) + nineteen(low7 + high6),
                l03 + low(a30, b30) + low(a21, b21) + h02 + high(a20, b20) + nineteen(l4 + high7),
                l04 + low(a40, b40) + low(a31, b31) + h03 + high(a30, b30) + high(a21, b21) + nineteen(h4));
    }

    /// Square of a loose number, tight.
    static void square(long[] r, int ri, long[] a, int ai) {
        squareTimes(r, ri, a, ai, 1);
    }

    /// A loose number squared so many times, once or more, tight.
    ///
    /// **Why** between two squarings the limbs stay where they are: half of the reading of a point is this loop.
    private static void squareTimes(long[] r, int ri, long[] a, int ai, int times) {
        long a0 = a[ai], a1 = a[ai + 1], a2 = a[ai + 2], a3 = a[ai + 3], a4 = a[ai + 4];
        var left = times;
        do {
            long p0 = a0 << 9, p1 = a1 << 9, p2 = a2 << 9, p3 = a3 << 9, p4 = a4 << 9;
            long q0 = a0 << 4, q1 = a1 << 4, q2 = a2 << 4, q3 = a3 << 4, q4 = a4 << 4;
            long n3 = nineteen(q3), n4 = nineteen(q4);
            var over = 2 * (high(p0, q4) + high(p1, q3)) + high(p2, q2);
            var c0 = low(p0, q0) + 2 * (low(p1, n4) + low(p2, n3)) + nineteen(over);
            var c1 = 2 * (low(p0, q1) + low(p2, n4)) + low(p3, n3) + high(p0, q0) + 2 * (high(p1, n4) + high(p2, n3));
            var c2 = 2 * (low(p0, q2) + low(p3, n4)) + low(p1, q1) + 2 * (high(p0, q1) + high(p2, n4)) + high(p3, n3);
            var c3 = 2 * (low(p0, q3) + low(p1, q2)) + low(p4, n4) + 2 * (high(p0, q2) + high(p3, n4)) + high(p1, q1);
            var c4 = 2 * (low(p0, q4) + low(p1, q3)) + low(p2, q2) + 2 * (high(p0, q3) + high(p1, q2)) + high(p4, n4);
            a0 = (c0 & MASK) + nineteen(c4 >> 51);
            a1 = (c1 & MASK) + (c0 >> 51);
            a2 = (c2 & MASK) + (c1 >> 51);
            a3 = (c3 & MASK) + (c2 >> 51);
            a4 = (c4 & MASK) + (c3 >> 51);
        } while (--left > 0);
        r[ri] = a0;
        r[ri + 1] = a1;
        r[ri + 2] = a2;
        r[ri + 3] = a3;
        r[ri + 4] = a4;
    }

    /// Each column gives what is above its 51 bits to the next one, all at once: no column waits for another.
    private static void carry(long[] r, int ri, long c0, long c1, long c2, long c3, long c4) {
        r[ri] = (c0 & MASK) + nineteen(c4 >> 51);
        r[ri + 1] = (c1 & MASK) + (c0 >> 51);
        r[ri + 2] = (c2 & MASK) + (c1 >> 51);
        r[ri + 3] = (c3 & MASK) + (c2 >> 51);
        r[ri + 4] = (c4 & MASK) + (c3 >> 51);
    }

    /// The lower 51 bits of a·b from 2^9·a and 2^4·b, which may be negative.
    private static long low(long a9, long b4) {
        return a9 * b4 >>> 13;
    }

    /// The product from bit 51 on, rounded down, from 2^9·a and 2^4·b: `a` below 2^54, `b` below 2^59.
    private static long high(long a9, long b4) {
        return Math.multiplyHigh(a9, b4);
    }

    /// The product in limbs of its own, tight.
    static long[] product(long[] a, long[] b) {
        var r = new long[LIMBS];
        mul(r, 0, a, 0, b, 0);
        return r;
    }

    /// The sum of tight numbers in limbs of its own, tight again for the next one.
    static long[] sum(long[] a, long[] b) {
        var r = new long[LIMBS];
        add(r, 0, a, 0, b, 0);
        carry(r, 0, r[0], r[1], r[2], r[3], r[4]);
        return r;
    }

    /// The difference of tight numbers in limbs of its own, tight again for the next one.
    static long[] difference(long[] a, long[] b) {
        var r = new long[LIMBS];
        sub(r, 0, a, 0, b, 0);
        carry(r, 0, r[0], r[1], r[2], r[3], r[4]);
        return r;
    }

    private static long nineteen(long a) {
        var nine = (a << 3) + a;
        return (nine << 1) + a;
    }

    /// `a^(2^252 - 3)`, that is (p-5)/8: the heart of a square root.
    static void powP58(long[] r, int ri, long[] a, int ai) {
        var t = new long[4 * LIMBS];
        power2To250Minus1(t, a, ai);
        squareTimes(t, 0, t, 0, 2);
        mul(r, ri, t, 0, a, ai);
    }

    /// `a^(p-2)`: the inverse, 0 for 0.
    static void invert(long[] r, int ri, long[] a, int ai) {
        var t = new long[4 * LIMBS];
        power2To250Minus1(t, a, ai);
        squareTimes(t, 0, t, 0, 5);
        mul(r, ri, t, 0, t, 3 * LIMBS);
    }

    /// Leaves `a^(2^250 - 1)` in the first of four numbers and `a^11` in the last.
    private static void power2To250Minus1(long[] t, long[] a, int ai) {
        int x = 0, y = LIMBS, z = 2 * LIMBS, eleven = 3 * LIMBS;
        square(t, x, a, ai);
        squareTimes(t, y, t, x, 2);
        mul(t, y, t, y, a, ai); // 9
        mul(t, eleven, t, y, t, x);
        square(t, x, t, eleven); // 22
        mul(t, y, t, x, t, y); // 2^5 - 1
        squareTimes(t, x, t, y, 5);
        mul(t, y, t, x, t, y); // 2^10 - 1
        squareTimes(t, x, t, y, 10);
        mul(t, z, t, x, t, y); // 2^20 - 1
        squareTimes(t, x, t, z, 20);
        mul(t, x, t, x, t, z); // 2^40 - 1
        squareTimes(t, x, t, x, 10);
        mul(t, y, t, x, t, y); // 2^50 - 1
        squareTimes(t, x, t, y, 50);
        mul(t, z, t, x, t, y); // 2^100 - 1
        squareTimes(t, x, t, z, 100);
        mul(t, x, t, x, t, z); // 2^200 - 1
        squareTimes(t, x, t, x, 50);
        mul(t, x, t, x, t, y);
    }

    /// The unique 32 bytes, little-endian.
    static byte[] bytes(long[] a, int ai) {
        var t = reduced(a, ai);
        var encoded = new byte[32];
        WORDS.set(encoded, 0, t[0] | t[1] << 51);
        WORDS.set(encoded, 8, t[1] >>> 13 | t[2] << 38);
        WORDS.set(encoded, 16, t[2] >>> 26 | t[3] << 25);
        WORDS.set(encoded, 24, t[3] >>> 39 | t[4] << 12);
        return encoded;
    }

    /// The unique limbs: each below 2^51, all together below p.
    private static long[] reduced(long[] a, int ai) {
        var t = Arrays.copyOfRange(a, ai, ai + LIMBS);
        settle(t);
        settle(t);
        // Now below 2^255: p or more exactly if adding 19 carries out.
        var carry = t[0] + 19 >>> 51;
        for (var i = 1; i < LIMBS; i++) carry = t[i] + carry >>> 51;
        t[0] += 19 * carry;
        for (var i = 0; i < LIMBS - 1; i++) {
            t[i + 1] += t[i] >>> 51;
            t[i] &= MASK;
        }
        t[4] &= MASK;
        return t;
    }

    /// Carries from limb to limb and round to the first two.
    private static void settle(long[] t) {
        for (var i = 0; i < LIMBS - 1; i++) {
            t[i + 1] += t[i] >> 51;
            t[i] &= MASK;
        }
        t[0] += 19 * (t[4] >> 51);
        t[4] &= MASK;
        t[1] += t[0] >> 51;
        t[0] &= MASK;
    }

    /// The number in 32 little-endian bytes without their top bit, tight.
    static void parse(byte[] encoded, long[] r, int ri) {
        long w0 = (long) WORDS.get(encoded, 0), w1 = (long) WORDS.get(encoded, 8);
        long w2 = (long) WORDS.get(encoded, 16), w3 = (long) WORDS.get(encoded, 24);
        r[ri] = w0 & MASK;
        r[ri + 1] = (w0 >>> 51 | w1 << 13) & MASK;
        r[ri + 2] = (w1 >>> 38 | w2 << 26) & MASK;
        r[ri + 3] = (w2 >>> 25 | w3 << 39) & MASK;
        r[ri + 4] = w3 >>> 12 & MASK;
    }

    static boolean same(long[] a, int ai, long[] b, int bi) {
        return Arrays.equals(reduced(a, ai), reduced(b, bi));
    }

    static boolean isZero(long[] a, int ai) {
        var t = reduced(a, ai);
        return (t[0] | t[1] | t[2] | t[3] | t[4]) == 0;
    }

    /// Whether odd: RFC 8032's sign.
    static boolean isNegative(long[] a, int ai) {
        return (reduced(a, ai)[0] & 1) != 0;
    }
}
