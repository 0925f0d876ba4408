package tallystick.node.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.wire.EvidenceOrder;
import tallystick.crypto.codec.Bytes;

/// Shows operators the published files of the log, and the docket: what `tallystick evidence export` reads.
///
/// **Threads** any.
public final class EvidenceFiles {
    private static final Logger LOG = Logger.getLogger(EvidenceFiles.class.getName());

    private final Path directory;

    /// @param directory the node's own
    public EvidenceFiles(Path directory) {
        this.directory = directory;
    }

    /// Answers.
    public EvidenceOrder.Reply follow(EvidenceOrder order) {
        try {
            return switch (order) {
                case EvidenceOrder.Names(var folder, var after) -> names(folder, after);
                case EvidenceOrder.Piece(var file, var offset) -> piece(directory.resolve(file), offset);
            };
        } catch (NoSuchFileException e) {
            return new EvidenceOrder.Reply.Absent();
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "a file of the evidence cannot be read", e);
            return new EvidenceOrder.Reply.Refused("this node's disk cannot be read: its operator must look at it");
        }
    }

    private EvidenceOrder.Reply names(EvidenceOrder.Folder folder, String after) throws IOException {
        var path = directory.resolve(folder.path());
        if (!Files.isDirectory(path)) return new EvidenceOrder.Reply.Absent();
        try (var files = Files.list(path)) {
            var names = files.map(each -> each.getFileName().toString())
                    .filter(name -> name.compareTo(after) > 0)
                    .filter(name -> EvidenceOrder.isFile(folder.path() + "/" + name))
                    .sorted()
                    .limit(EvidenceOrder.Reply.NAMES_MAX + 1L)
                    .toList();
            var isAll = names.size() <= EvidenceOrder.Reply.NAMES_MAX;
            return new EvidenceOrder.Reply.Listed(
                    isAll, isAll ? names : names.subList(0, EvidenceOrder.Reply.NAMES_MAX));
        }
    }

    private static EvidenceOrder.Reply piece(Path file, long offset) throws IOException {
        if (!Files.isRegularFile(file)) return new EvidenceOrder.Reply.Absent();
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var length = channel.size();
            var wanted = Math.clamp(length - offset, 0, EvidenceOrder.Reply.PIECE_BYTES_MAX);
            var buffer = ByteBuffer.allocate(wanted);
            while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
                // until it is full, or the file is shorter than it was
            }
            return new EvidenceOrder.Reply.Stretch(
                    length, Bytes.copyOf(buffer.array()).slice(0, buffer.position()));
        }
    }
}
