package tallystick.node.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.governance.Member;
import tallystick.core.tlog.TiledLog;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyCondition;
import tallystick.core.wire.NodeCondition;
import tallystick.core.wire.NodeStanding;
import tallystick.node.docket.FileDocket;
import tallystick.node.evidence.EvidenceFiles;
import tallystick.node.keystore.Backups;
import tallystick.node.ledger.Ledger;
import tallystick.node.log.FileLog;
import tallystick.node.ops.Activations;
import tallystick.node.ops.Certificates;
import tallystick.node.ops.Drain;
import tallystick.node.ops.Durations;
import tallystick.node.ops.MetricsPage;
import tallystick.node.ops.ObservedLog;
import tallystick.node.ops.OpsServer;
import tallystick.node.ops.Readiness;
import tallystick.node.ops.Requests;
import tallystick.node.ops.Vitals;
import tallystick.node.rounds.HeldKey;
import tallystick.node.rounds.Keys;
import tallystick.node.rounds.Self;
import tallystick.node.transport.Links;

/// All that watches one life of the node: what it counts on the way, and what it shows of itself.
final class Watch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Watch.class.getName());
    private static final int READ_ATTEMPTS = 3;

    private final Requests requests = new Requests();
    private final Meters meters;
    private final Build build;
    private final Keys keys;
    private final Readiness readiness;
    private final Vitals vitals;
    private final MetricsPage page;
    private final EvidenceFiles evidence;
    private final Optional<Backups> backups;
    private final InstantSource clock;
    private final Drain drain;
    private Optional<OpsServer> server = Optional.empty();

    /// What is counted before there is anything to watch.
    ///
    /// @param commits of the ledger
    /// @param activations found in the log
    /// @param drain of calls
    record Meters(Durations commits, Activations activations, Drain drain) {
        Meters() {
            this(new Durations(), new Activations(), new Drain());
        }
    }

    /// The stores that must be writable.
    ///
    /// @param observed the log, with its counts
    record Stores(Path directory, Ledger ledger, FileLog log, ObservedLog observed, FileDocket docket) {}

    /// Whom the node works with.
    record Company(Self self, Links links, Keys keys, Records records, Certificates certificates) {}

    /// Begins to watch.
    ///
    /// @param warm whether the node has practised enough
    Watch(
            Meters meters,
            Stores stores,
            Company company,
            Care care,
            Optional<Backups> backups,
            InstantSource clock,
            BooleanSupplier warm) {
        this.meters = meters;
        this.drain = meters.drain();
        this.build = company.records().build();
        this.keys = company.keys();
        this.backups = backups;
        this.clock = clock;
        var self = company.self();
        var records = company.records();
        this.evidence = new EvidenceFiles(stores.directory());
        this.vitals = new Vitals(
                new Vitals.Stores(stores.directory(), stores.ledger(), stores.log(), stores.docket()::trouble),
                records.alarms(),
                () -> company.certificates().warn(words -> records.alarms().note("certificates", words)));
        this.readiness = new Readiness(
                self.name(),
                keys::all,
                company.links()::up,
                peer -> records.whyNot(peer).isEmpty(),
                drain,
                vitals::unwritable,
                warm);
        List<Member> peers = self.roster().nodes().stream()
                .filter(node -> !node.name().equals(self.name()))
                .toList();
        this.page = new MetricsPage(
                new MetricsPage.Program(build.version(), build.hash(), peers),
                new MetricsPage.Work(requests, stores.observed(), records.refusals(), meters.commits()),
                new MetricsPage.Holdings(
                        keys::all,
                        keys::earliestEpoch,
                        company.links()::up,
                        stores.log(),
                        meters.activations(),
                        company.certificates()),
                new MetricsPage.Care(
                        () -> self.roster().version(),
                        company.links()::versions,
                        care::due,
                        () -> care.quarantines().nodes(),
                        () -> records.refused().keySet()),
                new MetricsPage.State(vitals, readiness, drain),
                clock);
        Thread.ofPlatform().daemon().name("activations").start(() -> readBack(stores.log()));
    }

    /// Since when the keys are in their epochs is in the log. Its newest tile may grow while it is read: then again.
    private void readBack(FileLog log) {
        var held = keys.all().stream().map(HeldKey::key).toList();
        for (var attempt = 1; attempt <= READ_ATTEMPTS; attempt++)
            try {
                meters.activations().readBack(log.tiles(), held);
                return;
            } catch (TiledLog.Damaged | UncheckedIOException e) {
                LOG.log(Level.FINE, "the log changed while it was read back", e);
            }
        LOG.log(Level.WARNING, "the ages of shares are not known: the log could not be read back");
    }

    /// Shows health and figures, if the command line says where.
    void serve(OpsArguments arguments) throws IOException {
        if (arguments.address().isEmpty()) return;
        var pages = new OpsServer.Pages(vitals::troubles, readiness::whyNot, page::text);
        var opened = new OpsServer(arguments.address().get(), arguments.anywhere(), pages);
        LOG.log(Level.INFO, "health and figures are shown at {0}", opened.address());
        server = Optional.of(opened);
    }

    Drain drain() {
        return drain;
    }

    /// What operators may read.
    EvidenceFiles evidence() {
        return evidence;
    }

    Requests requests() {
        return requests;
    }

    Build build() {
        return build;
    }

    List<KeyCard> cards() {
        return keys.cards();
    }

    /// How the node is now.
    NodeCondition condition(Instant certificateEnds) {
        return new NodeCondition(
                build.hash(),
                clock.instant(),
                certificateEnds,
                readiness.whyNot().isEmpty(),
                keys.all().stream().map(this::condition).toList());
    }

    /// Keys of which shares of before may sign still.
    List<NodeStanding.EarlierEpoch> earlier() {
        return keys.earlier();
    }

    private KeyCondition condition(HeldKey held) {
        var key = held.key();
        return new KeyCondition(
                key.id(),
                meters.activations().since(key),
                backups.flatMap(kept -> kept.savedAt(key)),
                readiness.isReady(held),
                held.quarantined());
    }

    @Override
    public void close() {
        server.ifPresent(OpsServer::close);
        vitals.close();
    }
}
