package tallystick.crypto.curve;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Arithmetic mod n, the order of secp256k1, on numbers that lie in native memory: for secrets, one by one and in
/// bulk.
///
/// **Why** `BigInteger` is not constant time and lives on the heap; libsecp256k1's own tweak functions refuse zero
/// and cost as much. Sums of products are gathered unreduced and reduced once.
///
/// **Form** a *scalar* is 32 bytes, little-endian, below n (the opposite byte order of SEC 1: see
/// [#fromBigEndian]). A *mask* is 0 or -1. Offsets are in bytes and need no alignment. The result comes last and may be
/// the same memory as an argument. Every input must be a canonical scalar unless the method says otherwise.
///
/// **Threads** stateless. **Timing** constant: no branch and no index depends on a number; counts and offsets are
/// public. Hand in native memory: heap segments work but slow every caller down.
///
/// @spec https://www.secg.org/sec2-v2.pdf SEC 2 §2.4.1 (the order n)
public final class SecpScalars {
    /// Length of one scalar.
    public static final int BYTES = 32;
    /// How many terms one [#maskedSum] may take.
    public static final int TERMS_MAX = 8192;
    /// So many limbs of 52 bits add up to less than 2^63.
    private static final int CARRY_EVERY = 1024;
    /// Scratch that [#invert] needs.
    public static final int INVERT_SCRATCH_BYTES = 16 * BYTES;

    static final ValueLayout.OfLong LITTLE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong BIG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    // A number is worked on as five limbs of 52 bits, so that a column of products fits a long without carries.
    static final long LIMB = (1L << 52) - 1;
    static final long N0 = 0x25e8cd0364141L;
    static final long N1 = 0xe6af48a03bbfdL;
    static final long N2 = 0xffffffebaaedcL;
    static final long N3 = 0xfffffffffffffL;
    static final long N4 = 0xffffffffffffL;
    // 2^256 mod n
    private static final long C0 = 0xda1732fc9bebfL;
    private static final long C1 = 0x1950b75fc4402L;
    private static final long C2 = 0x1455123L;
    // 2^260 mod n
    private static final long D0 = 0xa1732fc9bebf0L;
    private static final long D1 = 0x950b75fc4402dL;
    private static final long D2 = 0x14551231L;
    // n - 2 as four 64-bit words, low first: the exponent of inversion
    private static final long[] N_MINUS_2 = {
        0xbfd25e8cd036413fL, 0xbaaedce6af48a03bL, 0xfffffffffffffffeL, 0xffffffffffffffffL
    };
    // A column grows by less than 2^55.4 a product; this many leave it below 2^62.
    private static final int TERMS_BETWEEN_CARRIES = 64;

    private SecpScalars() {}

    /// `out = a + b`.
    public static void add(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        addMasked(-1L, a, aAt, b, bAt, out, outAt);
    }

    /// `out = a + (mask & b)`: adds `b` or zero.
    public static void addMasked(
            long mask, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        long a0 = a.get(LITTLE, aAt), a1 = a.get(LITTLE, aAt + 8);
        long a2 = a.get(LITTLE, aAt + 16), a3 = a.get(LITTLE, aAt + 24);
        long b0 = b.get(LITTLE, bAt) & mask, b1 = b.get(LITTLE, bAt + 8) & mask;
        long b2 = b.get(LITTLE, bAt + 16) & mask, b3 = b.get(LITTLE, bAt + 24) & mask;
        storeBelow2n(
                limb0(a0) + limb0(b0),
                limb1(a0, a1) + limb1(b0, b1),
                limb2(a1, a2) + limb2(b1, b2),
                limb3(a2, a3) + limb3(b2, b3),
                limb4(a3) + limb4(b3),
                out,
                outAt);
    }

    /// `out = a - b`.
    public static void sub(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        long a0 = a.get(LITTLE, aAt), a1 = a.get(LITTLE, aAt + 8);
        long a2 = a.get(LITTLE, aAt + 16), a3 = a.get(LITTLE, aAt + 24);
        long b0 = b.get(LITTLE, bAt), b1 = b.get(LITTLE, bAt + 8);
        long b2 = b.get(LITTLE, bAt + 16), b3 = b.get(LITTLE, bAt + 24);
        storeBelow2n(
                limb0(a0) - limb0(b0) + N0,
                limb1(a0, a1) - limb1(b0, b1) + N1,
                limb2(a1, a2) - limb2(b1, b2) + N2,
                limb3(a2, a3) - limb3(b2, b3) + N3,
                limb4(a3) - limb4(b3) + N4,
                out,
                outAt);
    }

    /// `out = -a`.
    public static void negate(MemorySegment a, long aAt, MemorySegment out, long outAt) {
        long a0 = a.get(LITTLE, aAt), a1 = a.get(LITTLE, aAt + 8);
        long a2 = a.get(LITTLE, aAt + 16), a3 = a.get(LITTLE, aAt + 24);
        storeBelow2n(
                N0 - limb0(a0), N1 - limb1(a0, a1), N2 - limb2(a1, a2), N3 - limb3(a2, a3), N4 - limb4(a3), out, outAt);
    }

    /// `out = a · b`. Either may be any 256-bit number.
    public static void mul(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        long w0 = a.get(LITTLE, aAt), w1 = a.get(LITTLE, aAt + 8);
        long w2 = a.get(LITTLE, aAt + 16), w3 = a.get(LITTLE, aAt + 24);
        long a0 = limb0(w0), a1 = limb1(w0, w1), a2 = limb2(w1, w2), a3 = limb3(w2, w3), a4 = limb4(w3);
        w0 = b.get(LITTLE, bAt);
        w1 = b.get(LITTLE, bAt + 8);
        w2 = b.get(LITTLE, bAt + 16);
        w3 = b.get(LITTLE, bAt + 24);
        long b0 = limb0(w0), b1 = limb1(w0, w1), b2 = limb2(w1, w2), b3 = limb3(w2, w3), b4 = limb4(w3);
        reduce(
                lo(a0, b0),
                hi(a0, b0) + lo(a0, b1) + lo(a1, b0),
                hi(a0, b1) + hi(a1, b0) + lo(a0, b2) + lo(a1, b1) + lo(a2, b0),
                hi(a0, b2) + hi(a1, b1) + hi(a2, b0) + lo(a0, b3) + lo(a1, b2) + lo(a2, b1) + lo(a3, b0),
                hi(a0, b3)
                        + hi(a1, b2)
                        + hi(a2, b1)
                        + hi(a3, b0)
                        + (lo(a0, b4) + lo(a1, b3) + lo(a2, b2) + lo(a3, b1) + lo(a4, b0)),
                hi(a0, b4)
                        + hi(a1, b3)
                        + hi(a2, b2)
                        + hi(a3, b1)
                        + hi(a4, b0)
                        + (lo(a1, b4) + lo(a2, b3) + lo(a3, b2) + lo(a4, b1)),
                hi(a1, b4) + hi(a2, b3) + hi(a3, b2) + hi(a4, b1) + lo(a2, b4) + lo(a3, b3) + lo(a4, b2),
                hi(a2, b4) + hi(a3, b3) + hi(a4, b2) + lo(a3, b4) + lo(a4, b3),
                hi(a3, b4) + hi(a4, b3) + lo(a4, b4),
                hi(a4, b4),
                out,
                outAt);
    }

    /// `out = a⁻¹`, and 0 for 0, by Fermat's little theorem with a fixed window.
    ///
    /// @param scratch [#INVERT_SCRATCH_BYTES] bytes of secret memory, overwritten and zeroed
    public static void invert(
            MemorySegment a, long aAt, MemorySegment out, long outAt, MemorySegment scratch, long scratchAt) {
        // Entry i of the table is a^i; entry 0 serves as the running power. Which entry is read depends on n alone.
        MemorySegment.copy(a, aAt, scratch, scratchAt + BYTES, BYTES);
        for (var i = 2; i < 16; i++)
            mul(
                    scratch,
                    scratchAt + (i - 1L) * BYTES,
                    scratch,
                    scratchAt + BYTES,
                    scratch,
                    scratchAt + (long) i * BYTES);
        MemorySegment.copy(scratch, scratchAt + 15 * BYTES, scratch, scratchAt, BYTES);
        for (var digit = 62; digit >= 0; digit--) {
            for (var i = 0; i < 4; i++) mul(scratch, scratchAt, scratch, scratchAt, scratch, scratchAt);
            var entry = (int) (N_MINUS_2[digit >>> 4] >>> ((digit & 15) << 2)) & 15;
            if (entry != 0) mul(scratch, scratchAt, scratch, scratchAt + (long) entry * BYTES, scratch, scratchAt);
        }
        MemorySegment.copy(scratch, scratchAt, out, outAt, BYTES);
        scratch.asSlice(scratchAt, INVERT_SCRATCH_BYTES).fill((byte) 0);
    }

    /// `out = a` where the mask is -1, `b` where it is 0.
    public static void select(
            long mask, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (var i = 0L; i < BYTES; i += 8) {
            var other = b.get(LITTLE, bAt + i);
            out.set(LITTLE, outAt + i, other ^ ((a.get(LITTLE, aAt + i) ^ other) & mask));
        }
    }

    /// -1 if zero, else 0.
    public static long zeroMask(MemorySegment a, long aAt) {
        return maskOfZero(
                a.get(LITTLE, aAt) | a.get(LITTLE, aAt + 8) | a.get(LITTLE, aAt + 16) | a.get(LITTLE, aAt + 24));
    }

    /// -1 if equal, else 0.
    public static long equalMask(MemorySegment a, long aAt, MemorySegment b, long bAt) {
        return maskOfZero((a.get(LITTLE, aAt) ^ b.get(LITTLE, bAt))
                | (a.get(LITTLE, aAt + 8) ^ b.get(LITTLE, bAt + 8))
                | (a.get(LITTLE, aAt + 16) ^ b.get(LITTLE, bAt + 16))
                | (a.get(LITTLE, aAt + 24) ^ b.get(LITTLE, bAt + 24)));
    }

    /// -1 if the 32 little-endian bytes are below n, else 0.
    public static long canonicalMask(MemorySegment a, long aAt) {
        long a0 = a.get(LITTLE, aAt), a1 = a.get(LITTLE, aAt + 8);
        long a2 = a.get(LITTLE, aAt + 16), a3 = a.get(LITTLE, aAt + 24);
        var borrow = limb0(a0) - N0 >> 52;
        borrow = limb1(a0, a1) - N1 + borrow >> 52;
        borrow = limb2(a1, a2) - N2 + borrow >> 52;
        borrow = limb3(a2, a3) - N3 + borrow >> 52;
        return limb4(a3) - N4 + borrow >> 63;
    }

    /// 32 big-endian bytes as they are, turned round and not reduced.
    ///
    /// @return -1 if they were below n, else 0 (then `out` is no scalar)
    public static long fromBigEndian(MemorySegment bytes, long bytesAt, MemorySegment out, long outAt) {
        reverse(bytes, bytesAt, out, outAt);
        return canonicalMask(out, outAt);
    }

    /// The 32 big-endian bytes of SEC 1.
    public static void toBigEndian(MemorySegment a, long aAt, MemorySegment bytes, long bytesAt) {
        reverse(a, aAt, bytes, bytesAt);
    }

    /// 32 big-endian bytes mod n: the bias of a uniform input is below 2^-127.
    public static void reduceBigEndian(MemorySegment bytes, long bytesAt, MemorySegment out, long outAt) {
        long w3 = bytes.get(BIG, bytesAt), w2 = bytes.get(BIG, bytesAt + 8);
        long w1 = bytes.get(BIG, bytesAt + 16), w0 = bytes.get(BIG, bytesAt + 24);
        storeBelow2n(limb0(w0), limb1(w0, w1), limb2(w1, w2), limb3(w2, w3), limb4(w3), out, outAt);
    }

    /// [#reduceBigEndian] on `count` numbers in a row.
    public static void reduceBigEndianAll(MemorySegment bytes, long bytesAt, MemorySegment out, long outAt, int count) {
        for (var i = 0L; i < count; i++) reduceBigEndian(bytes, bytesAt + i * BYTES, out, outAt + i * BYTES);
    }

    /// 64 big-endian bytes mod n.
    public static void reduceWideBigEndian(MemorySegment bytes, long bytesAt, MemorySegment out, long outAt) {
        long h3 = bytes.get(BIG, bytesAt), h2 = bytes.get(BIG, bytesAt + 8);
        long h1 = bytes.get(BIG, bytesAt + 16), h0 = bytes.get(BIG, bytesAt + 24);
        long l3 = bytes.get(BIG, bytesAt + 32), l2 = bytes.get(BIG, bytesAt + 40);
        long l1 = bytes.get(BIG, bytesAt + 48), l0 = bytes.get(BIG, bytesAt + 56);
        reduce(
                limb0(l0),
                limb1(l0, l1),
                limb2(l1, l2),
                limb3(l2, l3),
                (l3 >>> 16 | h0 << 48) & LIMB,
                h0 >>> 4 & LIMB,
                (h0 >>> 56 | h1 << 8) & LIMB,
                (h1 >>> 44 | h2 << 20) & LIMB,
                (h2 >>> 32 | h3 << 32) & LIMB,
                h3 >>> 20,
                out,
                outAt);
    }

    /// `out = Σ a_i · b_i`, the scalars `aStride` and `bStride` bytes apart; either may be any 256-bit number. Here
    /// `out` must not overlap the terms.
    ///
    /// @param count 0 or more
    public static void innerProduct(
            MemorySegment a,
            long aAt,
            long aStride,
            MemorySegment b,
            long bAt,
            long bStride,
            int count,
            MemorySegment out,
            long outAt) {
        for (var i = 0L; i < BYTES; i += 8) out.set(LITTLE, outAt + i, 0L);
        for (var done = 0L; done < count; done += TERMS_BETWEEN_CARRIES)
            addProducts(
                    a,
                    aAt + done * aStride,
                    aStride,
                    b,
                    bAt + done * bStride,
                    bStride,
                    Math.min(count - done, TERMS_BETWEEN_CARRIES),
                    out,
                    outAt);
    }

    private static void addProducts(
            MemorySegment a,
            long aAt,
            long aStride,
            MemorySegment b,
            long bAt,
            long bStride,
            long count,
            MemorySegment out,
            long outAt) {
        long w0 = out.get(LITTLE, outAt), w1 = out.get(LITTLE, outAt + 8);
        long w2 = out.get(LITTLE, outAt + 16), w3 = out.get(LITTLE, outAt + 24);
        long c0 = limb0(w0), c1 = limb1(w0, w1), c2 = limb2(w1, w2), c3 = limb3(w2, w3), c4 = limb4(w3);
        long c5 = 0, c6 = 0, c7 = 0, c8 = 0, c9 = 0;
        for (var i = 0L; i < count; i++) {
            long x = aAt + i * aStride, y = bAt + i * bStride;
            w0 = a.get(LITTLE, x);
            w1 = a.get(LITTLE, x + 8);
            w2 = a.get(LITTLE, x + 16);
            w3 = a.get(LITTLE, x + 24);
            long a0 = limb0(w0), a1 = limb1(w0, w1), a2 = limb2(w1, w2), a3 = limb3(w2, w3), a4 = limb4(w3);
            w0 = b.get(LITTLE, y);
            w1 = b.get(LITTLE, y + 8);
            w2 = b.get(LITTLE, y + 16);
            w3 = b.get(LITTLE, y + 24);
            long b0 = limb0(w0), b1 = limb1(w0, w1), b2 = limb2(w1, w2), b3 = limb3(w2, w3), b4 = limb4(w3);
            c0 += lo(a0, b0);
            c1 += hi(a0, b0) + lo(a0, b1) + lo(a1, b0);
            c2 += hi(a0, b1) + hi(a1, b0) + lo(a0, b2) + lo(a1, b1) + lo(a2, b0);
            c3 += hi(a0, b2) + hi(a1, b1) + hi(a2, b0) + lo(a0, b3) + lo(a1, b2) + lo(a2, b1) + lo(a3, b0);
            c4 += hi(a0, b3) + hi(a1, b2) + hi(a2, b1) + hi(a3, b0);
            c4 += lo(a0, b4) + lo(a1, b3) + lo(a2, b2) + lo(a3, b1) + lo(a4, b0);
            c5 += hi(a0, b4) + hi(a1, b3) + hi(a2, b2) + hi(a3, b1) + hi(a4, b0);
            c5 += lo(a1, b4) + lo(a2, b3) + lo(a3, b2) + lo(a4, b1);
            c6 += hi(a1, b4) + hi(a2, b3) + hi(a3, b2) + hi(a4, b1) + lo(a2, b4) + lo(a3, b3) + lo(a4, b2);
            c7 += hi(a2, b4) + hi(a3, b3) + hi(a4, b2) + lo(a3, b4) + lo(a4, b3);
            c8 += hi(a3, b4) + hi(a4, b3) + lo(a4, b4);
            c9 += hi(a4, b4);
        }
        reduce(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, out, outAt);
    }

    /// `out = Σ mask_i & a_i`: the scalars `aStride` bytes apart, each mask one long of 0 or -1.
    ///
    /// @param count 0..[#TERMS_MAX]
    public static void maskedSum(
            MemorySegment masks,
            long masksAt,
            MemorySegment a,
            long aAt,
            long aStride,
            int count,
            MemorySegment out,
            long outAt) {
        requireCount(count);
        long c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0;
        for (var i = 0L; i < count; i++) {
            var mask = masks.get(LITTLE, masksAt + i * 8);
            var x = aAt + i * aStride;
            long w0 = a.get(LITTLE, x) & mask, w1 = a.get(LITTLE, x + 8) & mask;
            long w2 = a.get(LITTLE, x + 16) & mask, w3 = a.get(LITTLE, x + 24) & mask;
            c0 += limb0(w0);
            c1 += limb1(w0, w1);
            c2 += limb2(w1, w2);
            c3 += limb3(w2, w3);
            c4 += limb4(w3);
            if ((i + 1) % CARRY_EVERY != 0) continue;
            c1 += c0 >>> 52;
            c2 += c1 >>> 52;
            c3 += c2 >>> 52;
            c4 += c3 >>> 52;
            c0 &= LIMB;
            c1 &= LIMB;
            c2 &= LIMB;
            c3 &= LIMB;
        }
        reduce(c0, c1, c2, c3, c4, 0, 0, 0, 0, 0, out, outAt);
    }

    /// Ten columns of 52 bits, each below 2^63 and the whole below 2^525, mod n.
    static void reduce(
            long t0,
            long t1,
            long t2,
            long t3,
            long t4,
            long t5,
            long t6,
            long t7,
            long t8,
            long t9,
            MemorySegment out,
            long outAt) {
        t1 += t0 >>> 52;
        t2 += t1 >>> 52;
        t3 += t2 >>> 52;
        t4 += t3 >>> 52;
        t5 += t4 >>> 52;
        t6 += t5 >>> 52;
        t7 += t6 >>> 52;
        t8 += t7 >>> 52;
        t9 += t8 >>> 52;
        long h0 = t5 & LIMB, h1 = t6 & LIMB, h2 = t7 & LIMB, h3 = t8 & LIMB;
        // 2^260 is D: below 2^398 after this fold
        var r0 = (t0 & LIMB) + lo(h0, D0);
        var r1 = (t1 & LIMB) + hi(h0, D0) + lo(h0, D1) + lo(h1, D0) + (r0 >>> 52);
        var r2 = (t2 & LIMB) + hi(h0, D1) + hi(h1, D0) + lo(h0, D2) + lo(h1, D1) + lo(h2, D0) + (r1 >>> 52);
        var r3 = (t3 & LIMB) + hi(h0, D2) + hi(h1, D1) + hi(h2, D0) + lo(h1, D2) + lo(h2, D1) + lo(h3, D0);
        r3 += r2 >>> 52;
        var r4 = (t4 & LIMB) + hi(h1, D2) + hi(h2, D1) + hi(h3, D0) + lo(h2, D2) + lo(h3, D1) + lo(t9, D0);
        r4 += r3 >>> 52;
        var r5 = hi(h2, D2) + hi(h3, D1) + hi(t9, D0) + lo(h3, D2) + lo(t9, D1) + (r4 >>> 52);
        var r6 = hi(h3, D2) + hi(t9, D1) + lo(t9, D2) + (r5 >>> 52);
        var r7 = hi(t9, D2) + (r6 >>> 52);
        r5 &= LIMB;
        r6 &= LIMB;
        // once more: below 2^271, so the last column, which keeps all the rest, is below 2^63
        var s0 = (r0 & LIMB) + lo(r5, D0);
        var s1 = (r1 & LIMB) + hi(r5, D0) + lo(r5, D1) + lo(r6, D0) + (s0 >>> 52);
        var s2 = (r2 & LIMB) + hi(r5, D1) + hi(r6, D0) + lo(r5, D2) + lo(r6, D1) + lo(r7, D0) + (s1 >>> 52);
        var s3 = (r3 & LIMB) + hi(r5, D2) + hi(r6, D1) + hi(r7, D0) + lo(r6, D2) + lo(r7, D1) + (s2 >>> 52);
        var s4 = (r4 & LIMB) + hi(r6, D2) + hi(r7, D1) + r7 * D2 + (s3 >>> 52);
        // the bits from 256 on are worth C each: below 2^256 + 2^146
        var top = s4 >>> 48;
        storeBelow2n(
                (s0 & LIMB) + lo(top, C0),
                (s1 & LIMB) + hi(top, C0) + lo(top, C1),
                (s2 & LIMB) + hi(top, C1) + lo(top, C2),
                (s3 & LIMB) + hi(top, C2),
                s4 & N4,
                out,
                outAt);
    }

    /// Carries the limbs, which may be negative while the number is not, and takes n away once if it fits.
    static void storeBelow2n(long v0, long v1, long v2, long v3, long v4, MemorySegment out, long outAt) {
        v1 += v0 >> 52;
        v2 += v1 >> 52;
        v3 += v2 >> 52;
        v4 += v3 >> 52;
        v0 &= LIMB;
        v1 &= LIMB;
        v2 &= LIMB;
        v3 &= LIMB;
        var u0 = v0 - N0;
        var u1 = v1 - N1 + (u0 >> 52);
        var u2 = v2 - N2 + (u1 >> 52);
        var u3 = v3 - N3 + (u2 >> 52);
        var u4 = v4 - N4 + (u3 >> 52);
        var keep = u4 >> 63;
        v0 = u0 & LIMB ^ ((u0 & LIMB ^ v0) & keep);
        v1 = u1 & LIMB ^ ((u1 & LIMB ^ v1) & keep);
        v2 = u2 & LIMB ^ ((u2 & LIMB ^ v2) & keep);
        v3 = u3 & LIMB ^ ((u3 & LIMB ^ v3) & keep);
        v4 = u4 ^ ((u4 ^ v4) & keep);
        out.set(LITTLE, outAt, v0 | v1 << 52);
        out.set(LITTLE, outAt + 8, v1 >>> 12 | v2 << 40);
        out.set(LITTLE, outAt + 16, v2 >>> 24 | v3 << 28);
        out.set(LITTLE, outAt + 24, v3 >>> 36 | v4 << 16);
    }

    static long limb0(long w0) {
        return w0 & LIMB;
    }

    static long limb1(long w0, long w1) {
        return (w0 >>> 52 | w1 << 12) & LIMB;
    }

    static long limb2(long w1, long w2) {
        return (w1 >>> 40 | w2 << 24) & LIMB;
    }

    static long limb3(long w2, long w3) {
        return (w2 >>> 28 | w3 << 36) & LIMB;
    }

    static long limb4(long w3) {
        return w3 >>> 16;
    }

    static long lo(long a, long b) {
        return a * b & LIMB;
    }

    /// The product from bit 52 on; both below 2^57.
    static long hi(long a, long b) {
        return Math.multiplyHigh(a << 6, b << 6);
    }

    private static long maskOfZero(long bits) {
        return ~(bits | -bits) >> 63;
    }

    private static void reverse(MemorySegment in, long inAt, MemorySegment out, long outAt) {
        long w0 = in.get(BIG, inAt), w1 = in.get(BIG, inAt + 8);
        long w2 = in.get(BIG, inAt + 16), w3 = in.get(BIG, inAt + 24);
        out.set(LITTLE, outAt, w3);
        out.set(LITTLE, outAt + 8, w2);
        out.set(LITTLE, outAt + 16, w1);
        out.set(LITTLE, outAt + 24, w0);
    }

    private static void requireCount(int count) {
        if (count < 0 || count > TERMS_MAX)
            throw new IllegalArgumentException("%d terms not in 0..%d".formatted(count, TERMS_MAX));
    }
}
