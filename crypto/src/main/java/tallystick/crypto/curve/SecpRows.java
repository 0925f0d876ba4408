package tallystick.crypto.curve;

import static tallystick.crypto.curve.SecpScalars.BIG;
import static tallystick.crypto.curve.SecpScalars.LIMB;
import static tallystick.crypto.curve.SecpScalars.LITTLE;
import static tallystick.crypto.curve.SecpScalars.N0;
import static tallystick.crypto.curve.SecpScalars.N1;
import static tallystick.crypto.curve.SecpScalars.N2;
import static tallystick.crypto.curve.SecpScalars.N3;
import static tallystick.crypto.curve.SecpScalars.N4;
import static tallystick.crypto.curve.SecpScalars.limb0;
import static tallystick.crypto.curve.SecpScalars.limb1;
import static tallystick.crypto.curve.SecpScalars.limb2;
import static tallystick.crypto.curve.SecpScalars.limb3;
import static tallystick.crypto.curve.SecpScalars.limb4;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tallystick.crypto.hash.Sha256Batch;

/// Arithmetic mod n on whole columns of scalars, where one pass does what would be several with [SecpScalars].
///
/// **Form** as [SecpScalars]: scalars of 32 bytes, little-endian, below n, one after the other; *big-endian* ones are
/// as on the wire. Columns lie apart and do not overlap unless they are the same.
///
/// **Why** the lanes of the Vector API do in one pass what is dearest in a VOLE. Where the module
/// `jdk.incubator.vector` is not resolved, or with `-Dtallystick.vector=off`, a portable path gives the same numbers.
///
/// **Threads** stateless. **Timing** constant in all numbers and masks; counts are public.
public final class SecpRows {
    private static final Path PORTABLE = new PortableRows();
    private static final Path CHOSEN = available().getLast();

    private SecpRows() {}

    /// One way of computing the same thing.
    public sealed interface Path permits PortableRows, VectorRows {
        /// How many scalars are worked on side by side; counts are multiples of it.
        int lanes();

        /// As [SecpRows#combinations].
        void combinations(
                MemorySegment a,
                MemorySegment xy,
                MemorySegment masks,
                MemorySegment d,
                int count,
                MemorySegment outBigEndian);

        /// As [SecpRows#innerProduct].
        void innerProduct(MemorySegment a, MemorySegment b, int count, MemorySegment out);
    }

    /// Every path this process can run, the best last; the portable one is always there.
    public static List<Path> available() {
        if (Sha256Batch.available().size() == 1) return List.of(new PortableRows());
        return List.of(new PortableRows(), new VectorRows());
    }

    private static Path path(int count) {
        return count % CHOSEN.lanes() == 0 ? CHOSEN : PORTABLE;
    }

    /// For each i: `out_i = a_i - b_i + c`, big-endian.
    ///
    /// @param a any 256-bit numbers
    /// @param b any 256-bit numbers
    /// @param c one scalar
    public static void shiftedDifferences(
            MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian) {
        long c0 = c.get(LITTLE, 0), c1 = c.get(LITTLE, 8), c2 = c.get(LITTLE, 16), c3 = c.get(LITTLE, 24);
        long d0 = limb0(c0), d1 = limb1(c0, c1), d2 = limb2(c1, c2), d3 = limb3(c2, c3), d4 = limb4(c3);
        for (var at = 0L; at < 32L * count; at += 32) {
            long a0 = a.get(LITTLE, at), a1 = a.get(LITTLE, at + 8);
            long a2 = a.get(LITTLE, at + 16), a3 = a.get(LITTLE, at + 24);
            long b0 = b.get(LITTLE, at), b1 = b.get(LITTLE, at + 8);
            long b2 = b.get(LITTLE, at + 16), b3 = b.get(LITTLE, at + 24);
            // Above -2n and, because 2n is added where it is negative, below 3n.
            var v0 = limb0(a0) - limb0(b0) + d0;
            var v1 = limb1(a0, a1) - limb1(b0, b1) + d1 + (v0 >> 52);
            var v2 = limb2(a1, a2) - limb2(b1, b2) + d2 + (v1 >> 52);
            var v3 = limb3(a2, a3) - limb3(b2, b3) + d3 + (v2 >> 52);
            var v4 = limb4(a3) - limb4(b3) + d4 + (v3 >> 52);
            var negative = v4 >> 63;
            storeBelow3n(
                    (v0 & LIMB) + (2 * N0 & negative),
                    (v1 & LIMB) + (2 * N1 & negative),
                    (v2 & LIMB) + (2 * N2 & negative),
                    (v3 & LIMB) + (2 * N3 & negative),
                    v4 + (2 * N4 & negative),
                    outBigEndian,
                    at);
        }
    }

    /// Takes n away twice where it fits, and writes big-endian.
    private static void storeBelow3n(long v0, long v1, long v2, long v3, long v4, MemorySegment out, long at) {
        for (var i = 0; i < 2; i++) {
            var u0 = v0 - N0;
            var u1 = v1 - N1 + (u0 >> 52);
            var u2 = v2 - N2 + (u1 >> 52);
            var u3 = v3 - N3 + (u2 >> 52);
            var u4 = v4 - N4 + (u3 >> 52);
            // Where it did not fit, n goes back.
            var back = u4 >> 63;
            v0 = (u0 & LIMB) + (N0 & back);
            v1 = (u1 & LIMB) + (N1 & back);
            v2 = (u2 & LIMB) + (N2 & back);
            v3 = (u3 & LIMB) + (N3 & back);
            v4 = u4 + (N4 & back);
        }
        v1 += v0 >> 52;
        v2 += v1 >> 52;
        v3 += v2 >> 52;
        v4 += v3 >> 52;
        v0 &= LIMB;
        v1 &= LIMB;
        v2 &= LIMB;
        v3 &= LIMB;
        out.set(BIG, at + 24, v0 | v1 << 52);
        out.set(BIG, at + 16, v1 >>> 12 | v2 << 40);
        out.set(BIG, at + 8, v2 >>> 24 | v3 << 28);
        out.set(BIG, at, v3 >>> 36 | v4 << 16);
    }

    /// For each i: `a_i += mask_i & b_i`, the b big-endian.
    ///
    /// @param masks one long of 0 or -1 each
    /// @param a any 256-bit numbers; stay below 2^256, and below n where they were and the sum with b is
    public static void addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count) {
        for (var i = 0; i < count; i++) {
            var at = 32L * i;
            var mask = masks.get(LITTLE, 8L * i);
            long a0 = a.get(LITTLE, at), a1 = a.get(LITTLE, at + 8);
            long a2 = a.get(LITTLE, at + 16), a3 = a.get(LITTLE, at + 24);
            long b0 = bBigEndian.get(BIG, at + 24) & mask, b1 = bBigEndian.get(BIG, at + 16) & mask;
            long b2 = bBigEndian.get(BIG, at + 8) & mask, b3 = bBigEndian.get(BIG, at) & mask;
            SecpScalars.storeBelow2n(
                    limb0(a0) + limb0(b0),
                    limb1(a0, a1) + limb1(b0, b1),
                    limb2(a1, a2) + limb2(b1, b2),
                    limb3(a2, a3) + limb3(b2, b3),
                    limb4(a3) + limb4(b3),
                    a,
                    at);
        }
    }

    /// For each i: `out_i = x·a_i + y·b_i + c_i + (mask_i & d)`, big-endian.
    ///
    /// @param a `count` 256-bit numbers, and directly behind them as many b and as many c
    /// @param xy two scalars
    /// @param masks one long of 0 or -1 each
    /// @param d one scalar
    public static void combinations(
            MemorySegment a,
            MemorySegment xy,
            MemorySegment masks,
            MemorySegment d,
            int count,
            MemorySegment outBigEndian) {
        path(count).combinations(a, xy, masks, d, count, outBigEndian);
    }

    /// `out = Σ a_i · b_i` over two columns.
    ///
    /// @param a any 256-bit numbers
    /// @param count 0..[SecpScalars#TERMS_MAX]
    public static void innerProduct(MemorySegment a, MemorySegment b, int count, MemorySegment out) {
        path(count).innerProduct(a, b, count, out);
    }
}
