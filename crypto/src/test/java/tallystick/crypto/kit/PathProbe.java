package tallystick.crypto.kit;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.hash.Midstate;
import tallystick.crypto.hash.Sha256Batch;

/// A program for a process of its own: prints the paths it chose, how many methods want practice, whether calls that
/// are not compiled leave vectors on the heap, and one digest.
public final class PathProbe {
    private static final int ROWS = 64;
    /// What three calls may leave: handles of memory, but not a vector for each group of rows.
    private static final long LEFT_BYTES_MAX = 3 * 2048;

    private PathProbe() {}

    public static void main(String... arguments) {
        System.out.println("%d %d %d %s %s"
                .formatted(
                        Sha256Batch.chosen().lanes(),
                        SecpRows.lanes(16),
                        Sha256Batch.vectorMethods().size()
                                + SecpRows.vectorMethods().size(),
                        left() > LEFT_BYTES_MAX ? "vectors" : "nothing",
                        digest()));
    }

    /// What calls on many rows leave on the heap in a process that has just begun, once their classes are loaded.
    private static long left() {
        var heap = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var midstate = Midstate.after(Bytes.copyOf(new byte[64]));
        try (var arena = Arena.ofConfined()) {
            var rows = arena.allocate(32L * ROWS);
            var out = arena.allocate(32L * ROWS);
            var before = 0L;
            for (var call = 0; call < 3; call++) {
                before = heap.getCurrentThreadAllocatedBytes();
                Sha256Batch.hashRowsToNumbers(midstate, 1, rows, 0, ROWS, SecpRows.lanes(ROWS), out);
                Sha256Batch.compressMany(midstate.state(), rows, ROWS / 2, out);
                SecpRows.innerProduct(rows, rows, ROWS, out);
            }
            return heap.getCurrentThreadAllocatedBytes() - before;
        }
    }

    /// The digest of one fixed row, as a number.
    public static String digest() {
        try (var arena = Arena.ofConfined()) {
            var out = arena.allocate(32);
            Sha256Batch.hashRowsToNumbers(
                    Midstate.after(Bytes.copyOf(new byte[64])), 1, arena.allocate(16), 2, 1, 1, out);
            return HexFormat.of().formatHex(out.toArray(ValueLayout.JAVA_BYTE));
        }
    }
}
