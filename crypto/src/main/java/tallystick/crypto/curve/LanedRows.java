package tallystick.crypto.curve;

import static tallystick.crypto.curve.SecpScalars.BIG;
import static tallystick.crypto.curve.SecpScalars.LITTLE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/// [PortableRows] for columns whose numbers stand side by side as vectors want them.
///
/// **Why** what vectors began can go on without them, in the same memory, from any call to the next.
final class LanedRows implements SecpRows.Path {
    private final PortableRows plain = new PortableRows();
    private final int lanes;

    LanedRows(int lanes) {
        this.lanes = lanes;
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public void fromBigEndian(MemorySegment bigEndian, int count, MemorySegment out) {
        for (var group = 0; group < count / lanes; group++)
            for (var lane = 0; lane < lanes; lane++)
                for (var word = 0; word < 4; word++)
                    out.set(LITTLE, place(group, lane, word), bigEndian.get(BIG, plainPlace(group, lane, 3 - word)));
    }

    @Override
    public void shiftedDifferences(
            MemorySegment a, MemorySegment b, MemorySegment c, int count, MemorySegment outBigEndian) {
        inScratch(2 * count, scratch -> {
            var left = turned(a, count, scratch);
            var right = turned(b, count, scratch.asSlice(32L * count));
            plain.shiftedDifferences(left, right, c, count, outBigEndian);
        });
    }

    @Override
    public void addMaskedBigEndian(MemorySegment masks, MemorySegment bBigEndian, MemorySegment a, int count) {
        inScratch(count, scratch -> {
            plain.addMaskedBigEndian(masks, bBigEndian, turned(a, count, scratch), count);
            for (var group = 0; group < count / lanes; group++)
                for (var lane = 0; lane < lanes; lane++)
                    for (var word = 0; word < 4; word++)
                        a.set(LITTLE, place(group, lane, word), scratch.get(LITTLE, plainPlace(group, lane, word)));
        });
    }

    @Override
    public void combinations(
            MemorySegment a,
            MemorySegment xy,
            MemorySegment masks,
            MemorySegment d,
            int count,
            MemorySegment outBigEndian) {
        inScratch(
                3 * count,
                scratch -> plain.combinations(turned(a, 3 * count, scratch), xy, masks, d, count, outBigEndian));
    }

    @Override
    public void innerProduct(MemorySegment a, MemorySegment b, int count, MemorySegment out) {
        inScratch(2 * count, scratch -> {
            var left = turned(a, count, scratch);
            plain.innerProduct(left, turned(b, count, scratch.asSlice(32L * count)), count, out);
        });
    }

    @Override
    public void maskedSum(MemorySegment masks, MemorySegment a, int count, MemorySegment out) {
        inScratch(count, scratch -> plain.maskedSum(masks, turned(a, count, scratch), count, out));
    }

    private static void inScratch(int numbers, Consumer<MemorySegment> work) {
        try (var arena = Arena.ofConfined()) {
            var scratch = arena.allocate(32L * numbers, 8);
            try {
                work.accept(scratch);
            } finally {
                scratch.fill((byte) 0);
            }
        }
    }

    /// A column with its numbers one after the other.
    private MemorySegment turned(MemorySegment column, int count, MemorySegment out) {
        for (var group = 0; group < count / lanes; group++)
            for (var lane = 0; lane < lanes; lane++)
                for (var word = 0; word < 4; word++)
                    out.set(LITTLE, plainPlace(group, lane, word), column.get(LITTLE, place(group, lane, word)));
        return out;
    }

    private long place(int group, int lane, int word) {
        return 32L * lanes * group + 8L * (word * lanes + lane);
    }

    private long plainPlace(int group, int lane, int word) {
        return 32L * lanes * group + 32L * lane + 8L * word;
    }

    @Override
    public String toString() {
        return "portable, %d lanes".formatted(lanes);
    }
}
