package tallystick.tools.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.pack.AskedRange;
import tallystick.core.pack.PackManifest;
import tallystick.core.tlog.AddCheckpoint;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TiledLog;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.tools.pack.PackNames;
import tallystick.tools.pack.PackedLog;
import tallystick.tools.pack.Staged;

/// Takes a node's log into a pack: the hashes of all of it, and the chunks of entries that are asked for or that others
/// stand on.
final class LogTaking {
    /// Kinds of entries without which others say nothing: starts and ends, keys, peers cut off and believed again,
    /// freezes and their ends, attestations, rosters, documents.
    private static final Set<Integer> FOUNDATIONS = Set.of(1, 2, 8, 11, 12, 13, 14, 17, 21, 31, 36);

    /// What a node cosigned, and that it began anew.
    private static final Set<Integer> WITNESSING = Set.of(10, 12);

    private static final int BUNDLES = PackedLog.CHUNK / PackedLog.BUNDLE;
    private static final long TOLD_EVERY = 100_000;

    private final Staged staged;
    private final String node;
    private final Path folder;
    private final Consumer<String> tells;
    private final Map<String, Long> cosigned = new TreeMap<>();

    LogTaking(Staged staged, String node, Path folder, Consumer<String> tells) {
        this.staged = staged;
        this.node = node;
        this.folder = folder;
        this.tells = tells;
    }

    PackManifest.Log take(Instant from, Instant to) throws IOException, NotExported {
        var cosigned = new TreeMap<String, SignedCheckpoint>();
        for (var witness : witnesses())
            checkpoint(witness)
                    .ifPresent(each -> cosigned.put(witness.getFileName().toString(), each));
        var newest = newest();
        var log = new TiledLog(this::read, newest.head().size());
        hashes(log);
        for (var each : cosigned.entrySet()) {
            if (each.getValue().head().size() > newest.head().size()) continue;
            var proof = MerkleTree.extend(
                    log, each.getValue().head().size(), newest.head().size());
            staged.put(
                    PackNames.log(node, "cosigned/" + each.getKey()),
                    each.getValue().encode());
            staged.put(PackNames.log(node, "grown/" + each.getKey()), new AddCheckpoint(proof, newest).encode());
        }
        return entries(log, newest, from, to);
    }

    private List<Path> witnesses() throws IOException {
        var cosigned = folder.resolve("cosigned");
        if (!Files.isDirectory(cosigned)) return List.of();
        try (var files = Files.list(cosigned)) {
            return files.filter(each -> !each.toString().endsWith(".new"))
                    .sorted()
                    .toList();
        }
    }

    /// An export that was broken off goes on with the checkpoint it began with.
    private SignedCheckpoint newest() throws IOException, NotExported {
        var name = PackNames.log(node, "checkpoint");
        if (!staged.names().contains(name)) {
            var file = folder.resolve("checkpoint");
            if (!Files.exists(file)) throw new NotExported(folder + " holds no file 'checkpoint': is it a node's log?");
            staged.put(name, Bytes.copyOf(Files.readAllBytes(file)));
        }
        var bytes = staged.read(name, 1 << 20).orElseThrow(() -> new NotExported(name + " is too long"));
        return parsed(bytes).orElseThrow(() -> new NotExported(folder + " has a checkpoint that is none"));
    }

    private static Optional<SignedCheckpoint> checkpoint(Path file) throws IOException {
        return parsed(Bytes.copyOf(Files.readAllBytes(file)));
    }

    private static Optional<SignedCheckpoint> parsed(Bytes bytes) {
        return SignedCheckpoint.parse(bytes) instanceof Parsed.Ok<SignedCheckpoint>(var good)
                ? Optional.of(good)
                : Optional.empty();
    }

    private Optional<Bytes> read(TilePath path) {
        var file = folder.resolve(path.text());
        try {
            return Files.exists(file) ? Optional.of(Bytes.copyOf(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hashes(TiledLog log) throws IOException {
        var full = log.size() / PackedLog.BUNDLE;
        try (var file = staged.begin(PackNames.log(node, "hashes"))) {
            for (var i = 0L; i < full; i++) file.take(log.at(8, i).bytes());
            for (var i = full * PackedLog.BUNDLE; i < log.size(); i++)
                file.take(log.at(0, i).bytes());
            file.finish();
        }
    }

    /// @spec docs/spec/evidence-pack.md#EP-6 evidence-pack
    private PackManifest.Log entries(TiledLog log, SignedCheckpoint newest, Instant from, Instant to)
            throws IOException {
        var range = new AskedRange(from, to, log.size());
        var wanted = new TreeSet<Long>();
        var index = 0L;
        for (var bundle = 0L; bundle < log.bundles(); bundle++)
            for (var entry : log.entries(bundle)) {
                range.saw(index, AuditEntry.timeOf(entry));
                if (FOUNDATIONS.contains(AuditEntry.kindOf(entry))) wanted.add(index / PackedLog.CHUNK);
                if (WITNESSING.contains(AuditEntry.kindOf(entry))) witnessed(entry, to);
                index++;
                if (index % TOLD_EVERY == 0)
                    tells.accept("%s: %d of %d entries read".formatted(node, index, log.size()));
            }
        if (log.size() > 0)
            for (var chunk = Math.max(0, range.wideFirst() - 1) / PackedLog.CHUNK;
                    chunk <= Math.min(range.wideEnd(), log.size() - 1) / PackedLog.CHUNK;
                    chunk++) wanted.add(chunk);
        for (var chunk : wanted) chunk(log, chunk);
        tells.accept("%s: %d entries, %d of them asked for".formatted(node, log.size(), range.end() - range.first()));
        return new PackManifest.Log(node, newest.head(), range.first(), range.end());
    }

    /// The newest head of each other log that this node cosigned until the end of the time.
    private void witnessed(Bytes encoded, Instant to) {
        if (!(AuditEntry.parse(encoded) instanceof Parsed.Ok<AuditEntry>(var entry))) return;
        if (entry.event() instanceof AuditEvent.CheckpointCosigned(var peer, var head)
                && entry.at().isBefore(to)) cosigned.put(peer, head.size());
        if (entry.event() instanceof AuditEvent.PeerCleared cleared) cosigned.remove(cleared.peer());
    }

    /// How many entries of each other node this one cosigned last until the end of the time; once it was taken.
    Map<String, Long> witnessed() {
        return Map.copyOf(cosigned);
    }

    /// Takes what tells which the first entries are: so many as another node cosigned.
    /// @spec docs/spec/evidence-pack.md#EP-31 evidence-pack
    void takeUpTo(long size) throws IOException, NotExported {
        var log = new TiledLog(this::read, newest().head().size());
        if (size < log.size()) chunk(log, size / PackedLog.CHUNK);
    }

    private void chunk(TiledLog log, long chunk) throws IOException {
        var name = PackNames.chunk(node, chunk);
        if (staged.names().contains(name)) return;
        try (var file = staged.begin(name)) {
            for (var bundle = chunk * BUNDLES; bundle < Math.min((chunk + 1) * BUNDLES, log.bundles()); bundle++)
                file.take(new EntryBundle(log.entries(bundle)).encode());
            file.finish();
        }
    }
}
