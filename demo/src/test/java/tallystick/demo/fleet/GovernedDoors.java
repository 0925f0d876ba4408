package tallystick.demo.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.core.pack.PackManifest;
import tallystick.core.wire.AttestationRequest;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CountersignReply;
import tallystick.core.wire.Distrust;
import tallystick.core.wire.EvidenceOrder;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.core.wire.NodeCondition;
import tallystick.core.wire.NodeStatus;
import tallystick.core.wire.ProtocolVersions;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.documents.AcceptedGenesis;
import tallystick.node.documents.Documents;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.Admissions;
import tallystick.node.log.FileLog;
import tallystick.node.log.LogPages;
import tallystick.node.log.Refusals;
import tallystick.node.transport.Door;
import tallystick.node.transport.Links;
import tallystick.node.transport.ListenAddress;
import tallystick.wire.Card;
import tallystick.wire.CertificateListener;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.OwnTls;
import tallystick.wire.Passphrase;

/// Nodes of one process with their own doors, logs, ledgers and documents, and no keys: what people type reaches them
/// by real connections, and their clocks can be put forward.
final class GovernedDoors implements AutoCloseable {
    private static final Digest32 ZEROS = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
    private static final String PASSPHRASE = "a long enough passphrase";

    private final SecretMemory home = SecretMemory.open();
    private final Path directory;
    private final Map<String, MemberIdentity> identities = new TreeMap<>();
    private final List<Member> members = new ArrayList<>();
    private final Map<String, Node> nodes = new ConcurrentSkipListMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private volatile Duration ahead = Duration.ZERO;

    GovernedDoors(Path directory, List<String> names, List<String> people) throws IOException, StoreUnavailable {
        this.directory = directory;
        for (var name : names) member(name, Member.Role.NODE);
        for (var name : people) member(name, Member.Role.OPERATOR);
        var administrator = MemberIdentity.generate("administrator", Instant.now(), new SystemEntropy(), home);
        identities.put("administrator", administrator);
        Files.write(
                file("roster"),
                SignedRoster.of(roster(), administrator.key()).encode().toArray());
        for (var name : names) start(name);
        var _ = ticks.scheduleWithFixedDelay(
                () -> nodes.values().forEach(node -> node.documents.tick()), 20, 20, TimeUnit.MILLISECONDS);
    }

    private void member(String name, Member.Role role) throws IOException {
        var own = Files.createDirectories(file(name));
        var secret = own.resolve("passphrase");
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, PASSPHRASE);
        var identity = MemberIdentity.generate(name, Instant.now(), new SystemEntropy(), home);
        identities.put(name, identity);
        var isNode = role == Member.Role.NODE;
        members.add(new Member(
                name,
                role,
                identity.key().verifyKey(),
                identity.tls().pin(),
                isNode ? "127.0.0.1" : "",
                isNode ? Fleet.freePort() : 0));
    }

    Roster roster() {
        return new Roster(1, members);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /// How a command is told who types it.
    List<String> as(String name) throws IOException {
        seal(name);
        return List.of(
                "--identity",
                file(name).resolve("identity").toString(),
                "--passphrase-file",
                file(name).resolve("passphrase").toString(),
                "--roster",
                file("roster").toString());
    }

    /// Sealing takes long, on purpose: only who types anything has his identity in a file.
    private void seal(String name) throws IOException {
        var sealed = file(name).resolve("identity");
        if (Files.exists(sealed)) return;
        var identity = Optional.ofNullable(identities.get(name)).orElseThrow();
        try (var passphrase = Passphrase.read(file(name).resolve("passphrase"), home)) {
            IdentityFile.create(sealed, identity, passphrase, new SystemEntropy(), home);
        }
    }

    /// What a document of people names a key by.
    String card(String name) {
        return Card.print(roster().named(name).orElseThrow()).strip();
    }

    /// The name of a passkey of somebody's, which no terminal has.
    String passkeyName(String name) {
        return StandardHash.sha256(Bytes.ofUtf8("credential " + name)).bytes().toHex();
    }

    /// Its public key.
    String passkey(String name) {
        try (var key = IdentityKey.generate(new SeededEntropy(name.hashCode()), home)) {
            return key.verifyKey().bytes().toHex();
        }
    }

    /// The operator of a node accepts a genesis on its machine.
    void accept(String node, String workspace) throws IOException {
        AcceptedGenesis.write(file(node), Digest32.ofHex(workspace));
    }

    Instant now() {
        return Instant.now().plus(ahead);
    }

    /// Puts all nodes' clocks forward.
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    private void start(String name) throws IOException, StoreUnavailable {
        var identity = Optional.ofNullable(identities.get(name)).orElseThrow();
        nodes.put(name, new Node(identity));
    }

    /// A node's documents hear and say nothing any more. Its door still answers, so that nobody waits for it.
    void silence(String name) {
        silent.add(name);
    }

    @Override
    public void close() {
        ticks.close();
        nodes.values().forEach(Node::close);
        identities.values().forEach(MemberIdentity::close);
        home.close();
    }

    /// One node.
    private final class Node implements Door.Service, Documents.Network, AutoCloseable {
        private final String name;
        private final FileLog log;
        private final Ledger ledger;
        private final Documents documents;
        private final Door door;

        Node(MemberIdentity identity) throws IOException, StoreUnavailable {
            name = identity.name();
            InstantSource clock = GovernedDoors.this::now;
            log = FileLog.open(file(name).resolve("log"), identity, clock);
            ledger = Ledger.open(file(name).resolve("ledger.db"));
            var own = new Documents.Own(
                    name, identity.key(), GovernedDoors.this::roster, () -> AcceptedGenesis.read(file(name)));
            documents = Documents.open(own, ledger, log, log::tiles, this, clock);
            var refusals = new Refusals(log, clock, Runnable::run);
            var said = new Links.Own(
                    name,
                    GovernedDoors.this::roster,
                    new OwnTls(identity.tls()),
                    ProtocolVersions.OWN,
                    ProtocolVersions.BETWEEN_NODES);
            var links = new Links(said, (_, _) -> {}, CertificateListener.NOBODY, refusals);
            var self = roster().named(name).orElseThrow();
            var address = new ListenAddress(self.host(), self.port());
            var admissions = new Admissions(log, clock, Runnable::run);
            door = new Door(address, said, links, this, refusals, admissions, CertificateListener.NOBODY);
        }

        @Override
        public List<String> up() {
            return nodes.keySet().stream()
                    .filter(other -> !other.equals(name) && !silent.contains(other))
                    .toList();
        }

        @Override
        public void send(String to, Bytes message) {
            if (silent.contains(name) || silent.contains(to)) return;
            var node = Optional.ofNullable(nodes.get(to));
            Thread.startVirtualThread(() -> node.ifPresent(each -> each.documents.hear(name, message)));
        }

        @Override
        public GovernanceReply governance(Member caller, GovernanceOrder order) {
            return silent.contains(name)
                    ? new GovernanceReply.Refused("this node hears nothing")
                    : documents.follow(caller.name(), order);
        }

        @Override
        public void ceremony(Member caller, CeremonyOrder order, Consumer<CeremonyNews> news) {
            news.accept(new CeremonyNews.Failed("this node has no keys"));
        }

        @Override
        public SignReply sign(Member caller, SignRequest request) {
            return new SignReply.Refused("this node has no keys");
        }

        @Override
        public NodeStatus status() {
            var condition = new NodeCondition(ZEROS, now(), now(), true, List.of());
            return new NodeStatus(name, "trial", 1, List.of(), List.of(), condition, Optional.empty());
        }

        @Override
        public Distrust distrust() {
            return new Distrust(List.of());
        }

        @Override
        public Optional<KeyRecord> key(Digest32 id) {
            return Optional.empty();
        }

        @Override
        public Optional<NodeAttestation> attestation(AttestationRequest request) {
            return Optional.empty();
        }

        @Override
        public CountersignReply countersign(Member caller, PackManifest manifest) {
            return new CountersignReply.Refused("this node keeps no log");
        }

        @Override
        public EvidenceOrder.Reply evidence(EvidenceOrder order) {
            return new EvidenceOrder.Reply.Absent();
        }

        @Override
        public Optional<LogPage> log(LogQuery query) {
            return new LogPages(log, _ -> List.of()).page(query);
        }

        @Override
        public QuarantineReply quarantine(Member caller, QuarantineOrder order) {
            return new QuarantineReply.Refused("this node has no keys");
        }

        @Override
        public void close() {
            door.close();
            ledger.close();
            log.close();
        }
    }
}
