package tallystick.tools.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.core.audit.AuditEntry;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TiledLog;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// A node's published log, or a copy of it. Only what its checkpoint covers is read.
///
/// @param directory holds `checkpoint` and `tile`
/// @param checkpoint the newest, its signatures not yet verified
public record LogDirectory(Path directory, SignedCheckpoint checkpoint) {
    /// Reads the checkpoint.
    ///
    /// @throws Unverifiable if there is none, or it is none
    public static LogDirectory open(Path directory) throws IOException, Unverifiable {
        var file = directory.resolve("checkpoint");
        if (!Files.exists(file)) throw new Unverifiable(directory + " holds no file 'checkpoint': is it a log?");
        return new LogDirectory(directory, checkpoint(file));
    }

    /// A checkpoint in a file.
    ///
    /// @throws Unverifiable if it is none
    public static SignedCheckpoint checkpoint(Path file) throws IOException, Unverifiable {
        return switch (SignedCheckpoint.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<SignedCheckpoint>(var checkpoint) -> checkpoint;
            case Parsed.Malformed<SignedCheckpoint>(var offset, var expected) ->
                throw Unverifiable.of(file, offset, expected);
        };
    }

    /// What each witness has cosigned last, by the name of its file.
    SortedMap<String, SignedCheckpoint> cosigned() throws IOException, Unverifiable {
        var cosigned = new TreeMap<String, SignedCheckpoint>();
        var folder = directory.resolve("cosigned");
        if (!Files.isDirectory(folder)) return cosigned;
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(each -> !each.toString().endsWith(".new")).toList())
                cosigned.put(file.getFileName().toString(), checkpoint(file));
        }
        return cosigned;
    }

    TiledLog tiles() {
        return new TiledLog(this::read, checkpoint.head().size());
    }

    private Optional<Bytes> read(TilePath path) {
        try {
            return Optional.of(Bytes.copyOf(Files.readAllBytes(directory.resolve(path.text()))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("read " + path.text(), e);
        }
    }

    /// Takes entries in their order.
    @FunctionalInterface
    public interface Visitor {
        /// @param index from 0
        void saw(long index, AuditEntry entry);
    }

    /// Gives entries one by one; no more than a bundle of them is in memory.
    ///
    /// @param from index of the first
    /// @throws Unverifiable if one is missing, or is no entry
    public void walk(long from, Visitor visitor) throws Unverifiable {
        try {
            var tiles = tiles();
            for (var bundle = from / TilePath.WIDTH_MAX; bundle < tiles.bundles(); bundle++) {
                var index = bundle * TilePath.WIDTH_MAX;
                for (var bytes : tiles.entries(bundle)) {
                    if (index >= from) visitor.saw(index, entry(index, bytes));
                    index++;
                }
            }
        } catch (TiledLog.Damaged damaged) {
            throw Unverifiable.of(damaged);
        }
    }

    /// One entry.
    ///
    /// @throws Unverifiable if the log has none of that index, or it is missing or no entry
    AuditEntry entry(long index) throws Unverifiable {
        var tiles = tiles();
        if (index < 0 || index >= tiles.size())
            throw new Unverifiable("no entry %d in a log of %d".formatted(index, tiles.size()));
        try {
            return entry(index, tiles.entry(index));
        } catch (TiledLog.Damaged damaged) {
            throw Unverifiable.of(damaged);
        }
    }

    private static AuditEntry entry(long index, Bytes bytes) throws Unverifiable {
        return switch (AuditEntry.parse(bytes)) {
            case Parsed.Ok<AuditEntry>(var entry) -> entry;
            case Parsed.Malformed<AuditEntry>(var offset, var expected) ->
                throw new Unverifiable("entry %d at byte %d: expected %s".formatted(index, offset, expected));
        };
    }
}
