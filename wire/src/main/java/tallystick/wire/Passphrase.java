package tallystick.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Reads a passphrase from a file straight into memory off the heap.
public final class Passphrase {
    private static final int LENGTH_BYTES_MIN = 12;
    private static final int LENGTH_BYTES_MAX = 1024;

    private Passphrase() {}

    /// The file's bytes up to a final line break.
    ///
    /// @throws IOException if the file cannot be read or the passphrase is not 12..1024 bytes long
    public static SecretBytes read(Path file, SecretMemory home) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ);
                var buffer = home.allocate(LENGTH_BYTES_MAX + 2)) {
            var view = buffer.memory().asByteBuffer();
            while (view.hasRemaining() && channel.read(view) >= 0) {
                // reads until the end of the file or of the buffer
            }
            var length = view.position();
            while (length > 0 && isLineBreak(buffer.memory(), length - 1)) length--;
            if (length < LENGTH_BYTES_MIN || length > LENGTH_BYTES_MAX)
                throw new IOException("passphrase in %s of %d bytes, not 12..1024".formatted(file, length));
            var passphrase = home.allocate(length);
            MemorySegment.copy(buffer.memory(), 0, passphrase.memory(), 0, length);
            return passphrase;
        }
    }

    private static boolean isLineBreak(MemorySegment memory, int index) {
        var value = memory.get(ValueLayout.JAVA_BYTE, index);
        return value == '\n' || value == '\r';
    }
}
