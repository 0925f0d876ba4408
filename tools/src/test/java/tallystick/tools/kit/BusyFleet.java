package tallystick.tools.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.court.Court;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Heard;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;

/// The two nodes of a small fleet with very many payments: each approved by one person, ruled on and signed by both,
/// and counted in one limit whose window holds some of them.
public final class BusyFleet implements AutoCloseable {
    private static final Duration APART = Duration.ofSeconds(10);
    private static final int FILE_RULINGS = 2048;
    private static final long FILE_BYTES = 16L << 20;
    private static final DerivationPath PATH = new DerivationPath(List.of(0, 1));

    private final SmallFleet fleet;
    private final Duration window;
    private final Path folder;

    /// @param inWindow how many payments count at once
    public BusyFleet(Path folder, int inWindow) {
        this.folder = folder;
        this.window = APART.multipliedBy(inWindow);
        this.fleet = new SmallFleet()
                .ruledBy(SmallFleet.POLICY
                        .replace("\"400\"", "\"1000000000000\"")
                        .replace("PT24H", "PT%dS".formatted(window.toSeconds())));
    }

    /// Writes what both nodes leave.
    ///
    /// @return until when they paid
    public Instant pay(int payments) throws IOException {
        fleet.write(folder);
        for (var node : SmallFleet.NODES) new Busy(node).pay(payments);
        return at(payments);
    }

    private static Instant at(int payment) {
        return SmallFleet.AT.plusSeconds(60).plus(APART.multipliedBy(payment));
    }

    @Override
    public void close() {
        fleet.close();
    }

    /// One of the nodes.
    private final class Busy {
        private final String node;
        private final Path dockets;
        private final Standing standing;
        private final List<AuditEntry> entries = new ArrayList<>();
        private final Map<CounterKey, Deque<Counters.Entry>> counted = new HashMap<>();
        private Set<Digest32> known = new HashSet<>();
        private Writer docket = new Writer();
        private int files;
        private int rulings;
        private long bytes;

        Busy(String node) {
            this.node = node;
            this.dockets = folder.resolve(node).resolve("docket/rulings");
            this.standing = fleet.standing(node, fleet.genesis());
        }

        void pay(int payments) throws IOException {
            begin();
            entries.addAll(fleet.beginnings().stream()
                    .map(event -> new AuditEntry(SmallFleet.AT, event))
                    .toList());
            for (var i = 0; i < payments; i++) pay(i, at(i));
            entries.add(new AuditEntry(
                    at(payments), new AuditEvent.NodeStopped(Digest32.ofHex("00".repeat(Digest32.LENGTH_BYTES)))));
            put();
            var log = folder.resolve(node).resolve("log");
            try (var all = Files.walk(log)) {
                for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
            PublishedLog.writeEntries(log, node, fleet.key(node), entries);
        }

        private void begin() {
            docket = new Writer().raw(Docket.beginning(node));
            known = new HashSet<>();
            rulings = 0;
            bytes = 0;
            files++;
        }

        private void put() throws IOException {
            Files.write(
                    dockets.resolve("%08d".formatted(files)), docket.toBytes().toArray());
        }

        private void pay(int payment, Instant now) throws IOException {
            var evidence = evidence(payment, now);
            var intent = evidence.intent();
            var ruling = rule(evidence, now);
            if (!(ruling instanceof Ruling.Allowed allowed))
                throw new AssertionError("the busy fleet ruled otherwise: " + ruling);
            var policy = fleet.level().hash().value();
            entries.add(new AuditEntry(
                    now,
                    new AuditEvent.PolicyDecided(
                            intent.id(), policy, ruling.basis().digest(), AuditEvent.Said.ALLOWED, "why")));
            entries.add(new AuditEntry(
                    now,
                    new AuditEvent.NodeVerdict(
                            intent.id(),
                            intent.keyId(),
                            intent.digests(),
                            AuditEvent.Ruling.SIGN,
                            "",
                            policy,
                            Optional.empty())));
            entries.add(new AuditEntry(
                    now,
                    new AuditEvent.Signed(fleet.receipt(
                            intent.id(), PATH, intent.digests().getFirst().bytes()))));
            count(intent.id(), allowed.charges(), now);
        }

        private void count(IntentId intent, List<Charge> charges, Instant now) {
            for (var charge : charges)
                counted.computeIfAbsent(charge.key(), _ -> new ArrayDeque<>())
                        .addLast(new Counters.Entry(intent, charge.amount(), now, Optional.empty()));
        }

        /// What still counts, as a node keeps it.
        private Counters counters(Instant now) {
            var entries = new HashMap<CounterKey, List<Counters.Entry>>();
            counted.forEach((key, all) -> {
                while (!all.isEmpty() && !all.getFirst().at().isAfter(now.minus(window))) all.removeFirst();
                if (!all.isEmpty()) entries.put(key, List.copyOf(all));
            });
            return Counters.kept(entries, Map.of());
        }

        private Ruling rule(Evidence evidence, Instant now) throws IOException {
            var held = standing.with(counters(now));
            var asked = FleetRequest.read(fleet, evidence, now, source -> source);
            var ruling = Court.rule(asked, held, now);
            var basis = ruling.basis().digest();
            keep(new Heard(basis, now, now, evidence, asked.source(), false, Optional.empty(), List.of()), held);
            return ruling;
        }

        private void keep(Heard heard, Standing held) throws IOException {
            if (rulings == FILE_RULINGS || bytes > FILE_BYTES) {
                put();
                begin();
            }
            for (var item : Docket.items(heard, held.encode(), known)) {
                var encoded = Docket.encode(item);
                docket.raw(encoded);
                bytes += encoded.length();
            }
            rulings++;
        }

        private Evidence evidence(int payment, Instant now) {
            var transaction = fleet.chain().payment(fleet.child(PATH).key(), payment, 10);
            var intent = new Intent(
                    Intent.Version.V2,
                    fleet.keyId(),
                    PATH.indices(),
                    fleet.chain().id(),
                    transaction.content(),
                    transaction.bytes(),
                    transaction.digests(),
                    now.plusSeconds(3600),
                    fleet.key("ann").verifyKey(),
                    Bytes.copyOf(new byte[16]));
            var evidence = Evidence.of(intent, fleet.key("ann"));
            return FleetRequest.agreed(fleet, evidence, now.minusSeconds(60), now.plusSeconds(3600));
        }
    }
}
