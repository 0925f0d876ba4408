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

/// As many compressions side by side as the widest vector has 32-bit lanes: 16 with AVX-512, 8 with AVX2.
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

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void compressMany(MemorySegment midstate32, MemorySegment blocks, int count, MemorySegment out) {
        try (var arena = Arena.ofConfined()) {
            var words = arena.allocate(16 * STRIDE, 64);
            for (var from = 0; from < count; from += LANES) {
                var lanes = Math.min(LANES, count - from);
                for (var lane = 0; lane < lanes; lane++)
                    for (var t = 0; t < 16; t++)
                        words.set(
                                NATIVE,
                                t * STRIDE + 4L * lane,
                                blocks.get(WORD, (long) (from + lane) * BLOCK_BYTES + 4L * t));
                compress(midstate32, words);
                scatter(words, lanes, out, 32L * from);
            }
            words.fill((byte) 0);
        }
    }

    @Override
    public void hashRows(
            Midstate midstate, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        var bits = Sha256Batch.rowMessageBits(midstate);
        var state = midstate.state();
        try (var arena = Arena.ofConfined()) {
            var words = arena.allocate(16 * STRIDE, 64);
            for (var from = 0; from < count; from += LANES) {
                var lanes = Math.min(LANES, count - from);
                fill(words, 0, 0);
                for (var lane = 0; lane < lanes; lane++) words.set(NATIVE, 4L * lane, firstRow + from + lane);
                fill(words, 1, column);
                for (var lane = 0; lane < lanes; lane++)
                    for (var w = 0; w < 4; w++)
                        words.set(NATIVE, (2 + w) * STRIDE + 4L * lane, rows16.get(WORD, 16L * (from + lane) + 4L * w));
                fill(words, 6, 0x8000_0000);
                for (var t = 7; t < 15; t++) fill(words, t, 0);
                fill(words, 15, bits);
                compress(state, words);
                scatter(words, lanes, out32, 32L * from);
            }
            words.fill((byte) 0);
        }
    }

    /// Takes sixteen vectors of message words and leaves eight vectors of state words in their place.
    private static void compress(MemorySegment state, MemorySegment words) {
        var a = initial(state, 0);
        var b = initial(state, 1);
        var c = initial(state, 2);
        var d = initial(state, 3);
        var e = initial(state, 4);
        var f = initial(state, 5);
        var g = initial(state, 6);
        var h = initial(state, 7);
        // One round an iteration: unrolled further, the compiler gives up and vectors go to the heap.
        for (var t = 0; t < 64; t++) {
            var word = IntVector.fromMemorySegment(SPECIES, words, (t & 15) * STRIDE, ORDER);
            // What does not wait for the round before comes first.
            var t1 = h.add(word)
                    .add(Sha256Compression.roundConstant(t))
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
            // The word sixteen rounds on takes this one's place; the last sixteen are never read.
            var next1 = IntVector.fromMemorySegment(SPECIES, words, ((t + 1) & 15) * STRIDE, ORDER);
            var next9 = IntVector.fromMemorySegment(SPECIES, words, ((t + 9) & 15) * STRIDE, ORDER);
            var next14 = IntVector.fromMemorySegment(SPECIES, words, ((t + 14) & 15) * STRIDE, ORDER);
            word.add(next9)
                    .add(next1.lanewise(ROR, 7)
                            .lanewise(XOR, next1.lanewise(ROR, 18))
                            .lanewise(XOR, next1.lanewise(LSHR, 3)))
                    .add(next14.lanewise(ROR, 17)
                            .lanewise(XOR, next14.lanewise(ROR, 19))
                            .lanewise(XOR, next14.lanewise(LSHR, 10)))
                    .intoMemorySegment(words, (t & 15) * STRIDE, ORDER);
        }
        a.add(initial(state, 0)).intoMemorySegment(words, 0, ORDER);
        b.add(initial(state, 1)).intoMemorySegment(words, STRIDE, ORDER);
        c.add(initial(state, 2)).intoMemorySegment(words, 2 * STRIDE, ORDER);
        d.add(initial(state, 3)).intoMemorySegment(words, 3 * STRIDE, ORDER);
        e.add(initial(state, 4)).intoMemorySegment(words, 4 * STRIDE, ORDER);
        f.add(initial(state, 5)).intoMemorySegment(words, 5 * STRIDE, ORDER);
        g.add(initial(state, 6)).intoMemorySegment(words, 6 * STRIDE, ORDER);
        h.add(initial(state, 7)).intoMemorySegment(words, 7 * STRIDE, ORDER);
    }

    private static IntVector initial(MemorySegment state, int word) {
        return IntVector.broadcast(SPECIES, state.get(WORD, 4L * word));
    }

    private static void fill(MemorySegment words, int word, int value) {
        IntVector.broadcast(SPECIES, value).intoMemorySegment(words, word * STRIDE, ORDER);
    }

    private static void scatter(MemorySegment words, int lanes, MemorySegment out, long offsetBytes) {
        for (var lane = 0; lane < lanes; lane++)
            for (var w = 0; w < 8; w++)
                out.set(WORD, offsetBytes + 32L * lane + 4L * w, words.get(NATIVE, w * STRIDE + 4L * lane));
    }

    @Override
    public String toString() {
        return "vector, %d lanes".formatted(LANES);
    }
}
