package tallystick.tools.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.core.pack.Archive;
import tallystick.core.pack.CountersignOrder;
import tallystick.core.pack.Countersignatures;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.tools.pack.PackFile;
import tallystick.tools.pack.PackNames;
import tallystick.tools.pack.Packed;
import tallystick.tools.pack.Staged;

/// A pack that is there already, of which only what is said about its manifest changes.
///
/// **Threads** one.
final class SealedPack implements AutoCloseable {
    private static final int ROSTER_BYTES_MAX = 1 << 22;

    private final PackFile file;
    private final Packed files;
    private final PackManifest manifest;

    private SealedPack(PackFile file, Packed files, PackManifest manifest) {
        this.file = file;
        this.files = files;
        this.manifest = manifest;
    }

    static SealedPack open(Path pack) throws IOException, NotExported {
        if (!Files.isRegularFile(pack)) throw new NotExported("there is no file " + pack);
        var file = PackFile.open(pack);
        try {
            var archive = good(pack, Archive.parse(file));
            for (var entry : archive.entries())
                if (!archive.isWhole(entry))
                    throw new NotExported("%s in %s was altered".formatted(entry.name(), pack));
            var files = new Packed(archive);
            var manifest = files.read(PackManifest.NAME, CountersignOrder.MANIFEST_BYTES_MAX)
                    .orElseThrow(() -> new NotExported(pack + " has no manifest that a node takes"));
            return new SealedPack(file, files, good(pack, PackManifest.parse(manifest)));
        } catch (NotExported | UncheckedIOException e) {
            file.close();
            throw e;
        }
    }

    private static <T> T good(Path pack, Parsed<T> parsed) throws NotExported {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw new NotExported("%s at byte %d: expected %s".formatted(pack, offset, expected));
        };
    }

    PackManifest manifest() {
        return manifest;
    }

    /// The roster that the pack goes by; who signed it is for its reader to ask.
    Roster roster() throws NotExported {
        var bytes = files.read(PackNames.ROSTER, ROSTER_BYTES_MAX).orElse(Bytes.empty());
        return good(Path.of(PackNames.ROSTER), SignedRoster.parse(bytes)).roster();
    }

    /// Writes the same pack with these countersignatures besides those it has.
    ///
    /// @return all of them
    Countersignatures write(Collection<Countersignatures.OfNode> more, Path out) throws IOException, NotExported {
        var all = new TreeMap<String, Countersignatures.OfNode>();
        var before = Optional.of(PackNames.COUNTERSIGNATURES).flatMap(name -> files.read(name, 1 << 16));
        if (before.isPresent())
            for (var each : good(Path.of(PackNames.COUNTERSIGNATURES), Countersignatures.parse(before.get()))
                    .all()) all.put(each.node(), each);
        for (var each : more) all.put(each.node(), each);
        var folder = out.resolveSibling(out.getFileName() + ".part");
        // What a broken off one left there is of no manifest that is here.
        if (Files.exists(folder)) Staged.open(folder).delete();
        var staged = Staged.open(folder);
        for (var name : files.names())
            try (var copy = staged.begin(name)) {
                for (var at = 0L; at < files.size(name); at += 1 << 16)
                    copy.take(files.read(name, at, (int) Math.min(1 << 16, files.size(name) - at)));
                copy.finish();
            }
        var signed = new Countersignatures(all.values().stream().toList());
        staged.put(PackNames.COUNTERSIGNATURES, signed.encode());
        staged.archive(out);
        staged.delete();
        return signed;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
