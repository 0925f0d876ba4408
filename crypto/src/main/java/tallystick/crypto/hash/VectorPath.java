package tallystick.crypto.hash;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static tallystick.crypto.hash.Sha256Compression.BLOCK_BYTES;
import static tallystick.crypto.hash.Sha256Compression.WORD;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

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
    /// Where behind both the state stands that the rounds begin from, in vectors.
    private static final int START = 128;
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public int lanes() {
        return 2 * LANES;
    }

    @Override
    public void compressMany(MemorySegment midstate32, MemorySegment blocks, int count, MemorySegment out) {
        try (var arena = Arena.ofConfined()) {
            var words = arena.allocate((START + 8) * STRIDE, 64);
            try {
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
            } finally {
                words.fill((byte) 0);
            }
        }
    }

    @Override
    public void hashRows(
            Midstate midstate, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        hashRows(midstate, column, rows16, firstRow, count, false, out32);
    }

    @Override
    public void hashRowsToNumbers(
            Midstate midstate, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        hashRows(midstate, column, rows16, firstRow, count, true, out32);
    }

    private static void hashRows(
            Midstate midstate,
            int column,
            MemorySegment rows16,
            int firstRow,
            int count,
            boolean reversed,
            MemorySegment out32) {
        try (var arena = Arena.ofConfined()) {
            var words = arena.allocate((START + 8) * STRIDE, 64);
            try {
                for (var from = 0; from < count; from += 2 * LANES) {
                    var taken = Math.min(2 * LANES, count - from);
                    compressRows(midstate, column, rows16, firstRow, from, taken, words);
                    for (var i = 0; i < taken; i++) {
                        if (reversed) scatterReversed(words, i, out32, 32L * (from + i));
                        else scatter(words, i, out32, 32L * (from + i));
                    }
                }
            } finally {
                words.fill((byte) 0);
            }
        }
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
        fill(words, 6, 0x8000_0000);
        for (var t = 7; t < 15; t++) fill(words, t, 0);
        fill(words, 15, Sha256Batch.rowMessageBits(midstate));
        compress(midstate.state(), words);
    }

    /// Takes sixteen vectors of message words, twice, and leaves eight vectors of state words in the place of each.
    /// Behind the sixteen there is room for the forty-eight of the schedule.
    private static void compress(MemorySegment state, MemorySegment words) {
        var other = words.asSlice(HALF);
        schedule(words);
        schedule(other);
        for (var w = 0; w < 8; w++)
            IntVector.broadcast(SPECIES, state.get(WORD, 4L * w)).intoMemorySegment(words, (START + w) * STRIDE, ORDER);
        rounds(words, other, words.asSlice(START * STRIDE));
        addStart(words, words);
        addStart(other, words);
    }

    private static void addStart(MemorySegment half, MemorySegment words) {
        for (var w = 0L; w < 8 * STRIDE; w += STRIDE)
            IntVector.fromMemorySegment(SPECIES, half, w, ORDER)
                    .add(IntVector.fromMemorySegment(SPECIES, words, START * STRIDE + w, ORDER))
                    .intoMemorySegment(half, w, ORDER);
    }

    /// The sixty-four rounds of both halves from the state in `start`.
    ///
    /// **Why** both at once: a round waits for the one before, and two that do not wait for each other fill the
    /// gaps. One round of both an iteration, and little else in this method: with more the compiler gives up
    /// and vectors go to the heap.
    private static void rounds(MemorySegment words, MemorySegment other, MemorySegment start) {
        IntVector a = load(start, 0), b = load(start, 1), c = load(start, 2), d = load(start, 3);
        IntVector e = load(start, 4), f = load(start, 5), g = load(start, 6), h = load(start, 7);
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
            t1 = h2.add(load(other, t))
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
        a.intoMemorySegment(words, 0, ORDER);
        b.intoMemorySegment(words, STRIDE, ORDER);
        c.intoMemorySegment(words, 2 * STRIDE, ORDER);
        d.intoMemorySegment(words, 3 * STRIDE, ORDER);
        e.intoMemorySegment(words, 4 * STRIDE, ORDER);
        f.intoMemorySegment(words, 5 * STRIDE, ORDER);
        g.intoMemorySegment(words, 6 * STRIDE, ORDER);
        h.intoMemorySegment(words, 7 * STRIDE, ORDER);
        a2.intoMemorySegment(other, 0, ORDER);
        b2.intoMemorySegment(other, STRIDE, ORDER);
        c2.intoMemorySegment(other, 2 * STRIDE, ORDER);
        d2.intoMemorySegment(other, 3 * STRIDE, ORDER);
        e2.intoMemorySegment(other, 4 * STRIDE, ORDER);
        f2.intoMemorySegment(other, 5 * STRIDE, ORDER);
        g2.intoMemorySegment(other, 6 * STRIDE, ORDER);
        h2.intoMemorySegment(other, 7 * STRIDE, ORDER);
    }

    /// The words of rounds 16 to 63. Apart from the rounds: both loops then keep all they need in registers.
    private static void schedule(MemorySegment words) {
        var last2 = load(words, 14);
        var last1 = load(words, 15);
        var next0 = load(words, 0);
        for (var t = 16; t < 64; t++) {
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
        var at = place(index);
        for (var w = 0; w < 8; w++) out.set(WORD, offsetBytes + 4L * w, words.get(NATIVE, at + w * STRIDE));
    }

    private static void scatterReversed(MemorySegment words, int index, MemorySegment out, long offsetBytes) {
        var at = place(index);
        for (var w = 0; w < 8; w += 2) {
            var high = (long) words.get(NATIVE, at + w * STRIDE) << 32;
            out.set(
                    NUMBER,
                    offsetBytes + 24 - 4L * w,
                    high | Integer.toUnsignedLong(words.get(NATIVE, at + (w + 1) * STRIDE)));
        }
    }

    @Override
    public String toString() {
        return "vector, twice %d lanes".formatted(LANES);
    }
}
