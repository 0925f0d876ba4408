package tallystick.tools.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tallystick.core.governance.Roster;
import tallystick.core.pack.ArchiveEntry;
import tallystick.core.pack.PackManifest;
import tallystick.core.tlog.TiledLog;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.pack.Outputs;
import tallystick.tools.pack.PackNames;
import tallystick.tools.pack.PackReading;
import tallystick.tools.pack.Staged;
import tallystick.tools.pack.Unfit;
import tallystick.tools.pack.Version;
import tallystick.tools.timestamp.TimestampService;

/// Makes a pack step by step beside where it will be; what is there already from an export that was broken off is not
/// made again.
public final class PackMaking {
    private static final long TOLD_EVERY = 100_000;

    private final PackWish wish;
    private final ExportPlan plan;
    private final Map<String, Path> nodes;
    private final Path out;
    private final Optional<Countersigners> countersigners;
    private final Consumer<String> tells;

    /// What was made.
    public record Made(int files, long bytes) {}

    /// @param plan of that wish
    /// @param nodes folders by the nodes' names
    /// @param out the pack
    /// @param countersigners who has nodes sign it, if they are to
    /// @param tells hears how far it is
    PackMaking(
            PackWish wish,
            ExportPlan plan,
            Map<String, Path> nodes,
            Path out,
            Optional<Countersigners> countersigners,
            Consumer<String> tells) {
        this.wish = wish;
        this.plan = plan;
        this.nodes = new TreeMap<>(nodes);
        this.out = out;
        this.countersigners = countersigners;
        this.tells = tells;
    }

    /// Makes it.
    ///
    /// @throws NotExported if something is no good, which has to be mended first
    /// @throws IOException if something cannot be read or written
    public Made make() throws IOException, NotExported {
        var to = plan.to();
        var staged = Staged.open(plan.folder());
        try {
            var roster = trust(staged);
            var logs = new ArrayList<PackManifest.Log>();
            var takings = new TreeMap<String, LogTaking>();
            for (var node : nodes.keySet()) takings.put(node, taking(staged, roster, node));
            for (var taking : takings.values()) logs.add(taking.take(wish.from(), to));
            for (var node : nodes.entrySet())
                new DocketTaking(staged, node.getKey(), node.getValue().resolve("docket")).take(wish.from(), to);
            witnessed(takings);
            for (var node : nodes.entrySet()) new OpeningsTaking(staged, node.getKey(), node.getValue()).take();
            attestations(staged);
            for (var file : wish.knowledge()) new KnowledgeTaking(staged, file).take();
            readable(staged, roster, manifest(to, logs, List.of()));
            seal(staged, roster, manifest(to, logs, staged.listed()));
            tells.accept("writing the archive");
            staged.archive(out);
            var whole = new Made(staged.names().size(), Files.size(out));
            staged.delete();
            plan.done();
            return whole;
        } catch (Unfit e) {
            throw new NotExported(e.why());
        } catch (TiledLog.Damaged e) {
            throw new NotExported(e.why());
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Puts the manifest in, and what others say of it.
    private void seal(Staged staged, Roster roster, PackManifest manifest) throws IOException, NotExported {
        var bytes = manifest.encode();
        staged.put(PackManifest.NAME, bytes);
        if (countersigners.isPresent())
            staged.put(
                    PackNames.COUNTERSIGNATURES,
                    countersigners.get().ask(roster, manifest, tells).encode());
        else tells.accept("no node countersigned it: that needs --identity, and the nodes running");
        if (wish.timestamps().isPresent())
            staged.put(
                    PackNames.TIMESTAMP,
                    new TimestampService(wish.timestamps().get()).stamp(StandardHash.sha256(bytes)));
    }

    private Roster trust(Staged staged) throws IOException, NotExported {
        staged.put(PackNames.ROSTER, Bytes.copyOf(Files.readAllBytes(wish.roster())));
        staged.put(PackNames.ADMINISTRATOR, Bytes.copyOf(Files.readAllBytes(wish.administrator())));
        return wish.readRoster();
    }

    private LogTaking taking(Staged staged, Roster roster, String name) throws NotExported {
        if (roster.named(name).isEmpty()) throw new NotExported("the roster has no node called " + name);
        var folder = Optional.ofNullable(nodes.get(name)).orElseThrow();
        return new LogTaking(staged, name, folder.resolve("log"), tells);
    }

    /// Of each log what the others cosigned last, also where it was written long before or behind the time.
    private static void witnessed(Map<String, LogTaking> takings) throws IOException, NotExported {
        for (var witness : takings.values())
            for (var head : witness.witnessed().entrySet()) {
                var peer = Optional.ofNullable(takings.get(head.getKey()));
                if (peer.isPresent()) peer.get().takeUpTo(head.getValue());
            }
    }

    private void attestations(Staged staged) throws IOException, NotExported {
        for (var file : wish.attestations()) {
            var name = PackNames.ATTESTATIONS + file.getFileName();
            if (!ArchiveEntry.isName(name)) throw new NotExported("%s has no plain name".formatted(file));
            staged.put(name, Bytes.copyOf(Files.readAllBytes(file)));
        }
    }

    private PackManifest manifest(Instant to, List<PackManifest.Log> logs, List<PackManifest.Packed> files) {
        return new PackManifest(Version.own(), plan.made(), wish.from(), to, wish.scope(), logs, files);
    }

    private void readable(Staged staged, Roster roster, PackManifest manifest) throws IOException, Unfit {
        tells.accept("writing tables and report");
        var total = manifest.logs().stream().mapToLong(log -> log.head().size()).sum();
        var counts = new PackReading(staged, manifest, roster)
                .write(Outputs.into(staged), PackReading.Listener.counting(count -> {
                    if (count % TOLD_EVERY == 0) tells.accept("%d of %d entries looked at".formatted(count, total));
                }));
        var rows = Optional.of(counts).stream()
                .flatMap(each -> each.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        tells.accept("%d rows in %d parts".formatted(rows, counts.size()));
    }
}
