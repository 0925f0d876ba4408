package tallystick.crypto.curve;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.vector.VectorMethod;

/// Arithmetic mod n on whole columns of scalars, where one pass does what would be several with [SecpScalars].
///
/// **Form** a *column* is a sequence of numbers of 256 bits, in groups of as many as there are lanes ([#lanes]): of
/// each number of a group the lowest 64 bits, then of each the next, and so on, all little-endian. With one lane that
/// is one number after the other. A *scalar* is as [SecpScalars] has it, and *big-endian* numbers are one after the
/// other as on the wire. Columns lie apart and do not overlap unless they are the same. A number that may be any of 256
/// bits stands for what it is mod n.
///
/// **Why** the lanes of the Vector API do in one pass what is dearest in a VOLE. A portable path gives the same numbers
/// where [Sha256Batch] says.
///
/// **Threads** stateless. **Timing** constant in all numbers and masks; counts are public.
public final class SecpRows {
    private static final Path PORTABLE = new PortableRows();
    private static final Path CHOSEN = choose();

    private SecpRows() {}

    /// One way of computing the same thing.
    public sealed interface Path permits PortableRows, LanedRows, VectorRows, GuardedRows {
        /// How many numbers are worked on side by side; counts are multiples of it.
        int lanes();

        /// As [SecpRows#fromBigEndian].
        void fromBigEndian(MemorySegment bigEndian, int count, MemorySegment out);

        /// As [SecpRows#shiftedDifferences].
        void shiftedDifferences(
                MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian);

        /// As [SecpRows#addMaskedBigEndian].
        void addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count);

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

        /// As [SecpRows#maskedSum].
        void maskedSum(MemorySegment masks, MemorySegment a, int count, MemorySegment out);
    }

    /// Every path this process can run, the best last; the portable one is always there.
    public static List<Path> available() {
        if (Sha256Batch.available().size() == 1) return List.of(new PortableRows());
        var vectors = new VectorRows();
        return List.of(new PortableRows(), new LanedRows(vectors.lanes()), vectors);
    }

    private static Path choose() {
        var best = available().getLast();
        return best instanceof VectorRows && !Sha256Batch.areVectorsForced() ? new GuardedRows() : best;
    }

    /// What is to be practised before vectors are taken: nothing, where they never or always are.
    public static List<VectorMethod> vectorMethods() {
        return CHOSEN instanceof GuardedRows guarded ? guarded.methods() : List.of();
    }

    private static Path path(int count) {
        return count % CHOSEN.lanes() == 0 ? CHOSEN : PORTABLE;
    }

    /// How many numbers stand side by side in a column of `count`.
    public static int lanes(int count) {
        return path(count).lanes();
    }

    /// Numbers as on the wire to a column, none of them reduced.
    ///
    /// @param bigEndian any 256-bit numbers
    /// @param out receives the column; does not overlap the numbers
    public static void fromBigEndian(MemorySegment bigEndian, int count, MemorySegment out) {
        path(count).fromBigEndian(bigEndian, count, out);
    }

    /// For each i: `out_i = a_i - b_i + c`, big-endian, below n.
    ///
    /// @param a column of any 256-bit numbers
    /// @param b column of any 256-bit numbers
    /// @param c one scalar
    public static void shiftedDifferences(
            MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian) {
        path(count).shiftedDifferences(a, b, c, count, outBigEndian);
    }

    /// For each i: `a_i += mask_i & b_i`, the b big-endian.
    ///
    /// @param masks one long of 0 or -1 each
    /// @param bBigEndian scalars
    /// @param a column of any 256-bit numbers; stay below 2^256, and below n where they were
    public static void addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count) {
        path(count).addMaskedBigEndian(masks, bBigEndian, a, count);
    }

    /// For each i: `out_i = x·a_i + y·b_i + c_i + (mask_i & d)`, big-endian, below n.
    ///
    /// @param a column of `count` 256-bit numbers, and directly behind it one of as many b and one of as many c
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

    /// `out = Σ a_i · b_i`, a scalar.
    ///
    /// @param a column of any 256-bit numbers
    /// @param b column of any 256-bit numbers
    /// @param count 0..[SecpScalars#TERMS_MAX]
    public static void innerProduct(MemorySegment a, MemorySegment b, int count, MemorySegment out) {
        path(count).innerProduct(a, b, count, out);
    }

    /// `out = Σ mask_i & a_i`, a scalar.
    ///
    /// @param masks one long of 0 or -1 each
    /// @param a column of any 256-bit numbers
    /// @param count 0..[SecpScalars#TERMS_MAX]
    public static void maskedSum(MemorySegment masks, MemorySegment a, int count, MemorySegment out) {
        path(count).maskedSum(masks, a, count, out);
    }
}
