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

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.LongVector;

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

    static void shiftedDifferences(
            MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian) {
        var groups = count / LANES;
        try (var arena = Arena.ofConfined()) {
            var scratch = arena.allocate((4L + 2 * ROOM * groups) * VECTOR, 64);
            try {
                var sums = scratch.asSlice(4 * VECTOR);
                var less = sums.asSlice(VECTOR * ROOM * groups);
                // Word by word: as vectors so few are not seen to lie on the heap, if they do.
                for (var w = 0; w < 4; w++)
                    for (var lane = 0; lane < LANES; lane++)
                        scratch.set(NATIVE, w * VECTOR + 8L * lane, c.get(LITTLE, 8L * w));
                differences(a, b, scratch, groups, sums);
                addTwiceOrderWhereNegative(groups, sums);
                for (var times = 0; times < 2; times++) {
                    subtractOrder(groups, sums, less);
                    takeWhereNotNegative(groups, less, sums);
                }
                toBigEndian(sums, ROOM, count, outBigEndian);
            } finally {
                scratch.fill((byte) 0);
            }
        }
    }

    static void addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count) {
        var groups = count / LANES;
        try (var arena = Arena.ofConfined()) {
            var scratch = arena.allocate((4L + 2 * ROOM) * groups * VECTOR, 64);
            try {
                var sums = scratch.asSlice(4L * groups * VECTOR);
                var less = sums.asSlice(VECTOR * ROOM * groups);
                fromBigEndian(bBigEndian, count, scratch);
                sums(a, scratch, masks, groups, sums);
                subtractOrder(groups, sums, less);
                takeWhereNotNegative(groups, less, sums);
                for (var group = 0L; group < groups; group++)
                    MemorySegment.copy(sums, VECTOR * ROOM * group, a, 4L * group * VECTOR, 4 * VECTOR);
            } finally {
                scratch.fill((byte) 0);
            }
        }
    }

    static void maskedSum(MemorySegment masks, MemorySegment a, int count, MemorySegment out) {
        try (var arena = Arena.ofConfined()) {
            var limbs = arena.allocate(ROOM * VECTOR, 64);
            try {
                sum(masks, a, count / LANES, limbs);
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
            } finally {
                limbs.fill((byte) 0);
            }
        }
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
    static void toBigEndian(MemorySegment column, long stride, int count, MemorySegment out) {
        for (var i = 0; i < count; i++) {
            var from = stride * (i / LANES) * VECTOR + 8L * (i % LANES);
            var to = 32L * i;
            out.set(BIG, to, column.get(NATIVE, from + 3 * VECTOR));
            out.set(BIG, to + 8, column.get(NATIVE, from + 2 * VECTOR));
            out.set(BIG, to + 16, column.get(NATIVE, from + VECTOR));
            out.set(BIG, to + 24, column.get(NATIVE, from));
        }
    }

    /// `sums = a - b + c`.
    private static void differences(MemorySegment a, MemorySegment b, MemorySegment c, int groups, MemorySegment sums) {
        for (var group = 0L; group < groups; group++) {
            var from = 4L * group * VECTOR;
            var to = VECTOR * ROOM * group;
            var borrow = LongVector.zero(SPECIES);
            var carry = LongVector.zero(SPECIES);
            for (var w = 0L; w < 4 * VECTOR; w += VECTOR) {
                var minuend = load(a, from + w);
                var subtrahend = load(b, from + w);
                var difference = minuend.sub(subtrahend).sub(borrow);
                borrow = borrow(minuend, subtrahend, difference);
                var addend = load(c, w);
                var sum = difference.add(addend).add(carry);
                carry = carry(difference, addend, sum);
                store(sum, sums, to + w);
            }
            store(carry.sub(borrow), sums, to + 4 * VECTOR);
        }
    }

    /// Above -2n before, below 3n after.
    private static void addTwiceOrderWhereNegative(int groups, MemorySegment sums) {
        for (var group = 0L; group < groups; group++) {
            var at = VECTOR * ROOM * group;
            var top = load(sums, at + 4 * VECTOR);
            var negative = top.lanewise(ASHR, 63);
            var carry = LongVector.zero(SPECIES);
            for (var w = 0; w < 4; w++) {
                var old = load(sums, at + w * VECTOR);
                var addend = negative.and(TWICE_ORDER[w]);
                var sum = old.add(addend).add(carry);
                carry = carry(old, addend, sum);
                store(sum, sums, at + w * VECTOR);
            }
            // 2n is above 2^256.
            store(top.add(carry).sub(negative), sums, at + 4 * VECTOR);
        }
    }

    /// `sums = a + (mask & b)`.
    private static void sums(MemorySegment a, MemorySegment b, MemorySegment masks, int groups, MemorySegment sums) {
        for (var group = 0L; group < groups; group++) {
            var from = 4L * group * VECTOR;
            var to = VECTOR * ROOM * group;
            var mask = load(masks, group * VECTOR);
            var carry = LongVector.zero(SPECIES);
            for (var w = 0L; w < 4 * VECTOR; w += VECTOR) {
                var left = load(a, from + w);
                var right = load(b, from + w).and(mask);
                var sum = left.add(right).add(carry);
                carry = carry(left, right, sum);
                store(sum, sums, to + w);
            }
            store(carry, sums, to + 4 * VECTOR);
        }
    }

    /// `less = sums - n`.
    private static void subtractOrder(int groups, MemorySegment sums, MemorySegment less) {
        for (var group = 0L; group < groups; group++) {
            var at = VECTOR * ROOM * group;
            var borrow = LongVector.zero(SPECIES);
            for (var w = 0; w < 4; w++) {
                var minuend = load(sums, at + w * VECTOR);
                var order = LongVector.broadcast(SPECIES, ORDER_WORDS[w]);
                var difference = minuend.sub(order).sub(borrow);
                borrow = borrow(minuend, order, difference);
                store(difference, less, at + w * VECTOR);
            }
            store(load(sums, at + 4 * VECTOR).sub(borrow), less, at + 4 * VECTOR);
        }
    }

    /// `sums = less` where that is not negative.
    private static void takeWhereNotNegative(int groups, MemorySegment less, MemorySegment sums) {
        for (var group = 0L; group < groups; group++) {
            var at = VECTOR * ROOM * group;
            var keep = load(less, at + 4 * VECTOR).lanewise(ASHR, 63);
            for (var w = 0L; w < ROOM * VECTOR; w += VECTOR) {
                var other = load(less, at + w);
                var kept = other.lanewise(XOR, load(sums, at + w)).and(keep);
                store(other.lanewise(XOR, kept), sums, at + w);
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

    /// The sum of all groups, carried, so that the lanes' sum fits too.
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
        c1 = c1.add(c0.lanewise(LSHR, 52));
        c2 = c2.add(c1.lanewise(LSHR, 52));
        c3 = c3.add(c2.lanewise(LSHR, 52));
        store(c0.and(LIMB), limbs, 0);
        store(c1.and(LIMB), limbs, VECTOR);
        store(c2.and(LIMB), limbs, 2 * VECTOR);
        store(c3.and(LIMB), limbs, 3 * VECTOR);
        store(c4.add(c3.lanewise(LSHR, 52)), limbs, 4 * VECTOR);
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
