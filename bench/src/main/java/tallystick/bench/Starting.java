package tallystick.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tallystick.crypto.secret.SecretMemory;
import tallystick.demo.fleet.Fleet;
import tallystick.demo.fleet.NodeProcess;
import tallystick.wire.ScratchDirectory;

/// What one node takes alone: the seconds until it says that it is ready, practice included, and the memory it holds
/// then.
///
/// **Why** from its jars, with what the virtual machine remembers of a rehearsal: that is how it is installed.
final class Starting {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int STARTS = 5;

    private final Figures figures;
    private final Path installed;

    /// @param installed what `./tallystick package` has made
    Starting(Figures figures, Path installed) {
        this.figures = figures;
        this.installed = installed;
    }

    void run() throws IOException, InterruptedException {
        try (var scratch = ScratchDirectory.create("tallystick-bench");
                var home = SecretMemory.open()) {
            var directory = scratch.path();
            var arguments = Fleet.alone(directory, home);
            put("node.ready_s", "node.rss_mb", command(true), arguments, directory);
            put("node.no_cache.ready_s", "node.no_cache.rss_mb", command(false), arguments, directory);
        }
    }

    private void put(String ready, String resident, List<String> command, List<String> arguments, Path directory)
            throws IOException, InterruptedException {
        var seconds = new double[STARTS];
        var megabytes = new double[STARTS];
        for (var i = 0; i < STARTS; i++) {
            var ops = Fleet.freePort();
            var words = new ArrayList<>(arguments);
            words.addAll(List.of("--ops", "127.0.0.1:" + ops));
            var begun = System.nanoTime();
            try (var node = NodeProcess.start("alone", command, words, directory.resolve("alone.log"))) {
                awaitReady(node, ops, directory);
                seconds[i] = (System.nanoTime() - begun) / 1e9;
                megabytes[i] = resident(node.pid());
            }
        }
        Arrays.sort(seconds);
        Arrays.sort(megabytes);
        figures.put(ready, seconds[STARTS / 2]);
        figures.put(resident, megabytes[STARTS / 2]);
    }

    private List<String> command(boolean withCache) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "@" + installed.resolve("node.options")));
        if (withCache) command.add("-XX:AOTCache=" + installed.resolve("node.aot"));
        command.addAll(List.of("-cp", installed.resolve("lib") + "/*", "tallystick.node.boot.Main"));
        return command;
    }

    private static void awaitReady(NodeProcess node, int ops, Path directory) throws IOException, InterruptedException {
        var ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/ready".formatted(ops)))
                .timeout(Duration.ofSeconds(5))
                .build();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline && node.isAlive()) {
                try {
                    if (client.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) return;
                } catch (IOException notYet) {
                    // It does not listen yet.
                }
                Thread.sleep(Duration.ofMillis(20));
            }
        }
        throw new IOException("the node did not become ready: see %s".formatted(directory.resolve("alone.log")));
    }

    /// Megabytes of memory that a process holds.
    static double resident(long pid) throws IOException {
        var line = Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new IOException("the system does not say how much memory a process holds"));
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
    }
}
