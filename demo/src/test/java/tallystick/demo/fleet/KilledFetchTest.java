package tallystick.demo.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.log.FileLog;
import tallystick.tools.boot.Main;

@DisplayName("An export killed while it fetches from running nodes goes on, docs/spec/evidence-pack.md EP-23")
class KilledFetchTest {
    private static final int DRILLS = 12_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /// Nodes that have nothing to tell each other say nothing for so long.
    private static final Duration QUIET = Duration.ofSeconds(8);

    private static final Duration PAUSE = Duration.ofMillis(100);

    @TempDir
    Path directory;

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// What this test runs from, whoever loaded it.
    private static String classPath() {
        return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs())
                        .map(url -> Path.of(URI.create(url.toString())).toString())
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private Fleet started(SecretMemory home) throws Exception {
        var node = List.of(
                java(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "tallystick.node.boot.Main");
        return Fleet.start(directory.resolve("fleet"), node, home);
    }

    /// So many entries that fetching them takes a while.
    private void drills(Fleet fleet) throws Exception {
        fleet.process("risk").close();
        var log = fleet.file("risk").resolve("log");
        try (var file = FileLog.open(log, fleet.identity("risk"), InstantSource.system());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < DRILLS; i++) {
                var drill = new AuditEvent.AlarmRang("vitals", "drill " + i);
                var _ = threads.submit(() -> file.append(drill));
            }
        }
        fleet.startNode("risk");
        fleet.awaitReady(Fleet.NODES);
    }

    private static List<String> words(Fleet fleet, Path out) {
        return new ArrayList<>(List.of(
                "evidence",
                "export",
                "--roster",
                fleet.rosterFile().toString(),
                "--administrator",
                fleet.file("administrator.card").toString(),
                "--out",
                out.toString()));
    }

    private Process export(Fleet fleet, Path out) throws IOException {
        var line = new ArrayList<>(
                List.of(java(), "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), Main.class.getName()));
        line.addAll(words(fleet, out));
        line.addAll(List.of(
                "--identity",
                fleet.file("operator").resolve("identity").toString(),
                "--passphrase-file",
                fleet.file("operator").resolve("passphrase").toString()));
        for (var name : Fleet.NODES) line.addAll(List.of("--from-node", name));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("said").toFile()))
                .start();
    }

    private Path fetched() {
        return directory.resolve("pack.zip.fetched/risk/log/tile");
    }

    /// Kills it as soon as it has that file.
    ///
    /// @return whether it lived until then
    private boolean isKilled(Process export, Path file) throws InterruptedException {
        var last = Instant.now().plus(LIMIT);
        while (!Files.exists(file) && Instant.now().isBefore(last))
            if (export.waitFor(1, TimeUnit.MILLISECONDS)) return false;
        export.destroyForcibly();
        return export.waitFor() != 0 && Files.exists(file);
    }

    /// The tiles that are whole, and which file each is on the disk.
    private Map<String, Object> tiles() throws IOException {
        var tiles = new TreeMap<String, Object>();
        try (var files = Files.walk(fetched())) {
            for (var file : files.filter(Files::isRegularFile).toList())
                if (!file.toString().endsWith(".new"))
                    tiles.put(
                            fetched().relativize(file).toString(),
                            Objects.requireNonNull(Files.readAttributes(file, BasicFileAttributes.class)
                                    .fileKey()));
        }
        return tiles;
    }

    /// What nodes show of their logs.
    private static Map<Path, String> shown(Fleet fleet) throws IOException {
        var shown = new TreeMap<Path, String>();
        for (var name : Fleet.NODES) {
            var log = fleet.file(name).resolve("log");
            var all = new ArrayList<>(List.of(log.resolve("checkpoint")));
            try (var files = Files.list(log.resolve("cosigned"))) {
                all.addAll(
                        files.filter(each -> !each.toString().endsWith(".new")).toList());
            }
            for (var file : all) shown.put(file, HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
        return shown;
    }

    private static void awaitQuiet(Fleet fleet) throws IOException, InterruptedException {
        var last = Instant.now().plus(LIMIT);
        var since = Instant.now();
        for (var before = shown(fleet); since.plus(QUIET).isAfter(Instant.now()); ) {
            assertThat(Instant.now()).isBefore(last);
            Thread.sleep(PAUSE);
            var now = shown(fleet);
            if (!now.equals(before)) since = Instant.now();
            before = now;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    private static Map<String, String> contents(Path pack) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var zip = new ZipFile(pack.toFile())) {
            for (var entry : zip.stream().toList())
                try (var in = zip.getInputStream(entry)) {
                    contents.put(entry.getName(), HexFormat.of().formatHex(in.readAllBytes()));
                }
        }
        return contents;
    }

    @Test
    @Tag("slow")
    void exportKilledWhileItFetches_makesThePackThatWouldHaveBeenMadeAtOnce() throws Exception {
        try (var home = SecretMemory.open();
                var fleet = started(home)) {
            fleet.awaitReady(Fleet.NODES);
            drills(fleet);
            var pack = directory.resolve("pack.zip");
            Map<String, Object> before = new TreeMap<>();
            for (var place : List.of("entries/008", "entries/030", "0/020")) {
                assertThat(isKilled(export(fleet, pack), fetched().resolve(place)))
                        .as(Files.readString(directory.resolve("said")))
                        .isTrue();
                assertThat(pack).doesNotExist();
                assertThat(tiles()).containsAllEntriesOf(before).hasSizeGreaterThan(before.size());
                before = tiles();
            }
            assertThat(before).hasSizeBetween(60, 120);
            var plan = Files.readString(directory.resolve("pack.zip.plan"));

            awaitQuiet(fleet);
            var other = directory.resolve("other.zip");
            var words = words(fleet, other);
            for (var name : Fleet.NODES) {
                copy(fleet.file(name), directory.resolve(name));
                words.addAll(List.of("--node", name + "=" + directory.resolve(name)));
            }
            var last = export(fleet, pack);
            assertThat(last.waitFor())
                    .as(Files.readString(directory.resolve("said")))
                    .isZero();
            for (var left : List.of("pack.zip.fetched", "pack.zip.part", "pack.zip.plan"))
                assertThat(directory.resolve(left)).doesNotExist();

            Files.writeString(directory.resolve("other.zip.plan"), plan);
            assertThat(OperatorCommand.run(words.toArray(String[]::new)).text())
                    .contains("going on with an export that was broken off");
            var resumed = contents(pack);
            assertThat(resumed.remove("seal/nodes")).isNotNull();
            assertThat(resumed).isEqualTo(contents(other)).hasSizeGreaterThan(40);
            var verified = OperatorCommand.run(
                    "verify",
                    pack.toString(),
                    "--administrator",
                    fleet.file("administrator.card").toString());
            assertThat(verified.exit()).as(verified.text()).isZero();
            assertThat(verified.text()).contains("entries of risk that are of the time are in the pack");
        }
    }
}
