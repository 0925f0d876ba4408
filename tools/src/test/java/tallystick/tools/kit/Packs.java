package tallystick.tools.kit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import tallystick.core.pack.Archive;
import tallystick.core.pack.ArchiveEntry;
import tallystick.core.pack.PackManifest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.boot.Main;

/// Makes and verifies packs as an operator and an auditor do.
public final class Packs {
    private Packs() {}

    /// What a command said.
    public record Ran(int exit, String text) {}

    /// Runs a command.
    public static Ran run(String... words) {
        var said = new StringWriter();
        var line = Main.of(new Main()).setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        return new Ran(line.execute(words), said.toString());
    }

    /// Exports the pack of a small fleet in that folder, in the place of the one before.
    public static Ran export(Path folder, String... further) {
        try {
            Files.deleteIfExists(folder.resolve("pack.zip"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exported(folder, further);
    }

    /// Exports it, whatever is there.
    public static Ran exported(Path folder, String... further) {
        var words = new ArrayList<>(List.of(
                "evidence", "export",
                "--roster", folder.resolve("roster").toString(),
                "--administrator", folder.resolve("card").toString(),
                "--out", folder.resolve("pack.zip").toString()));
        for (var node : SmallFleet.NODES) words.addAll(List.of("--node", node + "=" + folder.resolve(node)));
        if (!List.of(further).contains("--to")) words.addAll(List.of("--to", "2025-06-02T00:00:00Z"));
        words.addAll(List.of(further));
        return run(words.toArray(String[]::new));
    }

    /// Verifies a pack that need not be countersigned.
    public static Ran verify(Path pack, String... further) {
        var words = new ArrayList<>(List.of("verify", pack.toString(), "--not-countersigned"));
        words.addAll(List.of(further));
        return run(words.toArray(String[]::new));
    }

    /// The files of a pack.
    public static NavigableMap<String, Bytes> files(Path pack) throws IOException {
        var bytes = Bytes.copyOf(Files.readAllBytes(pack));
        var archive = Archive.parse(Archive.Source.of(bytes)).orThrow();
        var files = new TreeMap<String, Bytes>();
        for (var entry : archive.entries()) files.put(entry.name(), archive.read(entry, 0, (int) entry.size()));
        return files;
    }

    /// A pack of these files as a forger makes it who knows the form: with a manifest that fits.
    public static Path forged(Path pack, Map<String, Bytes> files) throws IOException {
        return forged(pack, files, logs -> logs);
    }

    /// The same, where the manifest says something else of the logs.
    public static Path forged(Path pack, Map<String, Bytes> files, UnaryOperator<List<PackManifest.Log>> lie)
            throws IOException {
        var all = new TreeMap<>(files);
        var manifest = PackManifest.parse(
                        Optional.ofNullable(all.remove(PackManifest.NAME)).orElseThrow())
                .orThrow();
        var listed = new ArrayList<PackManifest.Packed>();
        all.forEach((name, content) ->
                listed.add(new PackManifest.Packed(name, content.length(), StandardHash.sha256(content))));
        var again = new PackManifest(
                manifest.software(),
                manifest.made(),
                manifest.from(),
                manifest.to(),
                manifest.scope(),
                lie.apply(manifest.logs()),
                listed);
        all.put(PackManifest.NAME, again.encode());
        return archived(pack, all);
    }

    /// An archive of these files.
    public static Path archived(Path pack, Map<String, Bytes> files) throws IOException {
        var entries = new ArrayList<ArchiveEntry>();
        var whole = new Writer();
        var offset = 0L;
        for (var file : new TreeMap<>(files).entrySet()) {
            var crc = new CRC32();
            crc.update(file.getValue().toArray());
            var entry = new ArchiveEntry(file.getKey(), offset, file.getValue().length(), (int) crc.getValue());
            entries.add(entry);
            whole.raw(Archive.header(entry)).raw(file.getValue());
            offset = entry.end();
        }
        return Files.write(pack, whole.raw(Archive.tail(entries)).toBytes().toArray());
    }
}
