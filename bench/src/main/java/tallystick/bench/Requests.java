package tallystick.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.secret.SecretMemory;
import tallystick.demo.fleet.Fleet;
import tallystick.mpc.key.Scheme;
import tallystick.tools.operator.CeremonyDesk;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Unable;
import tallystick.wire.ScratchDirectory;

/// Requests to real nodes: three processes of this machine over mutual TLS, intents signed by an initiator, two nodes
/// that judge, reserve, sign and write down, and the signature attached.
///
/// **Why** the clock and not CPU time: waiting for disks and for each other is what a caller feels.
final class Requests {
    private static final String TREE = "2 of (backup, client, risk)";
    private static final int CALLERS = 32;
    private static final int BATCH = 16;
    private static final int BATCH_CALLERS = 4;
    private static final int WARM_UP_BOUTS_MIN = 15;
    private static final int WARM_UP_BOUTS_MAX = 30;
    private static final double COMPILERS_SHARE_MAX = 0.02;
    private static final List<Integer> ONE_WAY_MILLIS = List.of(40, 80);

    private final Figures figures;
    private final boolean isQuick;

    Requests(Figures figures, boolean isQuick) {
        this.figures = figures;
        this.isQuick = isQuick;
    }

    /// What is measured of one key.
    @FunctionalInterface
    private interface Measurement {
        void of(String name, Callers callers) throws IOException, InterruptedException, Unable, NodeUnreachable;
    }

    /// Requests between nodes of one place.
    void here() throws IOException, InterruptedException {
        with(port -> port, (fleet, ceremonies) -> {
            var key = ceremonies.generate(TREE, Scheme.ECDSA_SECP256K1);
            measure("ecdsa", fleet, key, (name, callers) -> {
                warm(callers);
                latency(name, callers);
                throughput(name, callers);
                batches(callers);
            });
            measure("frost", fleet, ceremonies.generate(TREE, Scheme.FROST_ED25519), (name, callers) -> {
                warm(callers);
                latency(name, callers);
                throughput(name, callers);
            });
            empty(fleet, ceremonies);
        });
    }

    /// Transactions that want many signatures each: what a request costs beside them is shared.
    private void batches(Callers callers) throws IOException, InterruptedException {
        Callers.Work batch = () -> callers.batch(BATCH);
        var time = Duration.ofSeconds(isQuick ? 5 : 20);
        callers.together(BATCH_CALLERS, time, batch);
        var before = nodesCpu();
        var perSecond = BATCH * callers.together(BATCH_CALLERS, time, batch);
        figures.put("throughput.ecdsa.2of3.batch%d.per_s".formatted(BATCH), perSecond);
        figures.put(
                "throughput.ecdsa.2of3.batch%d.nodes_cpu_ms".formatted(BATCH),
                nodesCpu().minus(before).toNanos() / 1e6 / (perSecond * time.toSeconds()));
    }

    /// The first request of a key that was just made waits for all that it spends.
    private void empty(Fleet fleet, CeremonyDesk ceremonies) throws InterruptedException, Unable, NodeUnreachable {
        var millis = new double[isQuick ? 5 : 30];
        for (var i = 0; i < millis.length; i++)
            try (var callers = new Callers(fleet, ceremonies.generate(TREE, Scheme.ECDSA_SECP256K1))) {
                millis[i] = callers.one();
            }
        Arrays.sort(millis);
        figures.put("request.ecdsa.empty.p50_ms", median(millis));
        figures.put("request.ecdsa.empty.max_ms", millis[millis.length - 1]);
    }

    /// Seventy of a hundred of what the nodes can do, for so long: whether what they take and hold stays the same.
    void flat(Duration time) throws IOException, InterruptedException {
        with(port -> port, (fleet, ceremonies) -> {
            try (var callers = new Callers(fleet, ceremonies.generate(TREE, Scheme.ECDSA_SECP256K1))) {
                warm(callers);
                var bout = Duration.ofSeconds(30);
                new Staying(figures, fleet, callers).run(callers.together(CALLERS, bout), time);
                figures.put("flat.last.peak_per_s", callers.together(CALLERS, bout));
            }
        });
    }

    /// So many keys in every node.
    void keys(int count) throws IOException, InterruptedException {
        with(port -> port, (fleet, ceremonies) -> {
            try (var callers = new Callers(fleet, ceremonies.generate(TREE, Scheme.ECDSA_SECP256K1))) {
                warm(callers);
                var keys = new ManyKeys(figures, fleet, callers);
                keys.measure("one");
                for (var i = 1; i < count; i++) {
                    var _ = ceremonies.generate(TREE, Scheme.ECDSA_SECP256K1);
                    if (i % 100 == 0) System.err.printf("%d keys%n", i);
                }
                keys.measure("many");
            }
        });
        figures.put("keys.count", count);
    }

    /// Requests between nodes that are far from each other; the callers stand beside each.
    void apart() throws IOException, InterruptedException {
        try (var distance = new Distance()) {
            with(distance::to, (fleet, ceremonies) -> {
                measure("ecdsa", fleet, ceremonies.generate(TREE, Scheme.ECDSA_SECP256K1), apart(distance));
                measure("frost", fleet, ceremonies.generate(TREE, Scheme.FROST_ED25519), apart(distance));
            });
        }
    }

    private Measurement apart(Distance distance) {
        return (name, callers) -> {
            warm(callers);
            var count = isQuick ? 30 : 150;
            var here = median(callers.oneByOne(count));
            figures.put("geo.%s.0ms.p50_ms".formatted(name), here);
            for (var millis : ONE_WAY_MILLIS) {
                distance.set(Duration.ofMillis(millis));
                var apart = median(callers.oneByOne(count));
                figures.put("geo.%s.%dms.p50_ms".formatted(name, millis), apart);
                figures.put("geo.%s.round_trips".formatted(name), (apart - here) / (2.0 * millis));
            }
            distance.set(Duration.ZERO);
        };
    }

    /// What is measured of a fleet.
    @FunctionalInterface
    private interface Occasion {
        void of(Fleet fleet, CeremonyDesk ceremonies) throws IOException, InterruptedException, Unable, NodeUnreachable;
    }

    private static void with(Fleet.Roads roads, Occasion occasion) throws IOException, InterruptedException {
        var scratch = ScratchDirectory.create("tallystick-bench");
        var directory = scratch.path();
        try (var home = SecretMemory.open();
                var fleet = Fleet.start(directory, nodeCommand(), home, roads)) {
            fleet.awaitReady(Fleet.NODES);
            var ceremonies =
                    new CeremonyDesk(fleet.identity("operator"), fleet.roster(), new PrintWriter(Writer.nullWriter()));
            occasion.of(fleet, ceremonies);
        } catch (Unable | NodeUnreachable e) {
            throw new IOException("the fleet under measurement failed, see %s".formatted(directory), e);
        }
        scratch.close();
    }

    private static void measure(String name, Fleet fleet, KeyCard key, Measurement measurement)
            throws IOException, InterruptedException, Unable, NodeUnreachable {
        try (var callers = new Callers(fleet, key)) {
            measurement.of(name, callers);
        }
    }

    /// As nodes are shipped (`deploy/node.options`), but for the cache.
    static List<String> nodeCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("deploy", "node.options").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                "tallystick.node.boot.Main");
    }

    /// Until the compilers of the nodes have done what they will: they use the same cores for minutes, and what they
    /// make of code that is used for minutes is quicker. Nodes run for months.
    private void warm(Callers callers) throws IOException, InterruptedException {
        var bout = Duration.ofSeconds(isQuick ? 5 : 20);
        for (var i = 0; i < (isQuick ? 1 : WARM_UP_BOUTS_MAX); i++) {
            var compiled = Compilers.seconds();
            var used = nodesCpu();
            var perSecond = callers.together(CALLERS, bout);
            var share = (Compilers.seconds() - compiled)
                    * 1e9
                    / nodesCpu().minus(used).toNanos();
            System.err.printf("warm-up: %.0f a second, compilers %.1f of a hundred%n", perSecond, 100 * share);
            if (i + 1 >= WARM_UP_BOUTS_MIN && share < COMPILERS_SHARE_MAX) return;
        }
    }

    private void latency(String name, Callers callers) throws InterruptedException, Unable, NodeUnreachable {
        var millis = callers.oneByOne(isQuick ? 100 : 500);
        figures.put("request.%s.p50_ms".formatted(name), median(millis));
        figures.put("request.%s.p99_ms".formatted(name), millis[millis.length * 99 / 100]);
        figures.put("request.%s.min_ms".formatted(name), millis[0]);
    }

    /// Of figures in order.
    static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    /// Signatures a second, and what one costs all nodes and the callers together in processor time: that says more
    /// where other programs use the same cores.
    private void throughput(String name, Callers callers) throws IOException, InterruptedException {
        var time = Duration.ofSeconds(20);
        var nodesBefore = nodesCpu();
        var callersBefore = cpu(ProcessHandle.current());
        var perSecond = callers.together(CALLERS, time);
        var signatures = perSecond * time.toSeconds();
        figures.put("throughput.%s.2of3.per_s".formatted(name), perSecond);
        figures.put(
                "throughput.%s.2of3.nodes_cpu_ms".formatted(name),
                nodesCpu().minus(nodesBefore).toNanos() / 1e6 / signatures);
        figures.put(
                "throughput.%s.2of3.callers_cpu_ms".formatted(name),
                cpu(ProcessHandle.current()).minus(callersBefore).toNanos() / 1e6 / signatures);
    }

    private static Duration nodesCpu() {
        return ProcessHandle.current().descendants().map(Requests::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /// Processor time of a process so far.
    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
