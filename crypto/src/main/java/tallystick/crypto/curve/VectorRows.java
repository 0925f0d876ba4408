package tallystick.crypto.curve;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static tallystick.crypto.curve.SecpScalars.LITTLE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import tallystick.crypto.vector.VectorCall;

/// Arithmetic mod n on as many scalars side by side as the widest vector has 64-bit lanes: 8 with AVX-512, 4 with AVX2.
///
/// **Why** a class of its own: it and what it calls are all here that name the incubating module, so a process without
/// that module never links them.
///
/// **Form** a number is ten limbs of 26 bits, so that a column of ten products fits a lane without carries. All limbs
/// lie in one piece of scratch memory, a vector each; loops over limbs stay loops, because unrolled the compiler gives
/// up.
///
/// **Timing** constant: no branch and no index depends on a number.
final class VectorRows implements SecpRows.Path {
    static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
    static final ByteOrder ORDER = ByteOrder.nativeOrder();
    static final ValueLayout.OfLong NATIVE = ValueLayout.JAVA_LONG_UNALIGNED;
    static final int LANES = SPECIES.length();
    static final long VECTOR = 8L * LANES;

    private static final int LIMBS = 10;
    private static final long LIMB = (1L << 26) - 1;
    private static final long LOW = 0xffff_ffffL;
    /// n.
    private static final long[] ORDER_LIMBS = {
        0x364141, 0x97a334, 0x203bbfd, 0x39abd22, 0x2baaedc, 0x3ffffff, 0x3ffffff, 0x3ffffff, 0x3ffffff, 0x3fffff
    };
    /// 2^260 mod n, 133 bits.
    private static final long[] FOLD_260 = {0x9bebf0, 0x285ccbf, 0x3c4402d, 0x2542dd7, 0x551231, 0x5};
    /// 2^256 mod n, 129 bits.
    private static final long[] FOLD_256 = {0x3c9bebf, 0x3685ccb, 0x1fc4402, 0x6542dd, 0x1455123};

    // Places in the scratch memory, in vectors; behind them the words of the column that is made.
    private static final int LEFT = 0;
    private static final int RIGHT = LEFT + LIMBS;
    private static final int X = RIGHT + LIMBS;
    private static final int Y = X + LIMBS;
    private static final int D = Y + LIMBS;
    private static final int COLUMNS = D + LIMBS;
    private static final int COLUMN_COUNT = 21;
    private static final int WORDS = COLUMNS + COLUMN_COUNT;
    // A column grows by less than 2^56 for each product of vectors; this many leave it below 2^62.
    private static final int PRODUCTS_BETWEEN_CARRIES = 64;

    /// A part of the reduction.
    private interface Step {
        void run(MemorySegment scratch);
    }

    // Called from one place, so that the compiler takes each by itself: in one piece it gives up halfway, and vectors
    // go to the heap.
    private static final Step[] REDUCTION = {
        VectorRows::foldOnce, VectorRows::foldTwice, VectorRows::foldLast, VectorRows::subtractOrder
    };

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void fromBigEndian(MemorySegment bigEndian, int count, MemorySegment out) {
        VectorSums.fromBigEndian(bigEndian, count, out);
    }

    @Override
    public void shiftedDifferences(
            MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian) {
        VectorSums.shiftedDifferences(a, b, c, count, outBigEndian).make();
    }

    @Override
    public void addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count) {
        VectorSums.addMaskedBigEndian(masks, bBigEndian, a, count).make();
    }

    @Override
    public void maskedSum(MemorySegment masks, MemorySegment a, int count, MemorySegment out) {
        VectorSums.maskedSum(masks, a, count, out).make();
    }

    @Override
    public void combinations(
            MemorySegment a,
            MemorySegment xy,
            MemorySegment masks,
            MemorySegment d,
            int count,
            MemorySegment outBigEndian) {
        combining(a, xy, masks, d, count, outBigEndian).make();
    }

    @Override
    public void innerProduct(MemorySegment a, MemorySegment b, int count, MemorySegment out) {
        multiplying(a, b, count, out).make();
    }

    static VectorCall combining(
            MemorySegment a,
            MemorySegment xy,
            MemorySegment masks,
            MemorySegment d,
            int count,
            MemorySegment outBigEndian) {
        var perColumn = 4 * (count / LANES);
        return new VectorCall((WORDS + perColumn) * VECTOR, scratch -> {
            broadcast(scratch, xy, 0, X);
            broadcast(scratch, xy, 32, Y);
            broadcast(scratch, d, 0, D);
            for (var group = 0; group < count / LANES; group++) {
                split(a, 4 * group, scratch, LEFT);
                split(a, 4 * group + perColumn, scratch, RIGHT);
                split(a, 4 * group + 2 * perColumn, scratch, COLUMNS);
                startColumns(scratch, masks, VECTOR * group);
                multiply(scratch, LEFT, X);
                multiply(scratch, RIGHT, Y);
                reduce(scratch);
                join(scratch, WORDS + 4 * group);
            }
            VectorSums.toBigEndian(scratch, WORDS * VECTOR, 4, count, outBigEndian);
        });
    }

    static VectorCall multiplying(MemorySegment a, MemorySegment b, int count, MemorySegment out) {
        return new VectorCall(WORDS * VECTOR, scratch -> {
            var groups = count / LANES;
            for (var from = 0; from < groups; from += PRODUCTS_BETWEEN_CARRIES) {
                addProducts(a, b, from, Math.min(groups, from + PRODUCTS_BETWEEN_CARRIES), scratch);
                carry(scratch, COLUMN_COUNT);
            }
            SecpScalars.reduce(
                    pair(scratch, 0),
                    pair(scratch, 1),
                    pair(scratch, 2),
                    pair(scratch, 3),
                    pair(scratch, 4),
                    pair(scratch, 5),
                    pair(scratch, 6),
                    pair(scratch, 7),
                    pair(scratch, 8),
                    pair(scratch, 9) + (sumOfLanes(scratch, 2 * LIMBS) << 52),
                    out,
                    0);
        });
    }

    private static void addProducts(MemorySegment a, MemorySegment b, int from, int to, MemorySegment scratch) {
        for (var group = from; group < to; group++) {
            split(a, 4 * group, scratch, LEFT);
            split(b, 4 * group, scratch, RIGHT);
            multiply(scratch, LEFT, RIGHT);
        }
    }

    /// Two columns of 26 bits as one of 52, over all lanes.
    private static long pair(MemorySegment scratch, int index) {
        return sumOfLanes(scratch, 2 * index) + (sumOfLanes(scratch, 2 * index + 1) << 26);
    }

    private static long sumOfLanes(MemorySegment scratch, int column) {
        var sum = 0L;
        for (var lane = 0; lane < LANES; lane++) sum += scratch.get(NATIVE, (COLUMNS + column) * VECTOR + 8L * lane);
        return sum;
    }

    /// One scalar in every lane.
    private static void broadcast(MemorySegment scratch, MemorySegment scalar, long scalarAt, int target) {
        for (var w = 0; w < 4; w++)
            for (var lane = 0; lane < LANES; lane++)
                scratch.set(NATIVE, (COLUMNS + w) * VECTOR + 8L * lane, scalar.get(LITTLE, scalarAt + 8L * w));
        split(scratch, COLUMNS, scratch, target);
    }

    /// Words of one group to limbs. Most of them in a loop: written out, the compiler gives up at the last one.
    private static void split(MemorySegment column, int words, MemorySegment scratch, int target) {
        store(load(column, words).and(LIMB), scratch, target);
        for (var k = 1; k < 8; k++) {
            var word = words + (26 * k >>> 6);
            var shift = 26 * k & 63;
            var low = load(column, word).lanewise(LSHR, shift);
            // Of the next word's bits only those of this limb stay.
            store(low.or(load(column, word + 1).lanewise(LSHL, 64 - shift)).and(LIMB), scratch, target + k);
        }
        var last = load(column, words + 3);
        store(last.lanewise(LSHR, 16).and(LIMB), scratch, target + 8);
        store(last.lanewise(LSHR, 42), scratch, target + 9);
    }

    /// Limbs of the lowest columns, each below 2^26, to words.
    private static void join(MemorySegment scratch, int words) {
        var l2 = load(scratch, COLUMNS + 2);
        var l4 = load(scratch, COLUMNS + 4);
        var l7 = load(scratch, COLUMNS + 7);
        store(load(scratch, COLUMNS).or(shifted(scratch, 1, 26)).or(l2.lanewise(LSHL, 52)), scratch, words);
        store(l2.lanewise(LSHR, 12).or(shifted(scratch, 3, 14)).or(l4.lanewise(LSHL, 40)), scratch, words + 1);
        store(
                l4.lanewise(LSHR, 24)
                        .or(shifted(scratch, 5, 2))
                        .or(shifted(scratch, 6, 28))
                        .or(l7.lanewise(LSHL, 54)),
                scratch,
                words + 2);
        store(l7.lanewise(LSHR, 10).or(shifted(scratch, 8, 16)).or(shifted(scratch, 9, 42)), scratch, words + 3);
    }

    private static LongVector shifted(MemorySegment scratch, int column, int bits) {
        return load(scratch, COLUMNS + column).lanewise(LSHL, bits);
    }

    /// Columns, of which the lowest ten are limbs, += mask & d; the others zero.
    private static void startColumns(MemorySegment scratch, MemorySegment masks, long masksAt) {
        var mask = LongVector.fromMemorySegment(SPECIES, masks, masksAt, ORDER);
        for (var k = 0; k < LIMBS; k++)
            store(load(scratch, COLUMNS + k).add(load(scratch, D + k).and(mask)), scratch, COLUMNS + k);
        var zero = LongVector.zero(SPECIES);
        for (var k = LIMBS; k < COLUMN_COUNT; k++) store(zero, scratch, COLUMNS + k);
    }

    /// Columns += left · right, half of the right at a time.
    private static void multiply(MemorySegment scratch, int left, int right) {
        multiplyHalf(scratch, left, right, COLUMNS);
        multiplyHalf(scratch, left, right + 5, COLUMNS + 5);
    }

    /// One limb of the left an iteration; the five columns it touches slide along in registers. With ten the compiler
    /// gives up.
    private static void multiplyHalf(MemorySegment scratch, int left, int right, int columns) {
        var r0 = loadBelow32Bits(scratch, right);
        var r1 = loadBelow32Bits(scratch, right + 1);
        var r2 = loadBelow32Bits(scratch, right + 2);
        var r3 = loadBelow32Bits(scratch, right + 3);
        var r4 = loadBelow32Bits(scratch, right + 4);
        var c0 = load(scratch, columns);
        var c1 = load(scratch, columns + 1);
        var c2 = load(scratch, columns + 2);
        var c3 = load(scratch, columns + 3);
        for (var i = 0; i < LIMBS; i++) {
            var limb = loadBelow32Bits(scratch, left + i);
            store(c0.add(limb.mul(r0)), scratch, columns + i);
            c0 = c1.add(limb.mul(r1));
            c1 = c2.add(limb.mul(r2));
            c2 = c3.add(limb.mul(r3));
            c3 = load(scratch, columns + 4 + i).add(limb.mul(r4));
        }
        store(c0, scratch, columns + LIMBS);
        store(c1, scratch, columns + LIMBS + 1);
        store(c2, scratch, columns + LIMBS + 2);
        store(c3, scratch, columns + LIMBS + 3);
    }

    /// Leaves each of the first columns below 2^26 but the last, which takes what is left over.
    private static void carry(MemorySegment scratch, int count) {
        var over = LongVector.zero(SPECIES);
        for (var k = 0; k < count - 1; k++) {
            var column = load(scratch, COLUMNS + k).add(over);
            store(column.and(LIMB), scratch, COLUMNS + k);
            over = column.lanewise(LSHR, 26);
        }
        store(load(scratch, COLUMNS + count - 1).add(over), scratch, COLUMNS + count - 1);
    }

    /// Columns below 2^515 in all, mod n.
    private static void reduce(MemorySegment scratch) {
        for (var step : REDUCTION) step.run(scratch);
    }

    /// Below 2^388 after this fold.
    private static void foldOnce(MemorySegment scratch) {
        carry(scratch, COLUMN_COUNT);
        fold(scratch, 11);
    }

    /// Below 2^262.
    private static void foldTwice(MemorySegment scratch) {
        carry(scratch, 17);
        fold(scratch, 7);
    }

    /// Below 2^256 + 2^136.
    private static void foldLast(MemorySegment scratch) {
        carry(scratch, 12);
        foldTop(scratch);
        carry(scratch, LIMBS);
    }

    /// Columns from the tenth on, `count` of them, are worth 2^260 each time.
    private static void fold(MemorySegment scratch, int count) {
        var zero = LongVector.zero(SPECIES);
        var c0 = load(scratch, COLUMNS);
        var c1 = load(scratch, COLUMNS + 1);
        var c2 = load(scratch, COLUMNS + 2);
        var c3 = load(scratch, COLUMNS + 3);
        var c4 = load(scratch, COLUMNS + 4);
        for (var i = 0; i < count; i++) {
            var high = loadBelow32Bits(scratch, COLUMNS + LIMBS + i);
            store(zero, scratch, COLUMNS + LIMBS + i);
            store(c0.add(high.mul(FOLD_260[0])), scratch, COLUMNS + i);
            c0 = c1.add(high.mul(FOLD_260[1]));
            c1 = c2.add(high.mul(FOLD_260[2]));
            c2 = c3.add(high.mul(FOLD_260[3]));
            c3 = c4.add(high.mul(FOLD_260[4]));
            // Below the columns not yet read, because i + 5 < 10 + i.
            c4 = load(scratch, COLUMNS + 5 + i).add(high.mul(FOLD_260[5]));
        }
        store(c0, scratch, COLUMNS + count);
        store(c1, scratch, COLUMNS + count + 1);
        store(c2, scratch, COLUMNS + count + 2);
        store(c3, scratch, COLUMNS + count + 3);
        store(c4, scratch, COLUMNS + count + 4);
    }

    /// The bits from 256 on.
    private static void foldTop(MemorySegment scratch) {
        var last = load(scratch, COLUMNS + 9);
        var above = load(scratch, COLUMNS + 10).lanewise(LSHL, 4);
        var top = last.lanewise(LSHR, 22).add(above).and(LOW);
        store(last.and((1L << 22) - 1), scratch, COLUMNS + 9);
        for (var k = 0; k < FOLD_256.length; k++)
            store(load(scratch, COLUMNS + k).add(top.mul(FOLD_256[k])), scratch, COLUMNS + k);
    }

    /// Takes n away once if it fits.
    private static void subtractOrder(MemorySegment scratch) {
        var borrow = LongVector.zero(SPECIES);
        for (var k = 0; k < LIMBS; k++) {
            var less = load(scratch, COLUMNS + k).sub(ORDER_LIMBS[k]).add(borrow);
            borrow = less.lanewise(ASHR, 26);
            store(less.and(LIMB), scratch, LEFT + k);
        }
        var keep = borrow.lanewise(ASHR, 63);
        for (var k = 0; k < LIMBS; k++) {
            var less = load(scratch, LEFT + k);
            var difference = less.lanewise(XOR, load(scratch, COLUMNS + k));
            store(less.lanewise(XOR, difference.and(keep)), scratch, COLUMNS + k);
        }
    }

    private static LongVector load(MemorySegment scratch, int vector) {
        return LongVector.fromMemorySegment(SPECIES, scratch, vector * VECTOR, ORDER);
    }

    /// Limbs, so that the compiler knows them to be short: the processor multiplies 32 bits by 32 in a third of the
    /// time that it takes for 64.
    private static LongVector loadBelow32Bits(MemorySegment scratch, int vector) {
        return load(scratch, vector).and(LOW);
    }

    private static void store(LongVector value, MemorySegment scratch, int vector) {
        value.intoMemorySegment(scratch, vector * VECTOR, ORDER);
    }

    @Override
    public String toString() {
        return "vector, %d lanes".formatted(LANES);
    }
}
