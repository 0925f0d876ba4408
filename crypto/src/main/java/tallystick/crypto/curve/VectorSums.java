package tallystick.crypto.curve;

import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static tallystick.crypto.curve.SecpScalars.BIG;
import static tallystick.crypto.curve.SecpScalars.LIMB;
import static tallystick.crypto.curve.SecpScalars.LITTLE;
import static tallystick.crypto.curve.VectorRows.LANES;
import static tallystick.crypto.curve.VectorRows.NATIVE;
import static tallystick.crypto.curve.VectorRows.ORDER;
import static tallystick.crypto.curve.VectorRows.SPECIES;
import static tallystick.crypto.curve.VectorRows.VECTOR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.LongVector;
import tallystick.crypto.vector.VectorCall;

/// Sums and differences of columns, on as many numbers side by side as [VectorRows].
///
/// **Form** words of 64 bits, and carries from the words' highest bits. Each step is a pass of its own over all groups,
/// and loops over words stay loops: as one, the compiler gives up and vectors go to the heap.
///
/// **Timing** constant: no branch and no index depends on a number.
final class VectorSums {
    /// Vectors of one group of sums: four words, and what is above them, signed.
    private static final long ROOM = 5;
    private static final long[] ORDER_WORDS = {
        0xbfd25e8cd0364141L, 0xbaaedce6af48a03bL, 0xfffffffffffffffeL, 0xffffffffffffffffL
    };
    /// 2n without its highest bit, that of 2^256.
    private static final long[] TWICE_ORDER = {
        0x7fa4bd19a06c8282L, 0x755db9cd5e914077L, 0xfffffffffffffffdL, 0xffffffffffffffffL
    };

    private VectorSums() {}

    static VectorCall shiftedDifferences(
            MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian) {
        var groups = count / LANES;
        var sums = 4 * VECTOR;
        var less = sums + VECTOR * ROOM * groups;
        return new VectorCall(less + VECTOR * ROOM * groups, scratch -> {
            for (var w = 0; w < 4; w++)
                for (var lane = 0; lane < LANES; lane++)
                    scratch.set(NATIVE, w * VECTOR + 8L * lane, c.get(LITTLE, 8L * w));
            differences(a, b, groups, scratch, sums);
            addTwiceOrderWhereNegative(groups, scratch, sums);
            for (var times = 0; times < 2; times++) {
                subtractOrder(groups, scratch, sums, less);
                takeWhereNotNegative(groups, scratch, less, sums);
            }
            toBigEndian(scratch, sums, ROOM, count, outBigEndian);
        });
    }

    static VectorCall addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count) {
        var groups = count / LANES;
        var sums = 4 * VECTOR * groups;
        var less = sums + VECTOR * ROOM * groups;
        return new VectorCall(less + VECTOR * ROOM * groups, scratch -> {
            fromBigEndian(bBigEndian, count, scratch);
            sums(a, masks, groups, scratch, sums);
            subtractOrder(groups, scratch, sums, less);
            takeWhereNotNegative(groups, scratch, less, sums);
            for (var group = 0L; group < groups; group++)
                MemorySegment.copy(scratch, sums + VECTOR * ROOM * group, a, 4L * group * VECTOR, 4 * VECTOR);
        });
    }

    static VectorCall maskedSum(MemorySegment masks, MemorySegment a, int count, MemorySegment out) {
        return new VectorCall(ROOM * VECTOR, limbs -> {
            sum(masks, a, count / LANES, limbs);
            carry(limbs);
            SecpScalars.reduce(
                    sumOfLanes(limbs, 0),
                    sumOfLanes(limbs, 1),
                    sumOfLanes(limbs, 2),
                    sumOfLanes(limbs, 3),
                    sumOfLanes(limbs, 4),
                    0,
                    0,
                    0,
                    0,
                    0,
                    out,
                    0);
        });
    }

    static void fromBigEndian(MemorySegment bigEndian, int count, MemorySegment out) {
        for (var i = 0; i < count; i++) {
            var from = 32L * i;
            var to = 4L * (i / LANES) * VECTOR + 8L * (i % LANES);
            out.set(NATIVE, to, bigEndian.get(BIG, from + 24));
            out.set(NATIVE, to + VECTOR, bigEndian.get(BIG, from + 16));
            out.set(NATIVE, to + 2 * VECTOR, bigEndian.get(BIG, from + 8));
            out.set(NATIVE, to + 3 * VECTOR, bigEndian.get(BIG, from));
        }
    }

    /// @param stride vectors from one group to the next, the first four of which are read
    static void toBigEndian(MemorySegment column, long at, long stride, int count, MemorySegment out) {
        for (var i = 0; i < count; i++) {
            var from = at + stride * (i / LANES) * VECTOR + 8L * (i % LANES);
            var to = 32L * i;
            out.set(BIG, to, column.get(NATIVE, from + 3 * VECTOR));
            out.set(BIG, to + 8, column.get(NATIVE, from + 2 * VECTOR));
            out.set(BIG, to + 16, column.get(NATIVE, from + VECTOR));
            out.set(BIG, to + 24, column.get(NATIVE, from));
        }
    }

    /// `sums = a - b + c`, where c stands first in the scratch memory.
    private static void differences(MemorySegment a, MemorySegment b, int groups, MemorySegment scratch, long sums) {
        for (var group = 0L; group < groups; group++) {
            var from = 4L * group * VECTOR;
            var to = sums + VECTOR * ROOM * group;
            var borrow = LongVector.zero(SPECIES);
            var carry = LongVector.zero(SPECIES);
            for (var w = 0L; w < 4 * VECTOR; w += VECTOR) {
                var minuend = load(a, from + w);
                var subtrahend = load(b, from + w);
                var difference = minuend.sub(subtrahend).sub(borrow);
                borrow = borrow(minuend, subtrahend, difference);
                var addend = load(scratch, w);
                var sum = difference.add(addend).add(carry);
                carry = carry(difference, addend, sum);
                store(sum, scratch, to + w);
            }
            store(carry.sub(borrow), scratch, to + 4 * VECTOR);
        }
    }

    /// Above -2n before, below 3n after.
    private static void addTwiceOrderWhereNegative(int groups, MemorySegment scratch, long sums) {
        for (var group = 0L; group < groups; group++) {
            var at = sums + VECTOR * ROOM * group;
            var top = load(scratch, at + 4 * VECTOR);
            var negative = top.lanewise(ASHR, 63);
            var carry = LongVector.zero(SPECIES);
            for (var w = 0; w < 4; w++) {
                var old = load(scratch, at + w * VECTOR);
                var addend = negative.and(TWICE_ORDER[w]);
                var sum = old.add(addend).add(carry);
                carry = carry(old, addend, sum);
                store(sum, scratch, at + w * VECTOR);
            }
            // 2n is above 2^256.
            store(top.add(carry).sub(negative), scratch, at + 4 * VECTOR);
        }
    }

    /// `sums = a + (mask & b)`, where b stands first in the scratch memory.
    private static void sums(MemorySegment a, MemorySegment masks, int groups, MemorySegment scratch, long sums) {
        for (var group = 0L; group < groups; group++) {
            var from = 4L * group * VECTOR;
            var to = sums + VECTOR * ROOM * group;
            var mask = load(masks, group * VECTOR);
            var carry = LongVector.zero(SPECIES);
            for (var w = 0L; w < 4 * VECTOR; w += VECTOR) {
                var left = load(a, from + w);
                var right = load(scratch, from + w).and(mask);
                var sum = left.add(right).add(carry);
                carry = carry(left, right, sum);
                store(sum, scratch, to + w);
            }
            store(carry, scratch, to + 4 * VECTOR);
        }
    }

    /// `less = sums - n`.
    private static void subtractOrder(int groups, MemorySegment scratch, long sums, long less) {
        for (var group = 0L; group < groups; group++) {
            var at = VECTOR * ROOM * group;
            var borrow = LongVector.zero(SPECIES);
            for (var w = 0; w < 4; w++) {
                var minuend = load(scratch, sums + at + w * VECTOR);
                var order = LongVector.broadcast(SPECIES, ORDER_WORDS[w]);
                var difference = minuend.sub(order).sub(borrow);
                borrow = borrow(minuend, order, difference);
                store(difference, scratch, less + at + w * VECTOR);
            }
            store(load(scratch, sums + at + 4 * VECTOR).sub(borrow), scratch, less + at + 4 * VECTOR);
        }
    }

    /// `sums = less` where that is not negative.
    private static void takeWhereNotNegative(int groups, MemorySegment scratch, long less, long sums) {
        for (var group = 0L; group < groups; group++) {
            var at = VECTOR * ROOM * group;
            var keep = load(scratch, less + at + 4 * VECTOR).lanewise(ASHR, 63);
            for (var w = 0L; w < ROOM * VECTOR; w += VECTOR) {
                var other = load(scratch, less + at + w);
                var kept = other.lanewise(XOR, load(scratch, sums + at + w)).and(keep);
                store(other.lanewise(XOR, kept), scratch, sums + at + w);
            }
        }
    }

    /// 1 where `a + b` and what was carried before, which is `sum`, did not fit.
    private static LongVector carry(LongVector a, LongVector b, LongVector sum) {
        return a.and(b).or(a.or(b).lanewise(AND_NOT, sum)).lanewise(LSHR, 63);
    }

    /// 1 where `a - b` and what was borrowed before, which is `difference`, did not fit.
    private static LongVector borrow(LongVector a, LongVector b, LongVector difference) {
        return b.lanewise(AND_NOT, a)
                .or(difference.lanewise(AND_NOT, a.lanewise(AND_NOT, b)))
                .lanewise(LSHR, 63);
    }

    /// The sum of all groups, not carried.
    private static void sum(MemorySegment masks, MemorySegment a, int groups, MemorySegment limbs) {
        var zero = LongVector.zero(SPECIES);
        LongVector c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero;
        for (var group = 0; group < groups; group++) {
            var at = 4L * group * VECTOR;
            var mask = load(masks, group * VECTOR);
            LongVector a0 = load(a, at).and(mask), a1 = load(a, at + VECTOR).and(mask);
            LongVector a2 = load(a, at + 2 * VECTOR).and(mask),
                    a3 = load(a, at + 3 * VECTOR).and(mask);
            c0 = c0.add(a0.and(LIMB));
            c1 = c1.add(limb1(a0, a1));
            c2 = c2.add(limb2(a1, a2));
            c3 = c3.add(limb3(a2, a3));
            c4 = c4.add(limb4(a3));
        }
        store(c0, limbs, 0);
        store(c1, limbs, VECTOR);
        store(c2, limbs, 2 * VECTOR);
        store(c3, limbs, 3 * VECTOR);
        store(c4, limbs, 4 * VECTOR);
    }

    /// So that the lanes' sum fits too. By itself, and a limb at a time: directly behind the loop over groups the
    /// compiler puts three of the sums on the heap.
    private static void carry(MemorySegment limbs) {
        var over = LongVector.zero(SPECIES);
        for (var limb = 0; limb < 4; limb++) {
            var sum = load(limbs, limb * VECTOR).add(over);
            store(sum.and(LIMB), limbs, limb * VECTOR);
            over = sum.lanewise(LSHR, 52);
        }
        store(load(limbs, 4 * VECTOR).add(over), limbs, 4 * VECTOR);
    }

    private static long sumOfLanes(MemorySegment limbs, int limb) {
        var sum = 0L;
        for (var lane = 0; lane < LANES; lane++) sum += limbs.get(NATIVE, limb * VECTOR + 8L * lane);
        return sum;
    }

    private static LongVector limb1(LongVector w0, LongVector w1) {
        return w0.lanewise(LSHR, 52).or(w1.lanewise(LSHL, 12)).and(LIMB);
    }

    private static LongVector limb2(LongVector w1, LongVector w2) {
        return w1.lanewise(LSHR, 40).or(w2.lanewise(LSHL, 24)).and(LIMB);
    }

    private static LongVector limb3(LongVector w2, LongVector w3) {
        return w2.lanewise(LSHR, 28).or(w3.lanewise(LSHL, 36)).and(LIMB);
    }

    private static LongVector limb4(LongVector w3) {
        return w3.lanewise(LSHR, 16);
    }

    private static LongVector load(MemorySegment memory, long at) {
        return LongVector.fromMemorySegment(SPECIES, memory, at, ORDER);
    }

    private static void store(LongVector value, MemorySegment memory, long at) {
        value.intoMemorySegment(memory, at, ORDER);
    }
}
