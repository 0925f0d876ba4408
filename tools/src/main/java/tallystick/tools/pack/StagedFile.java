package tallystick.tools.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tallystick.crypto.codec.Bytes;

/// One file of a pack while it is written; broken off it leaves nothing that counts.
///
/// **Threads** one.
public final class StagedFile implements AutoCloseable {
    private static final int GATHERED_MAX = 1 << 16;

    private final Staged staged;
    private final String name;
    private final Path beside;
    private final FileChannel channel;
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED_MAX);

    StagedFile(Staged staged, String name) throws IOException {
        this.staged = staged;
        this.name = name;
        var file = staged.path(name);
        Files.createDirectories(file.getParent());
        beside = file.resolveSibling(file.getFileName() + ".new");
        channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /// The next piece.
    public void take(Bytes piece) throws IOException {
        if (piece.length() > gathered.remaining()) flush();
        if (piece.length() > GATHERED_MAX) write(channel, piece);
        else gathered.put(piece.toArray());
    }

    private void flush() throws IOException {
        gathered.flip();
        while (gathered.hasRemaining()) channel.write(gathered);
        gathered.clear();
    }

    static void write(FileChannel channel, Bytes bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes.toArray());
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    /// All is written: the file takes its place.
    public void finish() throws IOException {
        flush();
        channel.close();
        Files.move(beside, staged.path(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        staged.added(name);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
