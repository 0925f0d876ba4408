package tallystick.tools.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tallystick.core.tlog.NoteKey;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TiledLog;
import tallystick.core.wire.EvidenceOrder;
import tallystick.core.wire.EvidenceOrder.Folder;
import tallystick.core.wire.EvidenceOrder.Reply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Copies the evidence of a running node into a folder, from which a pack is made as from the node's own. Tiles that
/// are
/// there already are not fetched again: they stay as they are.
///
/// **Threads** one.
public final class Fetching {
    private static final String CHECKPOINT = "log/checkpoint";
    private static final long FILE_BYTES_MAX = 64L << 20;
    private static final int NAMES_MAX = 1_000_000;
    private static final int TILE_HEIGHT = 8;
    private static final long TOLD_EVERY = 1000;

    /// No node writes so much in a century.
    private static final long ENTRIES_MAX = 1L << 34;

    private final NoteKey log;
    private final String node;
    private final Source source;
    private final Path folder;
    private final Consumer<String> tells;
    private long fetched;

    /// Where the files are.
    @FunctionalInterface
    public interface Source {
        /// What the node answers.
        ///
        /// @throws NotExported if it cannot be reached
        Reply ask(EvidenceOrder order) throws NotExported;
    }

    /// @param node its name
    /// @param log by which its checkpoint is signed
    /// @param folder where the copy goes
    /// @param tells hears how far it is
    public Fetching(String node, NoteKey log, Source source, Path folder, Consumer<String> tells) {
        this.node = node;
        this.log = log;
        this.source = source;
        this.folder = folder;
        this.tells = tells;
    }

    /// Fetches all of it: first what was cosigned, then the checkpoint, then what that is over, what the entries rest
    /// on, and what opens veils at last.
    ///
    /// @throws NotExported if the node does not give it
    /// @throws IOException if the disk fails
    /// @spec docs/spec/evidence-pack.md#EP-23 evidence-pack
    public void fetch() throws IOException, NotExported {
        for (var name : names(Folder.COSIGNED)) again(Folder.COSIGNED.path() + "/" + name);
        again(CHECKPOINT);
        var size = size();
        tiles(size);
        for (var name : names(Folder.RULINGS)) again(Folder.RULINGS.path() + "/" + name);
        for (var name : names(Folder.KEPT)) again(Folder.KEPT.path() + "/" + name);
        openings();
        tells.accept("%s: a log of %d entries, %d files fetched".formatted(node, size, fetched));
    }

    /// Always anew: what the node erased is kept nowhere else.
    private void openings() throws IOException, NotExported {
        var here = folder.resolve(Folder.OPENINGS.path());
        if (Files.isDirectory(here))
            try (var files = Files.list(here)) {
                for (var file : files.toList()) Files.delete(file);
            }
        for (var name : names(Folder.OPENINGS)) again(Folder.OPENINGS.path() + "/" + name);
    }

    private long size() throws IOException, NotExported {
        var bytes = Bytes.copyOf(Files.readAllBytes(folder.resolve(CHECKPOINT)));
        if (!(SignedCheckpoint.parse(bytes) instanceof Parsed.Ok<SignedCheckpoint>(var checkpoint)))
            throw new NotExported("%s has a checkpoint that is none".formatted(node));
        if (!checkpoint.isOf(log)) throw new NotExported("%s has a checkpoint that it did not sign".formatted(node));
        var size = checkpoint.head().size();
        if (size > ENTRIES_MAX)
            throw new NotExported("%s says that its log has %d entries, which no log has".formatted(node, size));
        return size;
    }

    private void tiles(long size) throws IOException, NotExported {
        var tree = new TiledLog(_ -> Optional.empty(), size);
        for (var i = 0L; i < tree.bundles(); i++) tile(tree.path(TilePath.ENTRIES, i));
        for (var level = 0; size >>> TILE_HEIGHT * level > 0; level++) {
            var count = size >>> TILE_HEIGHT * level;
            for (var i = 0L; i * TilePath.WIDTH_MAX < count; i++) tile(tree.path(level, i));
        }
    }

    /// A tile that was not full may be gone since; then the full one has its front.
    private void tile(TilePath tile) throws IOException, NotExported {
        for (var path : List.of(tile, tile.full())) {
            var name = "log/" + path.text();
            if (Files.exists(folder.resolve(name)) || take(name)) return;
        }
        throw new NotExported("%s has no file %s that its checkpoint tells of".formatted(node, tile.text()));
    }

    private List<String> names(Folder of) throws NotExported {
        var names = new ArrayList<String>();
        while (true)
            switch (source.ask(new EvidenceOrder.Names(of, names.isEmpty() ? "" : names.getLast()))) {
                case Reply.Listed(var isAll, var more) -> {
                    for (var name : more) add(of, names, name);
                    if (isAll || more.isEmpty()) return names;
                }
                case Reply.Absent() -> {
                    return names;
                }
                case Reply.Refused(var why) -> throw new NotExported("%s: %s".formatted(node, why));
                case Reply.Stretch _ -> throw new NotExported(node + " answered something else than was asked");
            }
    }

    /// A name is where a file will be written: only such as evidence has, each behind the one before.
    private void add(Folder of, List<String> names, String name) throws NotExported {
        if (names.size() >= NAMES_MAX
                || !EvidenceOrder.isFile(of.path() + "/" + name)
                || !names.isEmpty() && names.getLast().compareTo(name) >= 0)
            throw new NotExported("%s told of files that no evidence has".formatted(node));
        names.add(name);
    }

    private void again(String name) throws IOException, NotExported {
        if (!take(name)) throw new NotExported("%s has no file %s".formatted(node, name));
    }

    /// Copies a file piece by piece; it is there once it is whole.
    ///
    /// @return whether the node has it
    private boolean take(String name) throws IOException, NotExported {
        var file = folder.resolve(name);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(folder));
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var length = Long.MAX_VALUE;
            while (channel.position() < length)
                switch (source.ask(new EvidenceOrder.Piece(name, channel.position()))) {
                    case Reply.Stretch(var whole, var content) -> {
                        length = Math.min(length, bounded(name, whole, content));
                        write(channel, content);
                    }
                    case Reply.Absent() -> {
                        Files.delete(beside);
                        return false;
                    }
                    case Reply.Refused(var why) -> throw new NotExported("%s: %s".formatted(node, why));
                    case Reply.Listed _ -> throw new NotExported(node + " answered something else than was asked");
                }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (++fetched % TOLD_EVERY == 0) tells.accept("%s: %d files fetched".formatted(node, fetched));
        return true;
    }

    /// The length that the file had when it was first asked for; it may grow meanwhile.
    private long bounded(String name, long length, Bytes content) throws NotExported {
        if (length < 0 || length > FILE_BYTES_MAX)
            throw new NotExported("%s has a file %s of %d bytes, which no evidence is".formatted(node, name, length));
        if (content.length() == 0 && length > 0)
            throw new NotExported("%s gave nothing of its file %s".formatted(node, name));
        return length;
    }

    private static void write(FileChannel channel, Bytes content) throws IOException {
        var buffer = ByteBuffer.wrap(content.toArray());
        while (buffer.hasRemaining()) channel.write(buffer);
    }
}
