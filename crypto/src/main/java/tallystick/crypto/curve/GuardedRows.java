package tallystick.crypto.curve;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tallystick.crypto.vector.VectorMethod;

/// Vectors where they leave nothing on the heap, as practice has shown, and the portable way elsewhere.
final class GuardedRows implements SecpRows.Path {
    private final VectorRows vectors = new VectorRows();
    private final LanedRows portable = new LanedRows(vectors.lanes());
    private final VectorMethod differences = new VectorMethod("differences of rows", this::differencesOfZeros);
    private final VectorMethod sums = new VectorMethod("masked additions of rows", this::sumsOfZeros);
    private final VectorMethod combinations = new VectorMethod("combinations of rows", this::combinationsOfZeros);
    private final VectorMethod products = new VectorMethod("inner products of rows", this::productOfZeros);
    private final VectorMethod maskedSums = new VectorMethod("masked sums of rows", this::maskedSumOfZeros);

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
        var begun = differences.begin();
        if (begun == VectorMethod.PORTABLE) {
            portable.shiftedDifferences(a, b, c, count, outBigEndian);
        } else {
            vectors.shiftedDifferences(a, b, c, count, outBigEndian);
            differences.end(begun);
        }
    }

    private Runnable differencesOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var left = zeros.asSlice(0, column);
        var right = zeros.asSlice(column, column);
        var number = zeros.asSlice(2 * column, 32);
        var out = zeros.asSlice(3 * column, column);
        return () -> vectors.shiftedDifferences(left, right, number, count, out);
    }

    @Override
    public void addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count) {
        var begun = sums.begin();
        if (begun == VectorMethod.PORTABLE) {
            portable.addMaskedBigEndian(masks, bBigEndian, a, count);
        } else {
            vectors.addMaskedBigEndian(masks, bBigEndian, a, count);
            sums.end(begun);
        }
    }

    private Runnable sumsOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var masks = zeros.asSlice(0, 8L * count);
        var right = zeros.asSlice(column, column);
        var left = zeros.asSlice(2 * column, column);
        return () -> vectors.addMaskedBigEndian(masks, right, left, count);
    }

    @Override
    public void combinations(
            MemorySegment a,
            MemorySegment xy,
            MemorySegment masks,
            MemorySegment d,
            int count,
            MemorySegment outBigEndian) {
        var begun = combinations.begin();
        if (begun == VectorMethod.PORTABLE) {
            portable.combinations(a, xy, masks, d, count, outBigEndian);
        } else {
            vectors.combinations(a, xy, masks, d, count, outBigEndian);
            combinations.end(begun);
        }
    }

    private Runnable combinationsOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var columns = zeros.asSlice(0, 3 * column);
        var numbers = zeros.asSlice(3 * column, 64);
        var number = zeros.asSlice(3 * column + 64, 32);
        var masks = zeros.asSlice(4 * column, 8L * count);
        var out = zeros.asSlice(5 * column, column);
        return () -> vectors.combinations(columns, numbers, masks, number, count, out);
    }

    @Override
    public void innerProduct(MemorySegment a, MemorySegment b, int count, MemorySegment out) {
        var begun = products.begin();
        if (begun == VectorMethod.PORTABLE) {
            portable.innerProduct(a, b, count, out);
        } else {
            vectors.innerProduct(a, b, count, out);
            products.end(begun);
        }
    }

    private Runnable productOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var left = zeros.asSlice(0, column);
        var right = zeros.asSlice(column, column);
        var out = zeros.asSlice(2 * column, 32);
        return () -> vectors.innerProduct(left, right, count, out);
    }

    @Override
    public void maskedSum(MemorySegment masks, MemorySegment a, int count, MemorySegment out) {
        var begun = maskedSums.begin();
        if (begun == VectorMethod.PORTABLE) {
            portable.maskedSum(masks, a, count, out);
        } else {
            vectors.maskedSum(masks, a, count, out);
            maskedSums.end(begun);
        }
    }

    private Runnable maskedSumOfZeros(MemorySegment zeros, int count) {
        var column = 32L * count;
        var masks = zeros.asSlice(0, 8L * count);
        var numbers = zeros.asSlice(column, column);
        var out = zeros.asSlice(2 * column, 32);
        return () -> vectors.maskedSum(masks, numbers, count, out);
    }

    @Override
    public String toString() {
        return "%s where it leaves nothing on the heap".formatted(vectors);
    }
}
