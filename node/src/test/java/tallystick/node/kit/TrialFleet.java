package tallystick.node.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tallystick.core.chain.SigningInput;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.seal.PassphraseKey;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.GroupKey;
import tallystick.node.epochs.Ceremonies;
import tallystick.node.kek.KeyEncryptionKey;
import tallystick.node.kek.PassphraseKek;
import tallystick.node.keystore.Backups;
import tallystick.node.keystore.ShareStore;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;
import tallystick.node.log.KeyEntries;
import tallystick.node.restore.ShareRestore;
import tallystick.node.rounds.Self;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Passphrase;

/// Nodes, an operator and a treasurer in one process. Orders and requests go to the named nodes at once, as the
/// operator's program sends them.
public final class TrialFleet implements AutoCloseable {
    private static final String PASSPHRASE = "a long enough passphrase";

    private final SecretMemory home = SecretMemory.open();
    private final SystemEntropy entropy = new SystemEntropy();
    private final AgreementKey backupKey = AgreementKey.generate(entropy, home);
    private final TrialNetwork network = new TrialNetwork();
    private final Map<String, MemberIdentity> identities = new TreeMap<>();
    /// Nodes are looked up by what they do themselves, on threads of their own.
    private final Map<String, TrialNode> nodes = new ConcurrentSkipListMap<>();
    private final Path directory;
    private volatile Roster roster;
    private volatile Duration ahead = Duration.ZERO;

    /// The key-encryption key of all fleets' nodes: it takes long to derive, on purpose.
    private static final class SharedKek {
        static final Bytes SALT = new SystemEntropy().bytes(PassphraseKey.SALT_LENGTH_BYTES);
        static final KeyEncryptionKey KEK = derive();

        private SharedKek() {}

        private static KeyEncryptionKey derive() {
            var home = SecretMemory.open();
            try (var passphrase = SecretBytes.takeFrom(PASSPHRASE.getBytes(StandardCharsets.UTF_8), home)) {
                return PassphraseKek.of(SALT, passphrase, new SystemEntropy(), home);
            }
        }
    }

    /// Starts a fleet.
    ///
    /// @param names of the nodes
    public TrialFleet(Path directory, List<String> names) throws IOException, StoreUnavailable {
        this.directory = directory;
        var file = directory.resolve("passphrase");
        Files.writeString(file, PASSPHRASE, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        var members = new ArrayList<Member>();
        for (var name : names) members.add(member(name, Member.Role.NODE, members.size() + 1));
        members.add(member("operator", Member.Role.OPERATOR, 0));
        members.add(member("treasurer", Member.Role.INITIATOR, 0));
        roster = new Roster(1, members);
        for (var name : names) start(name);
    }

    private Member member(String name, Member.Role role, int port) {
        var identity = MemberIdentity.generate(name, Instant.now(), entropy, home);
        identities.put(name, identity);
        return new Member(
                name, role, identity.key().verifyKey(), identity.tls().pin(), port > 0 ? "localhost" : "", port);
    }

    /// Starts a node from what is on its disk.
    public void start(String name) throws IOException, StoreUnavailable {
        Files.createDirectories(disk(name));
        start(name, new TrialDisk((_, _) -> {}));
    }

    /// Starts a node whose files, but for its ledger, are on `trial`.
    public void start(String name, TrialDisk trial) throws IOException, StoreUnavailable {
        var directory = trial.path(disk(name));
        start(name, new TrialNode.Place(directory, directory.resolve("keys"), SharedKek.KEK, this::now));
    }

    /// Starts a node from a store under a key-encryption key of its own.
    public void startFrom(String name, Path store, KeyEncryptionKey own) throws IOException, StoreUnavailable {
        start(name, new TrialNode.Place(disk(name), store, own, this::now));
    }

    private void start(String name, TrialNode.Place place) throws IOException, StoreUnavailable {
        nodes.put(name, new TrialNode(identity(name), roster, network, place, backups(name), entropy, home));
    }

    /// The time on the nodes' clocks, by which they judge.
    public Instant now() {
        return Instant.now().plus(ahead);
    }

    /// Has runs of the nodes there are wait so long for what they spend, where they begin from now on.
    public void waitForStock(Duration limit) {
        nodes.values().forEach(node -> node.keys().waitForStock(limit));
    }

    /// Puts all nodes' clocks forward.
    public void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    /// Gives a stopped node the files by which a program would start from its directory.
    public void settle(String name) throws IOException {
        Files.write(disk(name).resolve("kek-salt"), SharedKek.SALT.toArray());
        try (var passphrase = Passphrase.read(passphraseFile(), home)) {
            IdentityFile.create(disk(name).resolve("identity"), identity(name), passphrase, entropy, home);
        }
    }

    /// Puts a share from its backup into the empty directory of a stopped node.
    public GroupKey restore(String name, Bytes backup, AgreementKey key, KeyRecord shown) throws IOException {
        var self = new Self(identity(name), roster, entropy, home);
        Files.createDirectories(disk(name));
        try (var log = FileLog.open(disk(name).resolve("log"), identity(name), InstantSource.system())) {
            var keys = disk(name).resolve("keys");
            var store = new ShareStore(keys, name, SharedKek.KEK, entropy, home, new KeyEntries(log));
            return new ShareRestore(self, store).run(backup, key, shown);
        }
    }

    /// The passphrase of all nodes.
    public Path passphraseFile() {
        return directory.resolve("passphrase");
    }

    /// Has a node back its shares up from its next start on.
    public void backUp(String name) throws IOException {
        Files.createDirectories(backupDirectory(name));
    }

    /// Where a node's backups go.
    public Path backupDirectory(String name) {
        return directory.resolve(name + "-backup");
    }

    /// The key they are sealed to.
    public AgreementKey backupKey() {
        return backupKey;
    }

    private Optional<Backups> backups(String name) throws IOException {
        return Files.isDirectory(backupDirectory(name))
                ? Optional.of(new Backups(backupDirectory(name), backupKey.point(), name, entropy, home))
                : Optional.empty();
    }

    /// Stops a node; only its disk is left.
    public void stop(String name) {
        node(name).close();
        nodes.remove(name);
    }

    /// A node is gone for ever: the others follow a roster without it, from a restart on.
    public void dismiss(String name) throws IOException, StoreUnavailable {
        stop(name);
        roster = new Roster(
                roster.version() + 1,
                roster.members().stream()
                        .filter(member -> !member.name().equals(name))
                        .toList());
        for (var other : List.copyOf(nodes.keySet())) {
            stop(other);
            start(other);
        }
    }

    /// A node's directory.
    public Path disk(String name) {
        return directory.resolve(name);
    }

    /// A running node.
    public TrialNode node(String name) {
        var node = nodes.get(name);
        if (node == null) throw new AssertionError(name + " is not running");
        return node;
    }

    /// Who is who.
    public Roster roster() {
        return roster;
    }

    /// What carries the nodes' frames.
    public TrialNetwork network() {
        return network;
    }

    /// A member's identity.
    public MemberIdentity identity(String name) {
        var identity = identities.get(name);
        if (identity == null) throw new AssertionError("no identity of " + name);
        return identity;
    }

    /// The operator's signed order.
    public CeremonyOrder order(CeremonyTask task, int attempt) {
        return new CeremonyOrder.Draft(
                        task,
                        attempt,
                        roster.version(),
                        Instant.ofEpochSecond(now().getEpochSecond() + 300),
                        entropy.bytes(32),
                        "operator")
                .sign(identity("operator").key());
    }

    /// Brings an order to nodes at once; each one's last news, by name.
    public Map<String, CeremonyNews> hold(CeremonyOrder order, Collection<String> names) {
        return hold(order, names, (_, _) -> {});
    }

    /// The same, with all news on the way.
    public Map<String, CeremonyNews> hold(
            CeremonyOrder order, Collection<String> names, BiConsumer<String, CeremonyNews> onNews) {
        return hold(order, names, TrialNode::ceremonies, onNews);
    }

    /// The same, where it cannot come to its end: nodes soon give up waiting for each other.
    public Map<String, CeremonyNews> holdInVain(CeremonyOrder order, Collection<String> names) {
        return holdInVain(order, names, (_, _) -> {});
    }

    /// The same, with all news on the way.
    public Map<String, CeremonyNews> holdInVain(
            CeremonyOrder order, Collection<String> names, BiConsumer<String, CeremonyNews> onNews) {
        return hold(order, names, TrialNode::hastyCeremonies, onNews);
    }

    private Map<String, CeremonyNews> hold(
            CeremonyOrder order,
            Collection<String> names,
            Function<TrialNode, Ceremonies> how,
            BiConsumer<String, CeremonyNews> onNews) {
        var last = new ConcurrentHashMap<String, CeremonyNews>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var name : names) {
                var node = node(name);
                threads.execute(() -> how.apply(node).run(order, news -> {
                    last.put(name, news);
                    onNews.accept(name, news);
                }));
            }
        }
        return last;
    }

    /// Generates a key; all of `names` must have it.
    public KeyCard generate(int schemeCode, String tree, List<String> names) {
        return agreed(hold(order(new CeremonyTask.Generate(schemeCode, tree), 1), names));
    }

    /// The one key that all news name.
    public static KeyCard agreed(Map<String, CeremonyNews> news) {
        var cards = news.values().stream()
                .map(each -> switch (each) {
                    case CeremonyNews.Generated(var key) -> key;
                    case CeremonyNews.Failed(var why) -> throw new AssertionError(why);
                    case CeremonyNews.Stage stage -> throw new AssertionError("stopped at " + stage);
                })
                .distinct()
                .toList();
        if (cards.size() != 1) throw new AssertionError("%d different keys".formatted(cards.size()));
        return cards.getFirst();
    }

    /// What a node shows of a key.
    public KeyRecord shown(String node, Digest32 key) {
        return node(node).epochs().shown(key).orElseThrow();
    }

    /// A request to sign `message`, signed by the treasurer.
    public SignRequest request(Digest32 key, SigningInput.Algorithm algorithm, Bytes message, List<String> signers) {
        var transaction = new TrialChain.Transaction(TrialChain.bytes(algorithm, message));
        var treasurer = identity("treasurer").key();
        var intent = new Intent(
                Intent.Version.V2,
                key,
                List.of(),
                TrialChain.CHAIN,
                transaction.content(),
                transaction.bytes(),
                transaction.digests(),
                Instant.ofEpochSecond(now().getEpochSecond() + 300),
                treasurer.verifyKey(),
                entropy.bytes(16));
        return new SignRequest(Evidence.of(intent, treasurer), Bytes.empty(), signers, entropy.bytes(16));
    }

    /// Brings a request to its signers at once; what each answered.
    public Map<String, SignReply> sign(SignRequest request) {
        var replies = new ConcurrentHashMap<String, SignReply>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var name : request.signers()) {
                var node = node(name);
                threads.execute(() -> replies.put(name, node.signings().sign(request)));
            }
        }
        return replies;
    }

    /// Has a message signed by all of `signers`, however often they have to be asked.
    public Map<String, SignReply> signAtLast(
            Digest32 key, SigningInput.Algorithm algorithm, Bytes message, List<String> signers) {
        return Patience.signed(signers.size(), () -> sign(request(key, algorithm, message, signers)));
    }

    @Override
    public void close() {
        nodes.values().forEach(TrialNode::close);
        network.close();
        backupKey.close();
        identities.values().forEach(MemberIdentity::close);
        home.close();
    }
}
