package tallystick.bench.primitives;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.SecpRows;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Midstate;
import tallystick.crypto.hash.Sha256Batch;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SystemEntropy;

/// What oblivious transfer hashes by the thousand, on either path, and one plain transcript.
@State(Scope.Thread)
public class HashBenchmark {
    private static final int ROWS = 416;

    /// With the Vector API or without.
    @Param({"portable", "vector"})
    public String path = "portable";

    private final Arena arena = Arena.ofShared();
    private final MemorySegment rows = arena.allocate((long) ROWS * Sha256Batch.ROW_BYTES);
    private final MemorySegment pads = arena.allocate((long) ROWS * Sha256Batch.DIGEST_BYTES);
    private final Midstate midstate = Midstate.after(Bytes.copyOf(new byte[Sha256Batch.BLOCK_BYTES]));
    private final Bytes field = Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]);
    private Sha256Batch.Path chosen = Sha256Batch.available().getFirst();

    /// Chooses the path and draws the rows.
    @Setup
    public void draw() {
        var paths = Sha256Batch.available();
        if (path.equals("vector") && paths.size() == 1)
            throw new IllegalStateException("this process cannot run the vector path");
        chosen = path.equals("vector") ? paths.getLast() : paths.getFirst();
        new SystemEntropy().fill(rows);
    }

    /// Gives the rows' memory back.
    @TearDown
    public void close() {
        arena.close();
    }

    /// A column of 416 rows, one compression each.
    @Benchmark
    public MemorySegment rowsToNumbers() {
        chosen.hashRowsToNumbers(midstate, 1, rows, 0, ROWS, SecpRows.lanes(ROWS), pads);
        return pads;
    }

    /// A transcript of two fields.
    @Benchmark
    public Digest32 transcript() {
        return Transcript.of("tallystick/bench/v1/transcript")
                .add("field", field)
                .add("number", 1)
                .digest();
    }
}
