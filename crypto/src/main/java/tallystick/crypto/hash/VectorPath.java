package tallystick.crypto.hash;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static tallystick.crypto.hash.Sha256Compression.BLOCK_BYTES;
import static tallystick.crypto.hash.Sha256Compression.WORD;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import tallystick.crypto.vector.VectorCall;

/// Twice as many compressions side by side as the widest vector has 32-bit lanes: 32 with AVX-512, 16 with AVX2.
///
/// **Why** a class of its own: it is the only one that names the incubating module, so a process without that module
/// never links it.
final class VectorPath implements Sha256Batch.Path {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfInt NATIVE = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int LANES = SPECIES.length();
    /// Bytes of one vector: word t of every lane stands at t times this.
    private static final long STRIDE = 4L * LANES;
    /// Bytes of the words of as many compressions as there are lanes; two such are worked on at once.
    private static final long HALF = 64 * STRIDE;
    /// Where those of the second begin, in vectors.
    private static final int OTHER = 64;
    /// Where behind both the state stands that the rounds begin from, then what came of each, in vectors.
    private static final int START = 128;
    private static final int RESULT = START + 8;
    private static final int OTHER_RESULT = RESULT + 8;
    private static final int SCRATCH = OTHER_RESULT + 8;
    /// Two 32-bit lanes make one of 64 bits: how many numbers stand side by side.
    private static final int NUMBER_LANES = LANES / 2;
    private static final long LOW = 0xffff_ffffL;
    /// The row that stands at each place, so that the low and the high halves of 64-bit lanes are whole groups of rows.
    private static final IntVector ROW_AT = rowAt();
    private static final ValueLayout.OfLong BIG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// A part of the compression.
    private interface Step {
        void run(MemorySegment words);
    }

    // Called from one place, so that the compiler takes each by itself: in one piece it gives up on some of them where
    // vectors have 256 bits, and these go to the heap.
    private static final Step[] COMPRESSION = {
        words -> schedule(words, 0), words -> schedule(words, OTHER), VectorPath::rounds, VectorPath::addStart
    };

    private static IntVector rowAt() {
        var place = IntVector.broadcast(SPECIES, 0).addIndex(1);
        return place.lanewise(LSHR, 1).add(place.and(1).mul(NUMBER_LANES));
    }

    @Override
    public int lanes() {
        return 2 * LANES;
    }

    /// How many numbers of 256 bits stand side by side where rows are hashed to numbers fastest.
    int numberLanes() {
        return NUMBER_LANES;
    }

    @Override
    public void compressMany(MemorySegment midstate32, MemorySegment blocks, int count, MemorySegment out) {
        compressing(midstate32, blocks, count, out).make();
    }

    @Override
    public void hashRowsToNumbers(
            Midstate midstate,
            int columns,
            MemorySegment rows16,
            int firstRow,
            int count,
            int lanes,
            MemorySegment out32) {
        hashing(midstate, columns, rows16, firstRow, count, lanes, out32).make();
    }

    @Override
    public void hashRows(
            Midstate midstate, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        new VectorCall(SCRATCH * STRIDE, words -> {
                    for (var from = 0; from < count; from += 2 * LANES) {
                        var taken = Math.min(2 * LANES, count - from);
                        compressRows(midstate, column, rows16, firstRow, from, taken, words);
                        for (var i = 0; i < taken; i++) scatter(words, i, out32, 32L * (from + i));
                    }
                })
                .make();
    }

    static VectorCall compressing(MemorySegment midstate32, MemorySegment blocks, int count, MemorySegment out) {
        return new VectorCall(SCRATCH * STRIDE, words -> {
            for (var from = 0; from < count; from += 2 * LANES) {
                var taken = Math.min(2 * LANES, count - from);
                for (var i = 0; i < taken; i++)
                    for (var t = 0; t < 16; t++)
                        words.set(
                                NATIVE,
                                place(i) + t * STRIDE,
                                blocks.get(WORD, (long) (from + i) * BLOCK_BYTES + 4L * t));
                compress(midstate32, words);
                for (var i = 0; i < taken; i++) scatter(words, i, out, 32L * (from + i));
            }
        });
    }

    static VectorCall hashing(
            Midstate midstate,
            int columns,
            MemorySegment rows16,
            int firstRow,
            int count,
            int lanes,
            MemorySegment out32) {
        return new VectorCall(SCRATCH * STRIDE, words -> {
            endMessages(midstate, words);
            for (var from = 0; from < count; from += 2 * LANES) {
                var taken = Math.min(2 * LANES, count - from);
                var whole = taken == 2 * LANES && lanes == NUMBER_LANES;
                beginMessages(rows16, firstRow, from, taken, words);
                for (var column = 0; column < columns; column++) {
                    fill(words, 1, column);
                    compress(midstate.state(), words);
                    var at = 32L * ((long) column * count + from);
                    if (whole) numbers(words, out32, at);
                    else someNumbers(words, out32, 32L * column * count, from, taken, lanes);
                }
            }
        });
    }

    /// What all messages have in common: the padding.
    private static void endMessages(Midstate midstate, MemorySegment words) {
        fill(words, 6, 0x8000_0000);
        for (var t = 7; t < 15; t++) fill(words, t, 0);
        fill(words, 15, Sha256Batch.rowMessageBits(midstate));
    }

    /// Number and bytes of each row, in the order of [#ROW_AT]; where there is no row the bytes of an older one stay.
    private static void beginMessages(MemorySegment rows16, int firstRow, int from, int taken, MemorySegment words) {
        var index = ROW_AT.add(firstRow + from);
        index.intoMemorySegment(words, 0, ORDER);
        index.add(LANES).intoMemorySegment(words, HALF, ORDER);
        for (var i = 0; i < taken; i++) {
            var half = i & LANES - 1;
            var at = (i < LANES ? 0 : HALF) + 8L * (half & NUMBER_LANES - 1) + (half < NUMBER_LANES ? 0 : 4);
            var row = 16L * (from + i);
            var first = rows16.get(BIG, row);
            var second = rows16.get(BIG, row + 8);
            words.set(NATIVE, at + 2 * STRIDE, (int) (first >>> 32));
            words.set(NATIVE, at + 3 * STRIDE, (int) first);
            words.set(NATIVE, at + 4 * STRIDE, (int) (second >>> 32));
            words.set(NATIVE, at + 5 * STRIDE, (int) second);
        }
    }

    /// The results as numbers, lowest word first, four groups one after the other.
    private static void numbers(MemorySegment words, MemorySegment out, long at) {
        for (var w = 0; w < 4; w++) {
            number(words, RESULT + 6 - 2 * w, out, at + w * STRIDE);
            number(words, OTHER_RESULT + 6 - 2 * w, out, at + 8 * STRIDE + w * STRIDE);
        }
    }

    /// Two words of 32 bits in all lanes as one of 64 in the lanes of two groups.
    private static void number(MemorySegment words, int high, MemorySegment out, long at) {
        var upper = load(words, high).reinterpretAsLongs();
        var lower = load(words, high + 1).reinterpretAsLongs();
        upper.lanewise(LSHL, 32).or(lower.and(LOW)).intoMemorySegment(out, at, ORDER);
        upper.and(~LOW).or(lower.lanewise(LSHR, 32)).intoMemorySegment(out, at + 4 * STRIDE, ORDER);
    }

    /// Fewer numbers than fit, or in other groups than ours.
    private static void someNumbers(
            MemorySegment words, MemorySegment out, long columnAt, int from, int taken, int lanes) {
        // The messages' schedule is not needed any more.
        var at = 16 * STRIDE;
        numbers(words, words, at);
        for (var i = 0; i < taken; i++)
            for (var w = 0; w < 4; w++)
                out.set(
                        NUMBER,
                        columnAt + Sha256Batch.place(from + i, w, lanes),
                        words.get(NUMBER, at + Sha256Batch.place(i, w, NUMBER_LANES)));
    }

    private static void compressRows(
            Midstate midstate,
            int column,
            MemorySegment rows16,
            int firstRow,
            int from,
            int taken,
            MemorySegment words) {
        for (var i = 0; i < taken; i++) {
            var at = place(i);
            var row = 16L * (from + i);
            words.set(NATIVE, at, firstRow + from + i);
            words.set(NATIVE, at + 2 * STRIDE, rows16.get(WORD, row));
            words.set(NATIVE, at + 3 * STRIDE, rows16.get(WORD, row + 4));
            words.set(NATIVE, at + 4 * STRIDE, rows16.get(WORD, row + 8));
            words.set(NATIVE, at + 5 * STRIDE, rows16.get(WORD, row + 12));
        }
        fill(words, 1, column);
        endMessages(midstate, words);
        compress(midstate.state(), words);
    }

    /// Takes sixteen vectors of message words, twice, and leaves eight vectors of state words for each behind all.
    /// Behind the sixteen there is room for the forty-eight of the schedule.
    private static void compress(MemorySegment state, MemorySegment words) {
        for (var w = 0; w < 8; w++)
            IntVector.broadcast(SPECIES, state.get(WORD, 4L * w)).intoMemorySegment(words, (START + w) * STRIDE, ORDER);
        for (var step : COMPRESSION) step.run(words);
    }

    private static void addStart(MemorySegment words) {
        for (var w = 0; w < 8; w++) {
            var start = load(words, START + w);
            load(words, RESULT + w).add(start).intoMemorySegment(words, (RESULT + w) * STRIDE, ORDER);
            load(words, OTHER_RESULT + w).add(start).intoMemorySegment(words, (OTHER_RESULT + w) * STRIDE, ORDER);
        }
    }

    /// The sixty-four rounds of both halves from the state at [#START], behind which the results go.
    ///
    /// **Why** both at once: a round waits for the one before, and two that do not wait for each other fill the
    /// gaps. One round of both an iteration, and little else in this method: with more the compiler gives up
    /// and vectors go to the heap.
    private static void rounds(MemorySegment words) {
        IntVector a = load(words, START), b = load(words, START + 1);
        IntVector c = load(words, START + 2), d = load(words, START + 3);
        IntVector e = load(words, START + 4), f = load(words, START + 5);
        IntVector g = load(words, START + 6), h = load(words, START + 7);
        IntVector a2 = a, b2 = b, c2 = c, d2 = d, e2 = e, f2 = f, g2 = g, h2 = h;
        for (var t = 0; t < 64; t++) {
            var constant = IntVector.broadcast(SPECIES, Sha256Compression.roundConstant(t));
            var t1 = h.add(load(words, t))
                    .add(constant)
                    .add(f.lanewise(XOR, g).and(e).lanewise(XOR, g))
                    .add(e.lanewise(ROR, 6).lanewise(XOR, e.lanewise(ROR, 11)).lanewise(XOR, e.lanewise(ROR, 25)));
            var t2 = a.lanewise(ROR, 2)
                    .lanewise(XOR, a.lanewise(ROR, 13))
                    .lanewise(XOR, a.lanewise(ROR, 22))
                    .add(a.and(b).lanewise(XOR, a.lanewise(XOR, b).and(c)));
            h = g;
            g = f;
            f = e;
            e = d.add(t1);
            d = c;
            c = b;
            b = a;
            a = t1.add(t2);
            t1 = h2.add(load(words, OTHER + t))
                    .add(constant)
                    .add(f2.lanewise(XOR, g2).and(e2).lanewise(XOR, g2))
                    .add(e2.lanewise(ROR, 6).lanewise(XOR, e2.lanewise(ROR, 11)).lanewise(XOR, e2.lanewise(ROR, 25)));
            t2 = a2.lanewise(ROR, 2)
                    .lanewise(XOR, a2.lanewise(ROR, 13))
                    .lanewise(XOR, a2.lanewise(ROR, 22))
                    .add(a2.and(b2).lanewise(XOR, a2.lanewise(XOR, b2).and(c2)));
            h2 = g2;
            g2 = f2;
            f2 = e2;
            e2 = d2.add(t1);
            d2 = c2;
            c2 = b2;
            b2 = a2;
            a2 = t1.add(t2);
        }
        a.intoMemorySegment(words, RESULT * STRIDE, ORDER);
        b.intoMemorySegment(words, (RESULT + 1) * STRIDE, ORDER);
        c.intoMemorySegment(words, (RESULT + 2) * STRIDE, ORDER);
        d.intoMemorySegment(words, (RESULT + 3) * STRIDE, ORDER);
        e.intoMemorySegment(words, (RESULT + 4) * STRIDE, ORDER);
        f.intoMemorySegment(words, (RESULT + 5) * STRIDE, ORDER);
        g.intoMemorySegment(words, (RESULT + 6) * STRIDE, ORDER);
        h.intoMemorySegment(words, (RESULT + 7) * STRIDE, ORDER);
        a2.intoMemorySegment(words, OTHER_RESULT * STRIDE, ORDER);
        b2.intoMemorySegment(words, (OTHER_RESULT + 1) * STRIDE, ORDER);
        c2.intoMemorySegment(words, (OTHER_RESULT + 2) * STRIDE, ORDER);
        d2.intoMemorySegment(words, (OTHER_RESULT + 3) * STRIDE, ORDER);
        e2.intoMemorySegment(words, (OTHER_RESULT + 4) * STRIDE, ORDER);
        f2.intoMemorySegment(words, (OTHER_RESULT + 5) * STRIDE, ORDER);
        g2.intoMemorySegment(words, (OTHER_RESULT + 6) * STRIDE, ORDER);
        h2.intoMemorySegment(words, (OTHER_RESULT + 7) * STRIDE, ORDER);
    }

    /// The words of rounds 16 to 63. Apart from the rounds: both loops then keep all they need in registers.
    private static void schedule(MemorySegment words, int from) {
        var last2 = load(words, from + 14);
        var last1 = load(words, from + 15);
        var next0 = load(words, from);
        for (var t = from + 16; t < from + 64; t++) {
            var next1 = load(words, t - 15);
            var word = next0.add(load(words, t - 7))
                    .add(next1.lanewise(ROR, 7)
                            .lanewise(XOR, next1.lanewise(ROR, 18))
                            .lanewise(XOR, next1.lanewise(LSHR, 3)))
                    .add(last2.lanewise(ROR, 17)
                            .lanewise(XOR, last2.lanewise(ROR, 19))
                            .lanewise(XOR, last2.lanewise(LSHR, 10)));
            word.intoMemorySegment(words, t * STRIDE, ORDER);
            last2 = last1;
            last1 = word;
            next0 = next1;
        }
    }

    private static IntVector load(MemorySegment words, int word) {
        return IntVector.fromMemorySegment(SPECIES, words, word * STRIDE, ORDER);
    }

    /// The same word in all lanes of both halves.
    private static void fill(MemorySegment words, int word, int value) {
        var vector = IntVector.broadcast(SPECIES, value);
        vector.intoMemorySegment(words, word * STRIDE, ORDER);
        vector.intoMemorySegment(words, HALF + word * STRIDE, ORDER);
    }

    /// Where word 0 of compression `index` stands.
    private static long place(int index) {
        return index < LANES ? 4L * index : HALF + 4L * (index - LANES);
    }

    private static void scatter(MemorySegment words, int index, MemorySegment out, long offsetBytes) {
        var at = RESULT * STRIDE + (index < LANES ? 4L * index : 8 * STRIDE + 4L * (index - LANES));
        for (var w = 0; w < 8; w++) out.set(WORD, offsetBytes + 4L * w, words.get(NATIVE, at + w * STRIDE));
    }

    @Override
    public String toString() {
        return "vector, twice %d lanes".formatted(LANES);
    }
}
