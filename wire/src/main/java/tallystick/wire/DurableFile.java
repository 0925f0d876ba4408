package tallystick.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import tallystick.crypto.codec.Bytes;

/// Files that are either whole on disk or not there: written beside, synced, renamed, and the directory synced.
///
/// **Form** readable and writable by their owner alone.
public final class DurableFile {
    private DurableFile() {}

    /// Writes a file that must not exist yet.
    ///
    /// @throws FileAlreadyExistsException if it does
    public static void create(Path file, Bytes content) throws IOException {
        if (Files.exists(file)) throw new FileAlreadyExistsException(file.toString());
        var beside = writeBeside(file, content);
        Files.createLink(file, beside);
        Files.delete(beside);
        syncParent(file);
    }

    /// Writes a file, replacing an older one in one step.
    /// @spec docs/spec/share-store.md#SS-2 share-store
    public static void replace(Path file, Bytes content) throws IOException {
        Files.move(
                writeBeside(file, content), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncParent(file);
    }

    /// Overwrites a file with zeros, synced, then removes it. Nothing happens if it is not there.
    public static void erase(Path file) throws IOException {
        if (!Files.exists(file)) return;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var zeros = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (zeros.hasRemaining()) channel.write(zeros);
            channel.force(true);
        }
        Files.delete(file);
        syncParent(file);
    }

    private static Path writeBeside(Path file, Bytes content) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (var channel = FileChannel.open(
                beside,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            var buffer = ByteBuffer.wrap(content.toArray());
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(true);
        }
        return beside;
    }

    /// Makes what was put into a directory, renamed in it or removed from it durable.
    public static void syncDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void syncParent(Path file) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) syncDirectory(parent);
    }
}
