package tallystick.crypto.hash;

import static tallystick.crypto.hash.Sha256Compression.BLOCK_BYTES;
import static tallystick.crypto.hash.Sha256Compression.NATIVE;
import static tallystick.crypto.hash.Sha256Compression.PAIR_BYTES;
import static tallystick.crypto.hash.Sha256Compression.WORD;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Two compressions at a time, in plain Java: runs everywhere.
final class PortablePath implements Sha256Batch.Path {
    private static final ValueLayout.OfLong LITTLE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong BIG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    @Override
    public int lanes() {
        return 2;
    }

    @Override
    public void compressMany(MemorySegment midstate32, MemorySegment blocks, int count, MemorySegment out) {
        try (var arena = Arena.ofConfined()) {
            var pair = arena.allocate(PAIR_BYTES, 8);
            try {
                for (var i = 0; i < count; i += 2) {
                    // The last of an odd number is done twice, to the same place.
                    var other = Math.min(i + 1, count - 1);
                    for (var t = 0; t < 16; t++) {
                        pair.set(NATIVE, 8L * t, blocks.get(WORD, (long) i * BLOCK_BYTES + 4L * t));
                        pair.set(NATIVE, 8L * t + 4, blocks.get(WORD, (long) other * BLOCK_BYTES + 4L * t));
                    }
                    Sha256Compression.compressPair(midstate32, out, 32L * i, 32L * other, pair);
                }
            } finally {
                pair.fill((byte) 0);
            }
        }
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
        try (var arena = Arena.ofConfined()) {
            var group = arena.allocate(32L * lanes, 8);
            try {
                for (var column = 0; column < columns; column++) {
                    var out = out32.asSlice(32L * column * count, 32L * count);
                    hashRows(midstate, column, rows16, firstRow, count, out);
                    for (var from = 0; from < count; from += lanes) turnGroup(out, 32L * from, lanes, group);
                }
            } finally {
                group.fill((byte) 0);
            }
        }
    }

    /// Digests one after the other to numbers side by side, in the same memory.
    private static void turnGroup(MemorySegment out, long from, int lanes, MemorySegment group) {
        MemorySegment.copy(out, from, group, 0, 32L * lanes);
        for (var i = 0; i < lanes; i++) {
            var at = 32L * i;
            for (var w = 0; w < 4; w++)
                out.set(LITTLE, from + Sha256Batch.place(i, w, lanes), group.get(BIG, at + 24 - 8L * w));
        }
    }

    @Override
    public void hashRows(
            Midstate midstate, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        try (var arena = Arena.ofConfined()) {
            var pair = arena.allocate(PAIR_BYTES, 8);
            try {
                both(pair, 1, column);
                both(pair, 6, 0x8000_0000);
                both(pair, 15, Sha256Batch.rowMessageBits(midstate));
                for (var i = 0; i < count; i += 2) {
                    var other = Math.min(i + 1, count - 1);
                    pair.set(NATIVE, 0, firstRow + i);
                    pair.set(NATIVE, 4, firstRow + other);
                    for (var w = 0; w < 4; w++) {
                        pair.set(NATIVE, 16 + 8L * w, rows16.get(WORD, 16L * i + 4L * w));
                        pair.set(NATIVE, 20 + 8L * w, rows16.get(WORD, 16L * other + 4L * w));
                    }
                    Sha256Compression.compressPair(midstate.state(), out32, 32L * i, 32L * other, pair);
                }
            } finally {
                pair.fill((byte) 0);
            }
        }
    }

    private static void both(MemorySegment pair, int word, int value) {
        pair.set(NATIVE, 8L * word, value);
        pair.set(NATIVE, 8L * word + 4, value);
    }

    @Override
    public String toString() {
        return "portable";
    }
}
