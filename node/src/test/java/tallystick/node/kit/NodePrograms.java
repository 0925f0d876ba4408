package tallystick.node.kit;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.Card;
import tallystick.wire.DurableFile;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Passphrase;
import tallystick.wire.TlsIdentity;
import tallystick.wire.Wire;

/// Nodes as processes of this machine, watched over HTTP.
public final class NodePrograms implements AutoCloseable {

    private final SecretMemory home = SecretMemory.open();
    private final SystemEntropy entropy = new SystemEntropy();
    private final Path directory;
    private final Map<String, MemberIdentity> identities = new TreeMap<>();
    private final Map<String, Process> processes = new TreeMap<>();
    private final List<Process> started = new ArrayList<>();
    private final Map<String, InetSocketAddress> ops = new TreeMap<>();
    private final List<Member> members = new ArrayList<>();
    private final List<String> further;
    private int version = 1;

    /// Makes identities, an operator and a treasurer, signs the roster, and starts the nodes.
    public NodePrograms(Path directory, List<String> names) throws IOException {
        this(directory, names, List.of());
    }

    /// The same.
    ///
    /// @param further words of each node's command line
    public NodePrograms(Path directory, List<String> names, List<String> further) throws IOException {
        this.directory = directory;
        this.further = List.copyOf(further);
        for (var name : names) member(name, Member.Role.NODE);
        member("operator", Member.Role.OPERATOR);
        member("treasurer", Member.Role.INITIATOR);
        var administrator = member("administrator", Member.Role.ADMINISTRATOR);
        members.remove(administrator);
        DurableFile.create(
                directory.resolve("roster"),
                SignedRoster.of(roster(), identity("administrator").key()).encode());
        Files.writeString(directory.resolve("administrator.card"), Card.print(administrator));
        for (var name : names) start(name);
    }

    private Member member(String name, Member.Role role) throws IOException {
        var own = Files.createDirectories(directory.resolve(name));
        var file = Files.createFile(
                own.resolve("passphrase"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "a long enough passphrase");
        var identity = MemberIdentity.generate(name, Instant.now(), entropy, home);
        identities.put(name, identity);
        if (role == Member.Role.NODE)
            try (var passphrase = Passphrase.read(file, home)) {
                IdentityFile.create(own.resolve("identity"), identity, passphrase, entropy, home);
            }
        var isNode = role == Member.Role.NODE;
        var member = new Member(
                name,
                role,
                identity.key().verifyKey(),
                identity.tls().pin(),
                isNode ? "127.0.0.1" : "",
                isNode ? Ports.free() : 0);
        members.add(member);
        return member;
    }

    /// Starts a node, or starts it again from its directory.
    public void start(String name) throws IOException {
        start(name, directory.resolve(name));
    }

    /// Starts a node from another directory than its own.
    public void start(String name, Path own) throws IOException {
        ops.put(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()));
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                // What lives for seconds needs no collector of many threads, and no compiler that takes longer than it
                // lives: without that one vectors cost more than they save.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dtallystick.vector=off",
                "-cp",
                classPath(),
                "tallystick.node.boot.Main",
                "--dir",
                own.toString(),
                "--roster",
                directory.resolve("roster").toString(),
                "--administrator",
                directory.resolve("administrator.card").toString(),
                "--passphrase-file",
                own.resolve("passphrase").toString(),
                "--test-networks",
                "--log",
                "json",
                "--warm-up",
                "0",
                "--ops",
                "127.0.0.1:" + ops(name).getPort()));
        line.addAll(further);
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(own.resolve("output").toFile()))
                .start();
        started.add(process);
        processes.put(name, process);
    }

    /// Kills a node in an instant, as `kill -9` does, and waits until it is gone.
    public void kill(String name) {
        process(name).destroyForcibly().onExit().join();
    }

    /// A node's directory.
    public Path directory(String name) {
        return directory.resolve(name);
    }

    /// What this test runs from, whoever loaded it.
    public static String classPath() {
        return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs())
                        .map(url -> Path.of(java.net.URI.create(url.toString())).toString())
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    /// Who is who.
    public Roster roster() {
        return new Roster(version, members);
    }

    /// Lays a roster of the next version where all nodes read it.
    ///
    /// @param changed in place of the one of the same name
    public void publish(Member changed) throws IOException {
        members.replaceAll(member -> member.name().equals(changed.name()) ? changed : member);
        version++;
        lay(roster());
    }

    /// Lays any roster there.
    public void lay(Roster roster) throws IOException {
        DurableFile.replace(
                directory.resolve("roster"),
                SignedRoster.of(roster, identity("administrator").key()).encode());
    }

    /// Lays another certificate where a node reads its own.
    public void lay(String name, TlsIdentity tls) throws IOException {
        var own = directory.resolve(name);
        var next = new MemberIdentity(name, identity(name).key(), tls);
        try (var passphrase = Passphrase.read(own.resolve("passphrase"), home)) {
            IdentityFile.create(own.resolve("identity.next"), next, passphrase, entropy, home);
        }
        Files.move(own.resolve("identity.next"), own.resolve("identity"), StandardCopyOption.ATOMIC_MOVE);
    }

    /// A member's identity.
    public MemberIdentity identity(String name) {
        var identity = identities.get(name);
        if (identity == null) throw new AssertionError("no identity of " + name);
        return identity;
    }

    /// A node's process.
    public Process process(String name) {
        var process = processes.get(name);
        if (process == null) throw new AssertionError("no process of " + name);
        return process;
    }

    /// Where it shows how it is.
    public InetSocketAddress ops(String name) {
        var address = ops.get(name);
        if (address == null) throw new AssertionError("no address of " + name);
        return address;
    }

    /// What a node has written to its log so far.
    public List<String> output(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name).resolve("output"));
    }

    /// Waits until a node has written such a line to its log.
    public void awaitOutput(String name, Predicate<String> line) {
        Patience.until("a line in the log of " + name, () -> {
            try {
                return output(name).stream().anyMatch(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// A connection to a node's door as this member.
    public ManagedChannel door(String as, String node) {
        return Wire.channel(
                identity(as).tls(), roster().named(node).orElseThrow(() -> new AssertionError("no member " + node)));
    }

    /// Calls once over a connection of its own, as real programs do.
    public Bytes call(String as, String node, MethodDescriptor<Bytes, Bytes> method, Bytes request) {
        var channel = door(as, node);
        try {
            return ClientCalls.blockingUnaryCall(
                    channel,
                    method,
                    CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(Patience.SECONDS_MAX, TimeUnit.SECONDS),
                    request);
        } finally {
            channel.shutdownNow();
        }
    }

    /// Asks for a page again and again until the answer is as it is to be.
    public OpsClient.Answer await(String name, String path, Predicate<OpsClient.Answer> good)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.SECONDS_MAX);
        var last = new OpsClient.Answer(0, "", "");
        while (System.nanoTime() < deadline) {
            try {
                last = OpsClient.get(ops(name), path);
                if (good.test(last)) return last;
            } catch (java.net.ConnectException notYet) {
                if (!process(name).isAlive()) throw new AssertionError(name + " ended: " + output(name));
            }
            Thread.sleep(50);
        }
        throw new AssertionError("%s of %s stayed %s; its log: %s".formatted(path, name, last, output(name)));
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
        started.forEach(process -> process.onExit().join());
        identities.values().forEach(MemberIdentity::close);
        home.close();
    }
}
