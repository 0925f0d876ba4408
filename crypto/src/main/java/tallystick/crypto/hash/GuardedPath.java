package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.vector.VectorCall;
import tallystick.crypto.vector.VectorMethod;

/// Vectors where they leave nothing on the heap, as practice has shown, and the portable way elsewhere.
final class GuardedPath implements Sha256Batch.Path {
    /// As many as there are scalars for each row in a VOLE.
    private static final int COLUMNS = 3;

    private final VectorPath vectors = new VectorPath();
    private final PortablePath portable = new PortablePath();
    private final Midstate midstate = Midstate.after(Bytes.copyOf(new byte[Sha256Batch.BLOCK_BYTES]));
    private final VectorMethod blocks = new VectorMethod("hashes of blocks", this::blocksOfZeros);
    private final VectorMethod numbers = new VectorMethod("hashes of rows", this::numbersOfZeros);

    List<VectorMethod> methods() {
        return List.of(blocks, numbers);
    }

    @Override
    public int lanes() {
        return vectors.lanes();
    }

    @Override
    public void compressMany(MemorySegment midstate32, MemorySegment many, int count, MemorySegment out) {
        if (!blocks.make(VectorPath.compressing(midstate32, many, count, out)))
            portable.compressMany(midstate32, many, count, out);
    }

    private VectorCall blocksOfZeros(MemorySegment zeros, int count) {
        var many = zeros.asSlice(0, (long) count * Sha256Batch.BLOCK_BYTES);
        var out = zeros.asSlice(many.byteSize(), 32L * count);
        return VectorPath.compressing(midstate.state(), many, count, out);
    }

    /// Nothing hashes secrets that way: not worth practice.
    @Override
    public void hashRows(
            Midstate after, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        portable.hashRows(after, column, rows16, firstRow, count, out32);
    }

    @Override
    public void hashRowsToNumbers(
            Midstate after,
            int columns,
            MemorySegment rows16,
            int firstRow,
            int count,
            int lanes,
            MemorySegment out32) {
        if (!numbers.make(VectorPath.hashing(after, columns, rows16, firstRow, count, lanes, out32)))
            portable.hashRowsToNumbers(after, columns, rows16, firstRow, count, lanes, out32);
    }

    private VectorCall numbersOfZeros(MemorySegment zeros, int count) {
        var rows = zeros.asSlice(0, (long) Sha256Batch.ROW_BYTES * count);
        var out = zeros.asSlice(rows.byteSize(), 32L * COLUMNS * count);
        return VectorPath.hashing(midstate, COLUMNS, rows, 0, count, vectors.numberLanes(), out);
    }

    @Override
    public String toString() {
        return "%s, where it leaves nothing on the heap".formatted(vectors);
    }
}
