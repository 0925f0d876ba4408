package tallystick.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.RunnerException;
import tallystick.bench.primitives.Primitives;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaSign;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.ecdsa.VectorPractice;
import tallystick.mpc.key.Scheme;

/// Measures what the protocols, the reading of transactions and decisions cost each party in CPU time, in one process
/// and one thread, without a network; and what requests to real nodes take by the clock.
public final class Main {
    private static final String USAGE = """
            usage: ./tallystick bench [--json FILE] [--quick] [--installed DIR]
                                      [--only ecdsa|frost|keygen|scaling|portable|decode|policy|audit|request|geo|node]
                   ./tallystick bench --only control [--path] [--quick] [--json FILE]
                   ./tallystick bench --only flat [--minutes N] [--json FILE]
                   ./tallystick bench --only keys [--keys N] [--json FILE]
                   ./tallystick bench --jmh [REGEX]

              --json FILE   also write the figures there as one flat JSON object
              --quick       a tenth of the warm-up: for a look, not for a comparison
              --only GROUP  measure one group; audit is a log of ten million entries, with --quick of one
              --only control  a withdrawal's way from a program to the chain, pages of a list of a million, and what
                            control takes; with --path the ways of withdrawals alone
              --only flat   requests at 70 of 100 of the peak for N minutes (60): what nodes take and hold at the
                            beginning and at the end
              --only keys   what N keys (1000) in each node cost the one that is used
              --installed DIR  what ./tallystick package has made, to measure a node's start; made if not given
              --jmh [REGEX] measure the primitives with JMH, or those whose Class.method has a match: one fork, three
                            warm-ups and five iterations of a second each

            The first run builds every module, since requests are measured on real nodes: that takes minutes.
            """;
    private static final int WARM_UP = 140;

    private final Figures figures = new Figures();
    private static final List<String> GROUPS = List.of(
            "ecdsa", "frost", "keygen", "scaling", "portable", "decode", "policy", "audit", "request", "geo", "node");
    /// Those that take so long that they are measured only by themselves.
    private static final List<String> LONG = List.of("flat", "keys");

    private final int warmUp;

    private Main(int warmUp) {
        this.warmUp = warmUp;
    }

    /// Exit 0 done, 2 on wrong arguments.
    public static void main(String... arguments) throws IOException, InterruptedException {
        if (arguments.length > 0 && arguments[0].equals("--jmh")) {
            primitives(List.of(arguments).subList(1, arguments.length));
            return;
        }
        var json = "";
        var only = "";
        var installed = Optional.<Path>empty();
        var warmUp = WARM_UP;
        var much = new Much(60, 1_000);
        var words = new ArrayList<>(List.of(arguments));
        while (!words.isEmpty()) {
            var word = words.removeFirst();
            if (word.equals("--quick")) warmUp = WARM_UP / 10;
            else if (word.equals("--json") && !words.isEmpty()) json = words.removeFirst();
            else if (word.equals("--installed") && !words.isEmpty())
                installed = Optional.of(Path.of(words.removeFirst()));
            else if (word.equals("--only") && !words.isEmpty()) only = words.removeFirst();
            else if (word.equals("--minutes") && isNumber(words)) much = much.ofMinutes(words.removeFirst());
            else if (word.equals("--keys") && isNumber(words)) much = much.ofKeys(words.removeFirst());
            else {
                System.out.print(USAGE);
                System.exit(word.equals("--help") ? 0 : 2);
            }
        }
        if (!only.isEmpty() && !GROUPS.contains(only) && !LONG.contains(only)) {
            System.err.printf(
                    "no group '%s': one of %s, %s%n", only, String.join(", ", GROUPS), String.join(", ", LONG));
            System.exit(2);
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly),
                        "end what was started"));
        var bench = new Main(warmUp);
        bench.run(only);
        if (LONG.contains(only)) bench.run(only, much);
        if (installed.isPresent() && (only.isEmpty() || only.equals("node")))
            new Starting(bench.figures, installed.get().toAbsolutePath()).run();
        if (!json.isEmpty()) bench.figures.write(Path.of(json));
    }

    /// How much of what takes long.
    private record Much(int minutes, int keys) {
        Much ofMinutes(String word) {
            return new Much(Integer.parseInt(word), keys);
        }

        Much ofKeys(String word) {
            return new Much(minutes, Integer.parseInt(word));
        }
    }

    private static boolean isNumber(List<String> words) {
        return !words.isEmpty() && words.getFirst().matches("[1-9][0-9]{0,5}");
    }

    private void run(String only, Much much) throws IOException, InterruptedException {
        var requests = new Requests(figures, warmUp < WARM_UP);
        if (only.equals("flat")) requests.flat(Duration.ofMinutes(much.minutes()));
        else requests.keys(much.keys());
    }

    private static void primitives(List<String> names) {
        if (names.size() > 1) {
            System.out.print(USAGE);
            System.exit(2);
        }
        try {
            var name = Pattern.compile(names.isEmpty() ? "" : names.getFirst());
            if (Primitives.names().stream().noneMatch(name.asPredicate())) {
                System.err.printf("no benchmark matches '%s'; there are:%n", name);
                Primitives.names().forEach(each -> System.err.println("  " + each));
                System.exit(2);
            }
            Primitives.run(name);
        } catch (RunnerException | PatternSyntaxException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private void run(String only) throws IOException, InterruptedException {
        calibrate();
        if (only.isEmpty() || only.equals("ecdsa") || only.equals("scaling")) practise();
        if (only.isEmpty() || only.equals("ecdsa")) {
            ecdsa("2of3", "2 of (a, b, c)", 2);
            ecdsa("3of5", "3 of (a, b, c, d, e)", 3);
        }
        if (only.isEmpty() || only.equals("portable")) portable();
        if (only.isEmpty() || only.equals("frost")) {
            frost("frost.bip340", Scheme.FROST_BIP340);
            frost("frost.ed25519", Scheme.FROST_ED25519);
            frost("frost.secp256k1", Scheme.FROST_SECP256K1);
        }
        if (only.isEmpty() || only.equals("keygen")) keygen();
        if (only.isEmpty() || only.equals("scaling")) scaling();
        if (only.isEmpty() || only.equals("decode")) new Decoding(figures, warmUp).run();
        if (only.isEmpty() || only.equals("policy")) new Judging(figures, warmUp).run();
        if (only.isEmpty() || only.equals("audit")) {
            new Retrying(figures).run();
            new Auditing(figures, warmUp < WARM_UP).run();
        }
        if (only.isEmpty() || only.equals("request")) new Requests(figures, warmUp < WARM_UP).here();
        if (only.isEmpty() || only.equals("geo")) new Requests(figures, warmUp < WARM_UP).apart();
    }

    /// A plain libsecp256k1 signature in the same run, so that ratios survive a noisy machine.
    private void calibrate() {
        var cpu = ManagementFactory.getThreadMXBean();
        var entropy = new SystemEntropy();
        try (var home = SecretMemory.open();
                var key = Curve.SECP256K1.group().randomSecret(entropy, home)) {
            var digest = new Digest32(entropy.bytes(32));
            figures.measure("calibration.secp256k1_sign_us", warmUp, () -> {
                var begun = cpu.getCurrentThreadCpuTime();
                for (var i = 0; i < 100; i++) {
                    var _ = EcdsaSign.sign(key, digest);
                }
                return (cpu.getCurrentThreadCpuTime() - begun) / 1e3 / 100;
            });
        }
    }

    /// As a node does before it is ready.
    private static void practise() {
        try (var home = SecretMemory.open()) {
            VectorPractice.run(home, () -> true);
        }
        for (var each : VectorPractice.status())
            if (!each.open())
                System.out.printf("without vectors: %s, a call left %d bytes%n", each.name(), each.leftBytes());
    }

    private void ecdsa(String name, String tree, int signers) {
        try (var fleet = new EcdsaFleet(tree, new Bout())) {
            var set = fleet.set(signers);
            var bytes = new long[2];
            var rounds = new int[1];
            var online = new ArrayList<Double>();
            figures.measure("ecdsa.sign.%s.cpu_ms_per_party".formatted(name), warmUp, () -> {
                var bout = new Bout();
                fleet.stock(set, bout);
                bytes[0] = bout.bytes() / EcdsaFleet.ITEMS;
                for (var i = 0; i < EcdsaFleet.ITEMS; i++) {
                    var agreed = fleet.agree(set, 1, bout);
                    var signing = new Bout();
                    fleet.sign(agreed, signing);
                    bytes[1] = signing.bytes();
                    rounds[0] = signing.rounds();
                    online.add(signing.millisPerParty());
                }
                var late = online.subList(online.size() - EcdsaFleet.ITEMS, online.size());
                return bout.millisPerParty() / EcdsaFleet.ITEMS
                        + late.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow();
            });
            var late = online.subList(online.size() - Figures.SAMPLES * EcdsaFleet.ITEMS, online.size()).stream()
                    .sorted()
                    .toList();
            figures.put("ecdsa.online.%s.cpu_ms_per_party".formatted(name), late.get(late.size() / 2));
            figures.put("ecdsa.online.%s.cpu_ms_per_party.min".formatted(name), late.getFirst());
            var pairs = signers * (signers - 1);
            figures.put("ecdsa.online.%s.bytes_per_pair_direction".formatted(name), (double) bytes[1] / pairs);
            figures.put("ecdsa.online.%s.rounds".formatted(name), rounds[0]);
            figures.put("ecdsa.pool.%s.bytes_per_pair_direction".formatted(name), (double) bytes[0] / pairs);
        }
    }

    /// The path without the Vector API needs a process of its own: the choice is made once, at start.
    private void portable() throws IOException, InterruptedException {
        if (System.getProperty("tallystick.vector", "").equals("off")) {
            ecdsa("2of3.portable", "2 of (a, b, c)", 2);
            return;
        }
        var file = Files.createTempFile("tallystick-bench", ".json");
        try {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dtallystick.vector=off",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "--only",
                    "portable",
                    "--json",
                    file.toString()));
            if (warmUp != WARM_UP) command.add("--quick");
            var exit = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exit != 0) throw new IOException("the portable run ended with " + exit);
            Figures.read(file).forEach((name, value) -> {
                if (name.contains("portable")) figures.put(name, value);
            });
        } finally {
            Files.delete(file);
        }
    }

    private void frost(String name, Scheme scheme) {
        try (var fleet = new FrostFleet("2 of (a, b, c)", scheme)) {
            var set = fleet.set(2);
            // Signatures are short and the compiler is slow with them: four times as many samples as elsewhere.
            figures.measure(name + ".2of3.cpu_ms_per_party", 4 * warmUp, () -> {
                var bout = new Bout();
                for (var i = 0; i < 32; i++) fleet.sign(set, bout);
                return bout.millisPerParty() / 32;
            });
            var once = new Bout();
            fleet.sign(set, once);
            said(name + ".2of3", once, 2);
        }
    }

    private void keygen() {
        figures.measure("ecdsa.keygen.2of3.cpu_ms_per_party", warmUp / 7, () -> {
            var bout = new Bout();
            new EcdsaFleet("2 of (a, b, c)", bout).close();
            return bout.millisPerParty();
        });
        var once = new Bout();
        new EcdsaFleet("2 of (a, b, c)", once).close();
        said("ecdsa.keygen.2of3", once, 3);
    }

    /// How many rounds and bytes it took, which is the same each time.
    private void said(String name, Bout bout, int parties) {
        figures.put(name + ".rounds", bout.rounds());
        figures.put(name + ".bytes_per_pair_direction", (double) bout.bytes() / (parties * (parties - 1)));
    }

    /// The trees over which cost is measured to grow.
    static List<Scaled> scaled() {
        var all = new ArrayList<Scaled>();
        for (var parties : List.of(2, 3, 5, 10)) {
            var names = new ArrayList<String>();
            for (var i = 0; i < parties; i++) names.add("p" + i);
            all.add(new Scaled(
                    "%dof%d".formatted(parties, parties),
                    "%d of (%s)".formatted(parties, String.join(", ", names)),
                    parties));
        }
        all.add(new Scaled("tree", "all(risk, 2 of (ceo*2, cfo, ops))", 2));
        all.add(new Scaled("weights", "all(risk, 5 of (ceo*3, cfo*3, ops1, ops2, ops3, ops4))", 3));
        return List.copyOf(all);
    }

    /// @param tree whose first `signers` parties satisfy it
    record Scaled(String name, String tree, int signers) {}

    private void scaling() {
        for (var each : scaled()) scale(each.name(), each.tree(), each.signers());
        for (var each : scaled()) if (!each.name().equals("tree")) scaleFrost(each.name(), each.tree(), each.signers());
    }

    private void scaleFrost(String name, String tree, int signers) {
        try (var fleet = new FrostFleet(tree, Scheme.FROST_BIP340)) {
            var set = fleet.set(signers);
            figures.measure("frost.scaling.%s.cpu_ms_per_party".formatted(name), Math.max(1, warmUp / 7), () -> {
                var bout = new Bout();
                for (var i = 0; i < 16; i++) fleet.sign(set, bout);
                return bout.millisPerParty() / 16;
            });
        }
    }

    private void scale(String name, String tree, int signers) {
        try (var fleet = new EcdsaFleet(tree, new Bout())) {
            var set = fleet.set(signers);
            figures.measure(
                    String.format(Locale.ROOT, "ecdsa.scaling.%s.cpu_ms_per_party", name),
                    Math.max(1, warmUp / 14),
                    () -> {
                        var bout = new Bout();
                        fleet.stock(set, bout);
                        for (var i = 0; i < EcdsaFleet.ITEMS; i++) fleet.sign(fleet.agree(set, 1, bout), bout);
                        return bout.millisPerParty() / EcdsaFleet.ITEMS;
                    });
        }
    }
}
