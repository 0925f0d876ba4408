package tallystick.crypto.hash;

import static tallystick.crypto.hash.Sha256Compression.BLOCK_BYTES;
import static tallystick.crypto.hash.Sha256Compression.WINDOW_BYTES;
import static tallystick.crypto.hash.Sha256Compression.WORD;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One compression after the other, in plain Java: runs everywhere.
final class PortablePath implements Sha256Batch.Path {
    private static final ValueLayout.OfInt NATIVE = ValueLayout.JAVA_INT_UNALIGNED;

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
