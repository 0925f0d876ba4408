package tallystick.demo.fleet;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.operator.BackupCommand;
import tallystick.tools.operator.NodeDoor;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Unable;
import tallystick.wire.BackupKeyFile;
import tallystick.wire.Card;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Passphrase;

/// Three nodes, an operator, an initiator, a control plane and an administrator of one demonstration, each with
/// identity and passphrase of its own in a directory of its own.
public final class Fleet implements AutoCloseable {
    /// The nodes that run from the beginning.
    public static final List<String> NODES = List.of("risk", "client", "backup");
    /// In the roster from the beginning, started later.
    public static final String JOINER = "client-two";

    /// Who may govern them.
    public static final List<String> PEOPLE = List.of("ann", "bo");

    /// Who carries evidence and orders nothing.
    public static final String CONTROL = "control";

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final int FIRST_PORT = 12_000;
    private static final int PORTS = 18_000;
    /// One after the other, so that none is given twice before somebody listens there.
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private final Path directory;
    private final List<String> command;
    private final SecretMemory home;
    private final Roads roads;
    private final Map<String, Integer> listening = new TreeMap<>();
    private final Map<String, NodeProcess> processes = new TreeMap<>();
    private final Map<String, MemberIdentity> identities = new TreeMap<>();
    private final List<Member> members = new ArrayList<>();

    private Fleet(Path directory, List<String> command, SecretMemory home, Roads roads) {
        this.directory = directory;
        this.command = command;
        this.home = home;
        this.roads = roads;
    }

    /// How nodes reach each other.
    @FunctionalInterface
    public interface Roads {
        /// The port by which others reach what listens at `port`; the same where nothing lies between.
        int to(int port) throws IOException;
    }

    /// Makes all identities, signs the roster and starts the nodes.
    public static Fleet start(Path directory, List<String> command, SecretMemory home) throws IOException {
        return start(directory, command, home, port -> port);
    }

    /// The same, where nodes reach each other by `roads`.
    public static Fleet start(Path directory, List<String> command, SecretMemory home, Roads roads) throws IOException {
        var fleet = new Fleet(directory, command, home, roads);
        for (var name : NODES) fleet.node(name);
        fleet.node(JOINER);
        fleet.member("operator", Member.Role.OPERATOR, 0);
        fleet.member("treasurer", Member.Role.INITIATOR, 0);
        for (var name : PEOPLE) fleet.member(name, Member.Role.OPERATOR, 0);
        fleet.member(CONTROL, Member.Role.CONTROL, 0);
        fleet.signRoster();
        fleet.makeBackupKey();
        for (var name : NODES) fleet.startNode(name);
        return fleet;
    }

    /// Makes what one node needs that has no others, and starts nothing.
    ///
    /// @return its arguments
    public static List<String> alone(Path directory, SecretMemory home) throws IOException {
        try (var fleet = new Fleet(directory, List.of(), home, port -> port)) {
            fleet.node("alone");
            fleet.signRoster();
            return fleet.arguments("alone");
        }
    }

    private void signRoster() throws IOException {
        var administrator = member("administrator", Member.Role.ADMINISTRATOR, 0);
        var roster = SignedRoster.of(roster(), identity("administrator").key());
        Files.write(rosterFile(), roster.encode().toArray());
        Files.writeString(directory.resolve("administrator.card"), Card.print(administrator));
    }

    /// Who is who.
    public Roster roster() {
        return new Roster(1, members);
    }

    /// A node as who stands beside it reaches it, whatever roads there are.
    public Member near(String name) {
        var node = roster().named(name).orElseThrow();
        var port = listening.getOrDefault(name, node.port());
        return new Member(node.name(), node.role(), node.identity(), node.tlsPins(), node.host(), port);
    }

    /// The identity of a member, by its name.
    public MemberIdentity identity(String name) {
        var identity = identities.get(name);
        if (identity == null) throw new AssertionError("no identity of " + name);
        return identity;
    }

    /// The process of a node that was started.
    public NodeProcess process(String name) {
        var process = processes.get(name);
        if (process == null) throw new AssertionError("no process of " + name);
        return process;
    }

    /// The key that backups of shares are sealed to, and where the risk node's go.
    private void makeBackupKey() throws IOException {
        Files.createDirectories(backups());
        try (var passphrase = Passphrase.read(passphraseFile("operator"), home)) {
            var point = BackupKeyFile.create(directory.resolve("backup-key"), passphrase, new SystemEntropy(), home);
            Files.writeString(directory.resolve("backup-key.txt"), BackupKeyFile.print(point));
        }
    }

    /// How a command is told who types it.
    public List<String> as(String name) {
        return List.of(
                "--identity",
                directory.resolve(name).resolve("identity").toString(),
                "--passphrase-file",
                passphraseFile(name).toString(),
                "--roster",
                rosterFile().toString());
    }

    /// How the program of control is told who it is.
    public List<String> controlArguments() {
        return as(CONTROL);
    }

    /// A file of the demonstration's own.
    Path file(String name) {
        return directory.resolve(name);
    }

    /// Where backups of shares go.
    public Path backups() {
        return directory.resolve("backups");
    }

    /// Opens every backup there is; how many.
    public int verifyBackups() throws IOException, Unable {
        try (var passphrase = Passphrase.read(passphraseFile("operator"), home);
                var key = BackupKeyFile.open(directory.resolve("backup-key"), passphrase, home);
                var files = Files.list(backups())) {
            var all = files.toList();
            for (var file : all) BackupCommand.verify(file, key, home);
            return all.size();
        }
    }

    /// What `tallystick verify` says of a node's log.
    public OperatorCommand verifyLog(String name) {
        return OperatorCommand.run(
                "verify",
                log(name),
                "--roster",
                rosterFile().toString(),
                "--administrator",
                directory.resolve("administrator.card").toString());
    }

    /// Where the attestation of a key's epoch goes, and beside it its paper.
    public Path attestationFile(String keyId, int epoch) {
        return directory.resolve("attestation-%s-%d.json".formatted(keyId.substring(0, 16), epoch));
    }

    /// What `tallystick ceremony attestation` says: collects what every participant signed.
    public OperatorCommand attestation(String keyId, int epoch) {
        var file = attestationFile(keyId, epoch).toString();
        return OperatorCommand.run(
                "ceremony",
                "attestation",
                "--identity",
                directory.resolve("operator").resolve("identity").toString(),
                "--passphrase-file",
                passphraseFile("operator").toString(),
                "--roster",
                rosterFile().toString(),
                "--key",
                keyId,
                "--epoch",
                String.valueOf(epoch),
                "--out",
                file,
                "--pdf",
                file.replace(".json", ".pdf"));
    }

    /// What `tallystick verify` says of an attestation, with the logs of these nodes.
    public OperatorCommand verifyAttestation(Path file, List<String> logs) {
        var words = new ArrayList<>(List.of(
                "verify",
                file.toString(),
                "--roster",
                rosterFile().toString(),
                "--administrator",
                directory.resolve("administrator.card").toString()));
        for (var name : logs) words.addAll(List.of("--log", log(name)));
        return OperatorCommand.run(words.toArray(String[]::new));
    }

    /// What `tallystick evidence export` says; the pack takes the place of one that this exported before.
    public OperatorCommand exportEvidence() throws Unable {
        try {
            Files.deleteIfExists(evidence());
        } catch (IOException e) {
            throw new Unable("the evidence pack of before cannot be taken away: " + e.getMessage());
        }
        var words = new ArrayList<>(List.of(
                "evidence",
                "export",
                "--roster",
                rosterFile().toString(),
                "--administrator",
                directory.resolve("administrator.card").toString(),
                "--identity",
                directory.resolve("operator").resolve("identity").toString(),
                "--passphrase-file",
                passphraseFile("operator").toString(),
                "--out",
                evidence().toString()));
        for (var name : processes.keySet()) words.addAll(List.of("--node", name + "=" + directory.resolve(name)));
        for (var file : attestations()) words.addAll(List.of("--attestation", file.toString()));
        return OperatorCommand.run(words.toArray(String[]::new));
    }

    private List<Path> attestations() throws Unable {
        try (var files = Files.list(directory)) {
            return files.filter(each -> each.getFileName().toString().matches("attestation-.*\\.json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Unable("the demonstration's directory cannot be read: " + e.getMessage());
        }
    }

    /// The evidence pack.
    public Path evidence() {
        return directory.resolve("evidence.zip");
    }

    /// What `tallystick verify` says of the evidence pack.
    public OperatorCommand verifyEvidence() {
        return OperatorCommand.run(
                "verify",
                evidence().toString(),
                "--administrator",
                directory.resolve("administrator.card").toString());
    }

    /// The entries of a node's log, a line each.
    public List<String> entries(String name) throws Unable {
        var said = OperatorCommand.run("log", "list", log(name));
        if (!said.holds()) throw new Unable(said.text());
        return said.lines();
    }

    private String log(String name) {
        return directory.resolve(name).resolve("log").toString();
    }

    /// How to go on by hand, while all of it runs.
    public List<String> invitations() {
        var person = "--identity %s --passphrase-file %s --roster %s"
                .formatted(directory.resolve("operator").resolve("identity"), passphraseFile("operator"), rosterFile());
        return List.of("./tallystick status " + person, "./tallystick log list " + log("risk"));
    }

    /// The operator of each node accepts a genesis on its machine.
    void accept(String workspace) throws IOException, InterruptedException, Unable {
        for (var node : roster().nodes()) {
            var line = new ArrayList<>(command);
            line.addAll(
                    List.of("accept", "--dir", directory.resolve(node.name()).toString(), workspace));
            var process = new ProcessBuilder(line).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) throw new Unable(said);
        }
    }

    /// Starts a node with what it has on its disk.
    public void startNode(String name) throws IOException {
        var line = new ArrayList<>(arguments(name));
        line.addAll(List.of(
                // All nodes of a fleet share one machine: three that practise at once are only slow.
                "--warm-up", "0",
                "--backup", backups().toString(),
                "--backup-key", directory.resolve("backup-key.txt").toString()));
        processes.put(name, NodeProcess.start(name, command, line, directory.resolve(name + ".log")));
    }

    private List<String> arguments(String name) {
        return List.of(
                "--dir",
                directory.resolve(name).toString(),
                "--roster",
                rosterFile().toString(),
                "--administrator",
                directory.resolve("administrator.card").toString(),
                "--passphrase-file",
                passphraseFile(name).toString(),
                "--test-networks",
                "--listen",
                "127.0.0.1:" + near(name).port());
    }

    /// Copies a node's key store as it is, as a thief or a backup would.
    public void copyStore(String name, String copy) throws IOException {
        copyTree(directory.resolve(name).resolve("keys"), directory.resolve(name + "-" + copy));
    }

    /// Stops a node, puts a copy of a store in the place of its own, or nothing if there is no such copy, and starts it
    /// again.
    public void restart(String name, String copy) throws IOException, InterruptedException, Unable {
        process(name).close();
        var store = directory.resolve(name).resolve("keys");
        Files.move(store, directory.resolve("%s-before-%s".formatted(name, copy)));
        var saved = directory.resolve(name + "-" + copy);
        if (Files.exists(saved)) copyTree(saved, store);
        startNode(name);
        awaitReady(NODES);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    /// Waits until each of `names` answers and is linked to all others of them.
    public void awaitReady(List<String> names) throws InterruptedException, Unable {
        for (var name : names) {
            var others = names.stream().filter(other -> !other.equals(name)).toList();
            var node = roster().named(name).orElseThrow();
            try (var door = new NodeDoor(identity("operator").tls(), node)) {
                var begin = System.nanoTime();
                while (!isLinked(door, others)) {
                    if (!process(name).isAlive() || System.nanoTime() - begin > READY_LIMIT.toNanos())
                        throw new Unable("node %s did not become ready: see %s"
                                .formatted(name, directory.resolve(name + ".log")));
                    Thread.sleep(Duration.ofMillis(100));
                }
            }
        }
    }

    @Override
    public void close() {
        processes.values().forEach(NodeProcess::close);
        identities.values().forEach(MemberIdentity::close);
    }

    /// A port of this machine that nothing listens at now, and that the system gives to nobody who does not name it:
    /// what it gives may be another's outgoing connection a moment later.
    public static int freePort() throws IOException {
        var taken = new BindException("no port is free");
        for (var i = 0; i < PORTS; i++) {
            var port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (var _ = new ServerSocket(port)) {
                return port;
            } catch (BindException e) {
                taken = e;
            }
        }
        throw taken;
    }

    private static boolean isLinked(NodeDoor door, List<String> others) {
        try {
            return door.status(Duration.ofSeconds(2)).linked().containsAll(others);
        } catch (NodeUnreachable notYet) {
            return false;
        }
    }

    private void node(String name) throws IOException {
        var port = freePort();
        listening.put(name, port);
        var _ = member(name, Member.Role.NODE, roads.to(port));
    }

    private Member member(String name, Member.Role role, int port) throws IOException {
        var own = Files.createDirectories(directory.resolve(name));
        Files.createFile(
                passphraseFile(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                passphraseFile(name),
                HexFormat.of().formatHex(new SystemEntropy().bytes(32).toArray()));
        var identity = MemberIdentity.generate(name, Instant.now(), new SystemEntropy(), home);
        identities.put(name, identity);
        try (var passphrase = Passphrase.read(passphraseFile(name), home)) {
            IdentityFile.create(own.resolve("identity"), identity, passphrase, new SystemEntropy(), home);
        }
        var member = new Member(
                name,
                role,
                identity.key().verifyKey(),
                identity.tls().pin(),
                role == Member.Role.NODE ? "127.0.0.1" : "",
                port);
        if (role != Member.Role.ADMINISTRATOR) members.add(member);
        return member;
    }

    private Path passphraseFile(String name) {
        return directory.resolve(name).resolve("passphrase");
    }

    Path rosterFile() {
        return directory.resolve("roster");
    }
}
