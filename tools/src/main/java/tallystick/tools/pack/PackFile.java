package tallystick.tools.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tallystick.core.pack.Archive;
import tallystick.crypto.codec.Bytes;

/// A file that is read in pieces.
///
/// **Threads** one.
public final class PackFile implements Archive.Source, AutoCloseable {
    private final FileChannel channel;
    private final long length;

    private PackFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    /// Opens it for reading.
    public static PackFile open(Path file) throws IOException {
        return new PackFile(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Bytes read(long from, int lengthBytes) {
        try {
            var buffer = ByteBuffer.allocate(lengthBytes);
            while (buffer.hasRemaining()) {
                var count = channel.read(buffer, from + buffer.position());
                if (count < 0) throw new IOException("the file became shorter while it was read");
            }
            return Bytes.copyOf(buffer.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
