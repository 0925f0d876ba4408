package tallystick.crypto.curve;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tallystick.crypto.vector.VectorCall;
import tallystick.crypto.vector.VectorMethod;

/// Vectors where they leave nothing on the heap, as practice has shown, and the portable way elsewhere.
final class GuardedRows implements SecpRows.Path {
    private final VectorRows vectors = new VectorRows();
    private final LanedRows portable = new LanedRows(vectors.lanes());
    private final VectorMethod differences = new VectorMethod("differences of rows", GuardedRows::differencesOfZeros);
    private final VectorMethod sums = new VectorMethod("masked additions of rows", GuardedRows::sumsOfZeros);
    private final VectorMethod combinations =
            new VectorMethod("combinations of rows", GuardedRows::combinationsOfZeros);
    private final VectorMethod products = new VectorMethod("inner products of rows", GuardedRows::productOfZeros);
    private final VectorMethod maskedSums = new VectorMethod("masked sums of rows", GuardedRows::maskedSumOfZeros);

    List<VectorMethod> methods() {
        return List.of(differences, sums, combinations, products, maskedSums);
    }

    @Override
    public int lanes() {
        return vectors.lanes();
    }

    /// Word by word in both ways.
    @Override
    public void fromBigEndian(MemorySegment bigEndian, int count, MemorySegment out) {
        portable.fromBigEndian(bigEndian, count, out);
    }

    @Override
    public void shiftedDifferences(
            MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian) {
        if (!differences.make(VectorSums.shiftedDifferences(a, b, c, count, outBigEndian)))
            portable.shiftedDifferences(a, b, c, count, outBigEndian);
    }

    private static VectorCall differencesOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var left = zeros.asSlice(0, column);
        var right = zeros.asSlice(column, column);
        var number = zeros.asSlice(2 * column, 32);
        var out = zeros.asSlice(3 * column, column);
        return VectorSums.shiftedDifferences(left, right, number, count, out);
    }

    @Override
    public void addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count) {
        if (!sums.make(VectorSums.addMaskedBigEndian(masks, bBigEndian, a, count)))
            portable.addMaskedBigEndian(masks, bBigEndian, a, count);
    }

    private static VectorCall sumsOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var masks = zeros.asSlice(0, 8L * count);
        var right = zeros.asSlice(column, column);
        var left = zeros.asSlice(2 * column, column);
        return VectorSums.addMaskedBigEndian(masks, right, left, count);
    }

    @Override
    public void combinations(
            MemorySegment a,
            MemorySegment xy,
            MemorySegment masks,
            MemorySegment d,
            int count,
            MemorySegment outBigEndian) {
        if (!combinations.make(VectorRows.combining(a, xy, masks, d, count, outBigEndian)))
            portable.combinations(a, xy, masks, d, count, outBigEndian);
    }

    private static VectorCall combinationsOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var columns = zeros.asSlice(0, 3 * column);
        var numbers = zeros.asSlice(3 * column, 64);
        var number = zeros.asSlice(3 * column + 64, 32);
        var masks = zeros.asSlice(4 * column, 8L * count);
        var out = zeros.asSlice(5 * column, column);
        return VectorRows.combining(columns, numbers, masks, number, count, out);
    }

    @Override
    public void innerProduct(MemorySegment a, MemorySegment b, int count, MemorySegment out) {
        if (!products.make(VectorRows.multiplying(a, b, count, out))) portable.innerProduct(a, b, count, out);
    }

    private static VectorCall productOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var left = zeros.asSlice(0, column);
        var right = zeros.asSlice(column, column);
        var out = zeros.asSlice(2 * column, 32);
        return VectorRows.multiplying(left, right, count, out);
    }

    @Override
    public void maskedSum(MemorySegment masks, MemorySegment a, int count, MemorySegment out) {
        if (!maskedSums.make(VectorSums.maskedSum(masks, a, count, out))) portable.maskedSum(masks, a, count, out);
    }

    private static VectorCall maskedSumOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var masks = zeros.asSlice(0, 8L * count);
        var numbers = zeros.asSlice(column, column);
        var out = zeros.asSlice(2 * column, 32);
        return VectorSums.maskedSum(masks, numbers, count, out);
    }

    @Override
    public String toString() {
        return "%s where it leaves nothing on the heap".formatted(vectors);
    }
}
