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
    private static final int PIN_BYTES_MIN = 4;

    private Passphrase() {}

    /// The file's bytes up to a final line break.
    ///
    /// @throws IOException if the file cannot be read or the passphrase is not 12..1024 bytes long
    public static SecretBytes read(Path file, SecretMemory home) throws IOException {
        return read(file, "passphrase", LENGTH_BYTES_MIN, home);
    }

    /// The same for the PIN or password of a device that counts wrong ones, and which may therefore be short.
    ///
    /// @throws IOException if the file cannot be read or the PIN is not 4..1024 bytes long
    public static SecretBytes readPin(Path file, SecretMemory home) throws IOException {
        return read(file, "PIN", PIN_BYTES_MIN, home);
    }

    private static SecretBytes read(Path file, String what, int lengthBytesMin, SecretMemory home) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ);
                var buffer = home.allocate(LENGTH_BYTES_MAX + 2)) {
            var view = buffer.memory().asByteBuffer();
            while (view.hasRemaining() && channel.read(view) >= 0) {
                // reads until the end of the file or of the buffer
            }
            var length = view.position();
            while (length > 0 && isLineBreak(buffer.memory(), length - 1)) length--;
            if (length < lengthBytesMin || length > LENGTH_BYTES_MAX)
                throw new IOException(
                        "%s in %s of %d bytes, not %d..1024".formatted(what, file, length, lengthBytesMin));
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
