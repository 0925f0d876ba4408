package tallystick.node.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.registry.Chains;
import tallystick.core.court.Case;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.governance.Roster;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.key.GroupKey;
import tallystick.node.attest.Attestations;
import tallystick.node.docket.FileDocket;
import tallystick.node.documents.AcceptedGenesis;
import tallystick.node.documents.Documents;
import tallystick.node.epochs.Ceremonies;
import tallystick.node.epochs.CeremonyGuard;
import tallystick.node.epochs.Epochs;
import tallystick.node.gate.Bench;
import tallystick.node.gate.Gate;
import tallystick.node.kek.KeyEncryptionKey;
import tallystick.node.keystore.Backups;
import tallystick.node.keystore.ShareStore;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.OccasionLedger;
import tallystick.node.ledger.PairLedger;
import tallystick.node.ledger.SetLedger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;
import tallystick.node.log.KeyEntries;
import tallystick.node.quarantine.Quarantines;
import tallystick.node.room.Room;
import tallystick.node.rounds.Driver;
import tallystick.node.rounds.HeldKey;
import tallystick.node.rounds.Keys;
import tallystick.node.rounds.Pools;
import tallystick.node.rounds.Self;
import tallystick.node.rounds.SigningEntries;
import tallystick.node.rounds.Signings;
import tallystick.wire.MemberIdentity;

/// One node as `boot.Main` builds it, but for its links. Closing it loses nothing that is not on its disk.
public final class TrialNode implements AutoCloseable {
    /// Long enough for any machine where all answer.
    private static final Ceremonies.Limits LIMITS = new Ceremonies.Limits(Duration.ofMinutes(1), Duration.ofMinutes(1));
    /// Where somebody will not certify, in the sight of a test that knows.
    private static final Ceremonies.Limits HASTY_LIMITS =
            new Ceremonies.Limits(Duration.ofSeconds(20), Duration.ofMillis(500));

    private static final Digest32 BUILD = StandardHash.sha256(Bytes.ofUtf8("build"));

    private final String name;
    private final TrialNetwork network;
    private final Ledger ledger;
    private final FileLog log;
    private final PairLedger attempts;
    private final SetLedger sets;
    private final Keys keys;
    private final Epochs epochs;
    private final Ceremonies ceremonies;
    private final Ceremonies hastyCeremonies;
    private final Signings signings;
    private final FileDocket docket;
    private final Quarantines quarantines;
    private final Documents documents;
    private final Room room = new Room(2);
    private volatile BiConsumer<Case, Ruling> whenRuled = (_, _) -> {};
    private volatile boolean dead;

    /// A node's files.
    ///
    /// @param store among them, or elsewhere
    /// @param clock by which it judges
    record Place(Path directory, Path store, KeyEncryptionKey kek, InstantSource clock) {}

    TrialNode(
            MemberIdentity identity,
            Roster roster,
            TrialNetwork network,
            Place place,
            Optional<Backups> backups,
            Entropy entropy,
            SecretMemory home)
            throws IOException, StoreUnavailable {
        this.name = identity.name();
        var directory = place.directory();
        this.network = network;
        var self = new Self(identity, roster, entropy, home);
        this.log = FileLog.open(directory.resolve("log"), identity, InstantSource.system());
        var entries = new SigningEntries(log, set -> keys().of(set), BUILD);
        var driver = new Driver(this::send, System::nanoTime, entries::aborted);
        var store = new ShareStore(place.store(), name, place.kek(), entropy, home, new KeyEntries(log));
        this.ledger = Ledger.open(directory.resolve("ledger.db"));
        this.docket = FileDocket.open(directory.resolve("docket"), name, Optional.empty());
        docket.kept(ledger.kept());
        ledger.whenKept(docket::kept);
        this.attempts = new PairLedger(ledger);
        this.sets = new SetLedger(ledger, entries::quarantined);
        this.keys = new Keys(
                self,
                driver,
                store,
                attempts,
                sets,
                (share, names, pairs, queue) ->
                        new Pools(self, driver, share, names, pairs, attempts, BootId.draw(entropy), queue));
        var attestations = new Attestations(
                directory.resolve("attestations"), self, new KeyEntries(log), BUILD, InstantSource.system());
        this.epochs = new Epochs(self, driver, store, keys, attestations);
        network.join(name, driver::receive);
        var clock = place.clock();
        this.documents = Documents.open(
                new Documents.Own(name, identity.key(), () -> roster, () -> AcceptedGenesis.read(directory)),
                ledger,
                log,
                log::tiles,
                new Company(driver, roster),
                clock);
        driver.listen(GovernanceNews.CHANNEL, documents::hear);
        this.quarantines = Quarantines.open(directory.resolve("quarantine"), () -> roster, log, clock);
        var guard = new CeremonyGuard(quarantines, log, new OccasionLedger(ledger), documents::places);
        this.ceremonies = new Ceremonies(self, driver, store, backups, keys, epochs, guard, clock, LIMITS);
        this.hastyCeremonies = new Ceremonies(self, driver, store, backups, keys, epochs, guard, clock, HASTY_LIMITS);
        var gate = new Gate(
                        () -> roster,
                        Chains.of(List.of(new TrialChain())),
                        Knowledge.none(),
                        this::group,
                        clock,
                        ledger,
                        Gate.Networks.ALSO_TEST)
                .with(new Bench(name, documents, ledger, log, clock, this::ruled, room));
        this.signings = new Signings(gate, ledger, keys, entries, this::whyNot);
        epochs.start();
    }

    private Bench.Filing ruled(Case asked, Standing standing, Instant now, Ruling ruling) {
        var filing = docket.ruled(asked, standing, now, ruling);
        whenRuled.accept(asked, ruling);
        return filing;
    }

    /// Has somebody hear of each ruling, before anything comes of it.
    public void whenRuled(BiConsumer<Case, Ruling> hears) {
        whenRuled = hears;
    }

    /// Everybody else, whether he is there or not.
    private final class Company implements Documents.Network {
        private final Driver driver;
        private final Roster roster;

        Company(Driver driver, Roster roster) {
            this.driver = driver;
            this.roster = roster;
        }

        @Override
        public List<String> up() {
            return roster.nodes().stream()
                    .map(member -> member.name())
                    .filter(other -> !other.equals(name))
                    .toList();
        }

        @Override
        public void send(String to, Bytes message) {
            driver.send(to, GovernanceNews.CHANNEL, message);
        }
    }

    /// Where it rules on intents.
    public Room room() {
        return room;
    }

    /// Its documents.
    public Documents documents() {
        return documents;
    }

    private Optional<String> whyNot(GroupKey key, String name) {
        return quarantines.whyNot(key.id(), key.epoch(), name);
    }

    /// Its quarantines.
    public Quarantines quarantines() {
        return quarantines;
    }

    /// Follows an order as a node does.
    public QuarantineReply follow(String caller, QuarantineOrder order) {
        return quarantines.follow(caller, order, node -> {
            var running = new ArrayList<>(ceremonies.running());
            running.addAll(hastyCeremonies.running());
            return epochs.presentShares(node, running);
        });
    }

    private void send(String to, PeerFrame frame) {
        if (!dead) network.send(name, to, frame);
    }

    /// Does nothing more that anybody can see, as a process that is killed: says nothing, and writes nothing into its
    /// ledger. Its other files are for their disk to hold. Then it is closed as ever.
    public void die() {
        dead = true;
        ledger.close();
    }

    private Optional<GroupKey> group(Digest32 id) {
        return keys.held(id).map(HeldKey::key);
    }

    /// Its ledger.
    public Ledger ledger() {
        return ledger;
    }

    /// Its log.
    public FileLog log() {
        return log;
    }

    /// Its keys.
    public Keys keys() {
        return keys;
    }

    /// Its epochs.
    public Epochs epochs() {
        return epochs;
    }

    /// Its record of checks.
    public PairLedger attempts() {
        return attempts;
    }

    /// Its record of burnt sets.
    public SetLedger sets() {
        return sets;
    }

    /// Its ceremonies.
    public Ceremonies ceremonies() {
        return ceremonies;
    }

    /// The same, as of a node that hardly waits for others to certify.
    public Ceremonies hastyCeremonies() {
        return hastyCeremonies;
    }

    /// Its signing.
    public Signings signings() {
        return signings;
    }

    @Override
    public void close() {
        dead = true;
        network.leave(name);
        epochs.close();
        keys.close();
        ledger.close();
        log.close();
        docket.close();
    }
}
