package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tallystick.crypto.vector.VectorMethod;

/// Many independent SHA-256 compressions that start from one state, off the heap.
///
/// **Why** the rows of an oblivious-transfer extension are hashed by the thousand, each into one pad. Sixteen lanes of
/// the Vector API do it ten times faster than one `MessageDigest` after the other, and nothing secret touches the heap.
/// A portable path gives the same bytes: where the module `jdk.incubator.vector` is not resolved, with
/// `-Dtallystick.vector=off`, and for secrets as long as practice has not shown that vectors leave nothing on the heap
/// ([VectorMethod]). With `-Dtallystick.vector=on` vectors are taken from the first call: for tests.
///
/// **Form** blocks of 64 bytes and digests of 32 bytes, one after the other, in the byte order of the standard.
///
/// **Threads** stateless. Memory given in is the caller's. **Timing** no branch and no index depends on a state, a
/// block or a row; counts, indices and columns are public.
///
/// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.2.2 (SHA-256 hash computation)
public final class Sha256Batch {
    /// Length of one row in bytes.
    public static final int ROW_BYTES = 16;
    /// Length of one digest in bytes.
    public static final int DIGEST_BYTES = 32;
    /// Length of one message block in bytes.
    public static final int BLOCK_BYTES = 64;

    private static final Path CHOSEN = choose();

    private Sha256Batch() {}

    /// One way of computing the same thing.
    public sealed interface Path permits PortablePath, VectorPath, GuardedPath {
        /// How many compressions run side by side.
        int lanes();

        /// As [Sha256Batch#compressMany].
        void compressMany(MemorySegment midstate32, MemorySegment blocks, int count, MemorySegment out);

        /// As [Sha256Batch#hashRows].
        void hashRows(
                Midstate midstate, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32);

        /// As [Sha256Batch#hashRowsToNumbers].
        void hashRowsToNumbers(
                Midstate midstate,
                int columns,
                MemorySegment rows16,
                int firstRow,
                int count,
                int lanes,
                MemorySegment out32);
    }

    /// Every path this process can run, the best last; the portable one is always there.
    public static List<Path> available() {
        var off = "off".equals(System.getProperty("tallystick.vector"));
        if (off || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) return List.of(new PortablePath());
        return List.of(new PortablePath(), new VectorPath());
    }

    private static Path choose() {
        var best = available().getLast();
        return best instanceof VectorPath && !areVectorsForced() ? new GuardedPath() : best;
    }

    /// Whether vectors are taken without practice.
    public static boolean areVectorsForced() {
        return "on".equals(System.getProperty("tallystick.vector"));
    }

    /// The path [#compressMany] and [#hashRows] take, chosen once for the process.
    public static Path chosen() {
        return CHOSEN;
    }

    /// What is to be practised before vectors are taken: nothing, where they never or always are.
    public static List<VectorMethod> vectorMethods() {
        return CHOSEN instanceof GuardedPath guarded ? guarded.methods() : List.of();
    }

    /// Compresses each of `count` blocks with the same state.
    ///
    /// @param midstate32 32 bytes, big-endian words
    /// @param blocks `count` message blocks of 64 bytes, already padded by the caller where a message ends
    /// @param count 0 or more
    /// @param out receives `count` states of 32 bytes; does not overlap the blocks
    /// @throws IllegalArgumentException if a segment is too short: the caller's fault
    public static void compressMany(MemorySegment midstate32, MemorySegment blocks, int count, MemorySegment out) {
        need(midstate32.byteSize(), 32, "midstate");
        need(blocks.byteSize(), (long) count * BLOCK_BYTES, "blocks");
        need(out.byteSize(), (long) count * DIGEST_BYTES, "out");
        CHOSEN.compressMany(midstate32, blocks, count, out);
    }

    /// Hashes rows into pads: for each i below `count`, SHA-256 of (prefix ‖ u32 firstRow + i ‖ u32 column ‖ row
    /// i).
    ///
    /// @param midstate the state after the prefix; its last block and ours make the whole message
    /// @param column 0 to 2^31-1
    /// @param rows16 `count` rows of 16 bytes, the first of them row `firstRow`
    /// @param firstRow the index of the first row given, 0 to 2^31-1 - count
    /// @param count 0 or more
    /// @param out32 receives `count` digests of 32 bytes; does not overlap the rows
    /// @throws IllegalArgumentException if a segment is too short or an index negative: the caller's fault
    public static void hashRows(
            Midstate midstate, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        checkRows(column, rows16, firstRow, count, out32);
        CHOSEN.hashRows(midstate, column, rows16, firstRow, count, out32);
    }

    /// As [#hashRows] for the columns 0, 1, … one behind the other, each digest as a number of 256 bits, for
    /// arithmetic that follows.
    ///
    /// **Form** in groups of as many rows as there are lanes: of each number of the group the lowest 64 bits, then
    /// of each the next, all words little-endian. With one lane that is one number after the other.
    ///
    /// @param columns how many
    /// @param count 0 or more, a multiple of `lanes`
    /// @param lanes how many numbers stand side by side; fastest as `SecpRows.lanes` says
    /// @param out32 receives `columns · count` numbers of 32 bytes; does not overlap the rows
    /// @throws IllegalArgumentException if a segment is too short, or counts do not fit: the caller's fault
    public static void hashRowsToNumbers(
            Midstate midstate,
            int columns,
            MemorySegment rows16,
            int firstRow,
            int count,
            int lanes,
            MemorySegment out32) {
        if (lanes < 1 || count % lanes != 0)
            throw new IllegalArgumentException("%d rows in %d lanes".formatted(count, lanes));
        checkRows(columns, rows16, firstRow, count, out32);
        need(out32.byteSize(), (long) columns * count * DIGEST_BYTES, "out");
        CHOSEN.hashRowsToNumbers(midstate, columns, rows16, firstRow, count, lanes, out32);
    }

    /// Where word `word` of number `index` stands.
    static long place(int index, int word, int lanes) {
        return 32L * (index - index % lanes) + 8L * (word * lanes + index % lanes);
    }

    private static void checkRows(int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        if (column < 0) throw new IllegalArgumentException("column %d negative".formatted(column));
        if (firstRow < 0 || firstRow > Integer.MAX_VALUE - count)
            throw new IllegalArgumentException("first row %d of %d rows not in range".formatted(firstRow, count));
        need(rows16.byteSize(), (long) count * ROW_BYTES, "rows");
        need(out32.byteSize(), (long) count * DIGEST_BYTES, "out");
    }

    /// The length in bits of a message that is the prefix, two u32 and one row.
    static int rowMessageBits(Midstate midstate) {
        return Math.multiplyExact(8, Math.addExact(midstate.prefixLengthBytes(), 8 + ROW_BYTES));
    }

    private static void need(long lengthBytes, long atLeast, String what) {
        if (atLeast < 0 || lengthBytes < atLeast)
            throw new IllegalArgumentException("%s of %d bytes, not %d".formatted(what, lengthBytes, atLeast));
    }
}
