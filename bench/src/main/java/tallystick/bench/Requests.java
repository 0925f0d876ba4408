package tallystick.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.solana.Draft;
import tallystick.core.chain.solana.Solana;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.demo.fleet.Fleet;
import tallystick.mpc.key.Scheme;
import tallystick.tools.operator.CeremonyDesk;
import tallystick.tools.operator.NodeDoor;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.SigningDesk;
import tallystick.tools.operator.SigningParty;
import tallystick.tools.operator.Unable;

/// Requests to real nodes: three processes of this machine over mutual TLS, intents signed by an initiator, two nodes
/// that judge, reserve, sign and write down, and the signature attached.
///
/// **Why** the clock and not CPU time: waiting for disks and for each other is what a caller feels.
final class Requests {
    private static final String TREE = "2 of (backup, client, risk)";
    private static final List<String> SIGNERS = List.of("client", "risk");
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int CALLERS = 32;

    private final Figures figures;
    private final boolean isQuick;
    private final AtomicLong nonce = new AtomicLong();

    Requests(Figures figures, boolean isQuick) {
        this.figures = figures;
        this.isQuick = isQuick;
    }

    /// Starts the fleet, measures, and ends it.
    void run() throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("tallystick-bench");
        try (var home = SecretMemory.open();
                var fleet = Fleet.start(directory, nodeCommand(), home)) {
            fleet.awaitReady(Fleet.NODES);
            var ceremonies =
                    new CeremonyDesk(fleet.identity("operator"), fleet.roster(), new PrintWriter(Writer.nullWriter()));
            measure("ecdsa", fleet, ceremonies.generate(TREE, Scheme.ECDSA_SECP256K1));
            measure("frost", fleet, ceremonies.generate(TREE, Scheme.FROST_ED25519));
        } catch (Unable | NodeUnreachable e) {
            throw new IOException("the fleet under measurement failed, see %s".formatted(directory), e);
        }
        delete(directory);
    }

    private static List<String> nodeCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                "tallystick.node.boot.Main");
    }

    private void measure(String name, Fleet fleet, KeyCard key)
            throws IOException, InterruptedException, Unable, NodeUnreachable {
        var initiator = fleet.identity("treasurer");
        var desk = new SigningDesk(fleet.roster(), initiator, key);
        var doors = new ArrayList<NodeDoor>();
        try {
            for (var signer : SIGNERS)
                doors.add(new NodeDoor(
                        initiator.tls(), fleet.roster().named(signer).orElseThrow()));
            var nodes = new SigningParty(doors);
            together(nodes, desk, Duration.ofSeconds(isQuick ? 5 : 30));
            latency(name, nodes, desk);
            figures.put("throughput.%s.2of3.per_s".formatted(name), together(nodes, desk, Duration.ofSeconds(20)));
        } finally {
            doors.forEach(NodeDoor::close);
        }
    }

    /// One request after the other, with time between them for the pools.
    private void latency(String name, SigningParty nodes, SigningDesk desk)
            throws InterruptedException, Unable, NodeUnreachable {
        var millis = new double[isQuick ? 100 : 500];
        for (var i = 0; i < millis.length; i++) {
            Thread.sleep(Duration.ofMillis(20));
            var begun = System.nanoTime();
            sign(nodes, desk);
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        figures.put("request.%s.p50_ms".formatted(name), millis[millis.length / 2]);
        figures.put("request.%s.p99_ms".formatted(name), millis[millis.length * 99 / 100]);
        figures.put("request.%s.min_ms".formatted(name), millis[0]);
    }

    /// Signatures a second by many callers at once.
    private double together(SigningParty nodes, SigningDesk desk, Duration time)
            throws IOException, InterruptedException {
        var begun = System.nanoTime();
        var end = begun + time.toNanos();
        Callable<Long> caller = () -> {
            var signed = 0L;
            for (; System.nanoTime() < end; signed++) sign(nodes, desk);
            return signed;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = new ArrayList<Callable<Long>>();
            for (var i = 0; i < CALLERS; i++) callers.add(caller);
            var all = 0L;
            for (var each : threads.invokeAll(callers)) all += each.get();
            return all / ((System.nanoTime() - begun) / 1e9);
        } catch (ExecutionException e) {
            throw new IOException("a caller failed", e);
        }
    }

    private void sign(SigningParty nodes, SigningDesk desk) throws InterruptedException, Unable, NodeUnreachable {
        var isEdwards = desk.key().schemeCode() == Scheme.FROST_ED25519.code();
        var open = isEdwards ? solana(desk.key()) : ethereum();
        var completed = isEdwards ? solana(desk.key()).withBlockhash(new SystemEntropy().bytes(32)) : open;
        var request = new SignRequest(
                desk.evidence(open),
                isEdwards ? completed.bytes() : Bytes.empty(),
                SIGNERS,
                new SystemEntropy().bytes(SignRequest.ATTEMPT_LENGTH_BYTES));
        var signed = completed.attach(nodes.sign(request, LIMIT).signatures());
        if (signed.bytes().length() == 0) throw new AssertionError("nothing signed");
    }

    private UnsignedTransaction ethereum() {
        return new FeeMarketTransaction(
                BigInteger.valueOf(31_337),
                BigInteger.valueOf(nonce.getAndIncrement()),
                BigInteger.valueOf(1_000_000_000L),
                BigInteger.valueOf(2_000_000_000L),
                BigInteger.valueOf(21_000),
                Optional.of(Address.of(Curve.SECP256K1.group().generator())),
                BigInteger.valueOf(250_000_000_000_000_000L),
                Bytes.empty(),
                List.of());
    }

    private static SolanaTransaction solana(KeyCard key) {
        var group = Curve.ED25519.group();
        var payer = tallystick.core.chain.solana.Address.of(
                group.parsePoint(key.point()).orThrow());
        return Draft.of(Solana.DEVNET, payer)
                .transfer(tallystick.core.chain.solana.Address.of(group.generator()), BigInteger.valueOf(1_000_000_000))
                .build();
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
