package tallystick.crypto.curve;

import static tallystick.crypto.curve.SecpScalars.BIG;
import static tallystick.crypto.curve.SecpScalars.LITTLE;
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
    /// @param c one scalar
    public static void shiftedDifferences(
            MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian) {
        for (var at = 0L; at < 32L * count; at += 32) {
            shiftedDifference(a, b, c, at, outBigEndian);
            SecpScalars.toBigEndian(outBigEndian, at, outBigEndian, at);
        }
    }

    private static void shiftedDifference(
            MemorySegment a, MemorySegment b, MemorySegment c, long at, MemorySegment out) {
        long a0 = a.get(LITTLE, at), a1 = a.get(LITTLE, at + 8);
        long a2 = a.get(LITTLE, at + 16), a3 = a.get(LITTLE, at + 24);
        long b0 = b.get(LITTLE, at), b1 = b.get(LITTLE, at + 8);
        long b2 = b.get(LITTLE, at + 16), b3 = b.get(LITTLE, at + 24);
        long c0 = c.get(LITTLE, 0), c1 = c.get(LITTLE, 8), c2 = c.get(LITTLE, 16), c3 = c.get(LITTLE, 24);
        // a - b + c is above -n and below 2n. Once n is added where it is negative, one subtraction is left to do.
        var v0 = limb0(a0) - limb0(b0) + limb0(c0);
        var v1 = limb1(a0, a1) - limb1(b0, b1) + limb1(c0, c1) + (v0 >> 52);
        var v2 = limb2(a1, a2) - limb2(b1, b2) + limb2(c1, c2) + (v1 >> 52);
        var v3 = limb3(a2, a3) - limb3(b2, b3) + limb3(c2, c3) + (v2 >> 52);
        var v4 = limb4(a3) - limb4(b3) + limb4(c3) + (v3 >> 52);
        var negative = v4 >> 63;
        SecpScalars.storeBelow2n(
                (v0 & SecpScalars.LIMB) + (SecpScalars.N0 & negative),
                (v1 & SecpScalars.LIMB) + (SecpScalars.N1 & negative),
                (v2 & SecpScalars.LIMB) + (SecpScalars.N2 & negative),
                (v3 & SecpScalars.LIMB) + (SecpScalars.N3 & negative),
                v4 + (SecpScalars.N4 & negative),
                out,
                at);
    }

    /// For each i: `a_i += mask_i & b_i`, the b big-endian.
    ///
    /// @param masks one long of 0 or -1 each
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
    /// @param a `count` scalars, and directly behind them as many b and as many c
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
    /// @param count 0..[SecpScalars#TERMS_MAX]
    public static void innerProduct(MemorySegment a, MemorySegment b, int count, MemorySegment out) {
        path(count).innerProduct(a, b, count, out);
    }
}
