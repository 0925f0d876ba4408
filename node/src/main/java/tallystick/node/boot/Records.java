package tallystick.node.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.WitnessMessage;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.SetName;
import tallystick.node.evidence.CountersignTray;
import tallystick.node.evidence.Countersigning;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.Admissions;
import tallystick.node.log.Alarms;
import tallystick.node.log.AuditLog;
import tallystick.node.log.FileLog;
import tallystick.node.log.LogPages;
import tallystick.node.log.Refusals;
import tallystick.node.log.VeiledLog;
import tallystick.node.ops.Drain;
import tallystick.node.rounds.Driver;
import tallystick.node.rounds.Self;
import tallystick.node.rounds.SigningEntries;
import tallystick.node.standing.RosterBook;
import tallystick.node.transport.Links;
import tallystick.node.witness.WitnessStore;
import tallystick.node.witness.Witnessing;

/// All that writes into the log of one life of the node, and shows it to the other nodes.
final class Records {
    private static final Logger LOG = Logger.getLogger(Records.class.getName());
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(25);

    private final FileLog log;
    private final VeiledLog veiled;
    private final Build build;
    private final Digest32 boot;
    private final Refusals refusals;
    private final Admissions admissions;
    private final Alarms alarms;
    private final SigningEntries entries;
    private final Witnessing witnessing;
    private final Countersigning countersigning;
    private final CountersignTray tray;
    private final AtomicReference<Function<SetName, Optional<GroupKey>>> keys =
            new AtomicReference<>(_ -> Optional.empty());

    /// Writes that the node has started.
    ///
    /// @param veiled the same log, in which personal texts are veiled
    /// @param observed that one, and who counts what is written there
    /// @param book the rosters it follows
    /// @param directory the node's, in which it remembers the others' logs, and takes orders
    Records(
            FileLog log,
            VeiledLog veiled,
            AuditLog observed,
            Self self,
            RosterBook book,
            Path directory,
            Wires wires,
            InstantSource clock)
            throws IOException, StoreUnavailable {
        this.build = Build.own();
        this.log = log;
        this.veiled = veiled;
        this.boot = new Digest32(self.entropy().bytes(Digest32.LENGTH_BYTES));
        this.refusals = new Refusals(observed, clock, Thread::startVirtualThread);
        this.admissions = new Admissions(observed, clock, Thread::startVirtualThread);
        this.alarms = new Alarms(observed, clock, Thread::startVirtualThread);
        this.entries = new SigningEntries(observed, set -> keys.get().apply(set), build.hash());
        this.witnessing = new Witnessing(
                self.identity(),
                self.rosters(),
                new Witnessing.Logs(log, observed),
                WitnessStore.open(directory.resolve("witness"), self.roster().nodes()),
                (to, message) -> wires.send(to, new PeerFrame(WitnessMessage.CHANNEL, false, message)),
                self.entropy(),
                alarms,
                clock);
        this.countersigning = new Countersigning(self.identity(), book::signed, log::tiles, observed, clock);
        this.tray = new CountersignTray(
                directory.resolve("countersign"), book::signed, countersigning, Thread::startVirtualThread);
        log.append(new AuditEvent.NodeStarted(build.version(), build.hash(), boot));
    }

    Build build() {
        return build;
    }

    Refusals refusals() {
        return refusals;
    }

    Admissions admissions() {
        return admissions;
    }

    Alarms alarms() {
        return alarms;
    }

    /// Rings: a node without it is of no use until somebody brings it.
    void lacksGenesis(Digest32 workspace) {
        alarms.ring(
                "genesis",
                "this node lacks the genesis of its workspace %s: it signs nothing until it took it again"
                        .formatted(workspace));
    }

    /// Entries for those who may read them, with what opens their veils.
    LogPages pages() {
        return new LogPages(log, veiled::openings);
    }

    SigningEntries entries() {
        return entries;
    }

    /// Where manifests of evidence packs are held against the log and signed.
    Countersigning countersigning() {
        return countersigning;
    }

    /// Why this node does not work with the node of that name; empty if it does.
    Optional<String> whyNot(String peer) {
        return witnessing.whyNot(peer);
    }

    /// Whose log this node does not believe until an operator clears it, and why.
    SortedMap<String, String> refused() {
        return witnessing.refused();
    }

    /// Says the first word to every other node: what this one's log holds.
    ///
    /// @param known the key of a signing set, in its epoch, if it is open
    void open(Function<SetName, Optional<GroupKey>> known) {
        keys.set(known);
        witnessing.tick();
    }

    /// Where frames go: of the witness channel from everybody, of any other only from nodes this one works with.
    Links.Receiver receiver(Driver driver) {
        return new Links.Receiver() {
            @Override
            public boolean takeAtOnce(Member from, PeerFrame frame) {
                if (isForWitness(frame)) return false;
                return !witnessing.isTrusted(from.name()) || driver.receiveAtOnce(from.name(), frame);
            }

            @Override
            public void take(Member from, PeerFrame frame) {
                if (isForWitness(frame)) witnessing.receive(from.name(), frame.body());
                else if (witnessing.isTrusted(from.name())) driver.receive(from.name(), frame);
            }
        };
    }

    private static boolean isForWitness(PeerFrame frame) {
        return frame.channel().equals(WitnessMessage.CHANNEL);
    }

    /// Shows the log to its witnesses until the node is to stop; then lets nobody in any more and waits for what is
    /// under way, for so long as it may; and writes that the node stops.
    ///
    /// @param also what else is due as often; must not throw
    void keep(CountDownLatch stop, Drain drain, Runnable also) throws InterruptedException, StoreUnavailable {
        while (!stop.await(1, TimeUnit.SECONDS)) {
            witnessing.tick();
            veiled.tellErased();
            tray.look();
            also.run();
        }
        drain.begin();
        LOG.log(Level.INFO, "shutting down; calls under way: {0,number,#}", drain.calls());
        if (!drain.await(DRAIN_LIMIT)) LOG.log(Level.WARNING, "calls cut off: {0,number,#}", drain.calls());
        log.append(new AuditEvent.NodeStopped(boot));
    }
}
