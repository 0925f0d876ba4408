package tallystick.crypto.hash;

import static tallystick.crypto.hash.Sha256Compression.BLOCK_BYTES;
import static tallystick.crypto.hash.Sha256Compression.WINDOW_BYTES;
import static tallystick.crypto.hash.Sha256Compression.WORD;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// One compression after the other, in plain Java: runs everywhere.
final class PortablePath implements Sha256Batch.Path {
    private static final ValueLayout.OfInt NATIVE = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LITTLE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong BIG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void compressMany(MemorySegment midstate32, MemorySegment blocks, int count, MemorySegment out) {
        try (var arena = Arena.ofConfined()) {
            var window = arena.allocate(WINDOW_BYTES, 8);
            for (var i = 0; i < count; i++) {
                for (var t = 0; t < 16; t++)
                    window.set(NATIVE, 4L * t, blocks.get(WORD, (long) i * BLOCK_BYTES + 4L * t));
                Sha256Compression.compressWindow(midstate32, out, 32L * i, window);
            }
            window.fill((byte) 0);
        }
    }

    @Override
    public void hashRowsToNumbers(
            Midstate midstate, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        hashRows(midstate, column, rows16, firstRow, count, out32);
        for (var at = 0L; at < 32L * count; at += 32) {
            long w3 = out32.get(BIG, at), w2 = out32.get(BIG, at + 8);
            long w1 = out32.get(BIG, at + 16), w0 = out32.get(BIG, at + 24);
            out32.set(LITTLE, at, w0);
            out32.set(LITTLE, at + 8, w1);
            out32.set(LITTLE, at + 16, w2);
            out32.set(LITTLE, at + 24, w3);
        }
    }

    @Override
    public void hashRows(
            Midstate midstate, int column, MemorySegment rows16, int firstRow, int count, MemorySegment out32) {
        var bits = Sha256Batch.rowMessageBits(midstate);
        try (var arena = Arena.ofConfined()) {
            var window = arena.allocate(WINDOW_BYTES, 8);
            for (var i = 0; i < count; i++) {
                window.set(NATIVE, 0, firstRow + i);
                window.set(NATIVE, 4, column);
                for (var w = 0; w < 4; w++) window.set(NATIVE, 8 + 4L * w, rows16.get(WORD, 16L * i + 4L * w));
                window.set(NATIVE, 24, 0x8000_0000);
                for (var t = 7; t < 15; t++) window.set(NATIVE, 4L * t, 0);
                window.set(NATIVE, 60, bits);
                Sha256Compression.compressWindow(midstate.state(), out32, 32L * i, window);
            }
            window.fill((byte) 0);
        }
    }

    @Override
    public String toString() {
        return "portable";
    }
}
