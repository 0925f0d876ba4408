package tallystick.node.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.tlog.HashedTile;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TiledLog;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// The published files: tiles, bundles of entries, the newest checkpoint, and what each witness has cosigned. Any
/// server of static files can offer the directory to the world.
///
/// **Threads** one writer; any may read.
///
/// @spec https://c2sp.org/tlog-tiles#apis C2SP tlog-tiles (APIs)
final class LogFiles implements TiledLog.Files {
    private static final String CHECKPOINT = "checkpoint";
    private static final String COSIGNED = "cosigned";

    /// Of a log of 16 million entries all tiles but the lowest, 4 MiB.
    private static final int KEPT_MAX = 256;

    private final Path directory;
    private final Map<TilePath, HashedTile> kept = Collections.synchronizedMap(new Kept());
    private final Set<Path> unsynced = ConcurrentHashMap.newKeySet();
    /// The widest file of each tile that is not full, by the full one's place.
    private final Map<TilePath, Path> partial = new HashMap<>();
    /// Folders that are there.
    private final Set<Path> folders = ConcurrentHashMap.newKeySet();

    LogFiles(Path directory) {
        this.directory = directory;
    }

    /// Those that were asked for last.
    private static final class Kept extends LinkedHashMap<TilePath, HashedTile> {
        private static final long serialVersionUID = 1L;

        Kept() {
            super(KEPT_MAX, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, HashedTile> eldest) {
            return size() > KEPT_MAX;
        }
    }

    boolean isEmpty() {
        return !Files.exists(directory.resolve(CHECKPOINT)) && !Files.exists(directory.resolve("tile"));
    }

    @Override
    public Optional<Bytes> read(TilePath path) {
        try {
            return Optional.of(Bytes.copyOf(Files.readAllBytes(directory.resolve(path.text()))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("read " + path.text(), e);
        }
    }

    @Override
    public Optional<HashedTile> kept(TilePath path) {
        return Optional.ofNullable(kept.get(path));
    }

    /// There is one of the lowest tiles for every 256 entries, and each proof takes another; of those above, all proofs
    /// take the same few, so that a proof costs a large log what it costs a small one.
    @Override
    public void keep(TilePath path, HashedTile tile) {
        if (path.level() > 0) kept.put(path, tile);
    }

    /// Writes tiles; on disk only after [#sync].
    void write(Map<TilePath, Bytes> tiles) throws IOException {
        for (var tile : tiles.entrySet()) write(tile.getKey(), tile.getValue());
    }

    /// A narrower file of the same tile need not outlive a loss of power: whoever reads the log reads the widest.
    private void write(TilePath path, Bytes content) throws IOException {
        var file = write(path.text(), content);
        var narrower = path.isFull() ? partial.remove(path.full()) : partial.put(path.full(), file);
        if (narrower != null && !narrower.equals(file)) unsynced.remove(narrower);
    }

    /// Writes the newest checkpoint in one step; a reader finds the old one or the new one.
    void writeCheckpoint(SignedCheckpoint checkpoint) throws IOException {
        write(CHECKPOINT, checkpoint.encode());
    }

    /// Writes what `peer` has cosigned last.
    void writeCosigned(String peer, SignedCheckpoint checkpoint) throws IOException {
        write(COSIGNED + "/" + peer, checkpoint.encode());
    }

    /// The newest published checkpoint; empty if there is none, or if power was lost while it was written.
    Optional<SignedCheckpoint> checkpoint() throws IOException {
        var file = directory.resolve(CHECKPOINT);
        if (!Files.exists(file)) throw new LogDamaged("its file 'checkpoint' is missing: restore it, or ask the peers");
        return parse(file);
    }

    /// What each witness has cosigned last.
    SortedMap<String, SignedCheckpoint> cosigned() throws IOException {
        var cosigned = new TreeMap<String, SignedCheckpoint>();
        var folder = directory.resolve(COSIGNED);
        if (!Files.isDirectory(folder)) return cosigned;
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(each -> !each.toString().endsWith(".new")).toList())
                parse(file)
                        .ifPresent(checkpoint -> cosigned.put(file.getFileName().toString(), checkpoint));
        }
        return cosigned;
    }

    private static Optional<SignedCheckpoint> parse(Path file) throws IOException {
        var bytes = Bytes.copyOf(Files.readAllBytes(file));
        if (bytes.length() == 0) return Optional.empty();
        return switch (SignedCheckpoint.parse(bytes)) {
            case Parsed.Ok<SignedCheckpoint>(var checkpoint) -> Optional.of(checkpoint);
            case Parsed.Malformed<SignedCheckpoint>(var offset, var expected) ->
                throw new LogDamaged("%s at byte %d: expected %s".formatted(file.getFileName(), offset, expected));
        };
    }

    /// Makes all that was written durable.
    void sync() throws IOException {
        var changed = new HashSet<Path>();
        var written = Set.copyOf(unsynced);
        unsynced.removeAll(written);
        for (var file : written) {
            force(file, StandardOpenOption.WRITE);
            changed.add(directory);
            var below = directory.relativize(file);
            for (var names = 1; names < below.getNameCount(); names++)
                changed.add(directory.resolve(below.subpath(0, names)));
        }
        for (var folder : changed) force(folder, StandardOpenOption.READ);
    }

    /// Deletes the partial files of every tile below `size` that is full and on disk.
    void forgetPartial(Set<TilePath> full) throws IOException {
        for (var tile : full) {
            var folder = directory.resolve(tile.text() + ".p");
            if (!Files.isDirectory(folder)) continue;
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) Files.delete(file);
            }
            Files.delete(folder);
            folders.remove(folder);
        }
    }

    private Path write(String name, Bytes content) throws IOException {
        var file = directory.resolve(name);
        var folder = file.getParent();
        if (!folders.contains(folder)) {
            Files.createDirectories(folder);
            folders.add(folder);
        }
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content.toArray());
            while (buffer.hasRemaining()) channel.write(buffer);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        unsynced.add(file);
        return file;
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        if (!Files.exists(path)) return;
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
