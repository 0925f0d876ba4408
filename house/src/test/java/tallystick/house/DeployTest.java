package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the files of `deploy` start a node with, its own help offers.
class DeployTest {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern OFFERED = Pattern.compile("^ +(--[a-z][a-z-]*)", Pattern.MULTILINE);
    /// The JVM's and the tools' that start it.
    private static final Set<String> OF_OTHERS = Set.of(
            "--enable-native-access",
            "--add-modules",
            "--system",
            "--help",
            "--uid",
            "--home-dir",
            "--shell",
            "--batch-mode",
            "--format",
            "--no-install-recommends",
            "--from",
            "--interval",
            "--timeout",
            "--start-period");

    private static final List<String> FILES = List.of(
            "deploy/systemd/tallystick-node.service",
            "deploy/container/Containerfile",
            "deploy/container/compose.yaml");

    private static Set<String> offered() {
        return Repository.sources().stream()
                .filter(Source::isMain)
                .filter(source -> source.text().contains("package tallystick.node.boot;"))
                .flatMap(source -> OFFERED.matcher(source.text()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> used(String file) {
        return OPTION.matcher(Repository.text(path(file)))
                .results()
                .map(match -> match.group())
                .filter(option -> !OF_OTHERS.contains(option))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path path(String file) {
        return Repository.root().resolve(file);
    }

    @Test
    void everyOption_isOneTheNodeOffers() {
        assertThat(offered()).contains("--dir", "--ops", "--log", "--backup").doesNotContain("--frobnicate");
        for (var file : FILES) assertThat(offered()).as(file).containsAll(used(file));
        assertThat(used(FILES.getFirst())).contains("--dir", "--roster", "--administrator", "--passphrase-file");
        assertThat(used(FILES.getLast())).contains("--roster", "--administrator", "--passphrase-file", "--backup-key");
    }

    @Test
    void everyNode_isStartedByTheProgramThatIsThere() {
        var main = Repository.sources().stream()
                .filter(Source::isMain)
                .map(Source::text)
                .filter(text -> text.contains("package tallystick.node.boot;") && text.contains("class Main"))
                .toList();
        assertThat(main).hasSize(1);
        for (var file : FILES.subList(0, 2))
            assertThat(Repository.text(path(file))).as(file).contains("tallystick.node.boot.Main");
    }

    private static String lines(String file) {
        return "\n" + Repository.text(path(file)).replaceAll("(?m)^#.*\n", "");
    }

    /// What SECURE-USAGE.md promises of the unit, line by line.
    @Test
    void unit_keepsSecretsInMemory_andTheNodeInItsDirectory() {
        var unit = lines(FILES.getFirst());
        assertThat(unit)
                .contains("\nUser=tallystick\n", "\nLimitMEMLOCK=infinity\n", "\nLimitCORE=0\n")
                .contains("\nCoredumpFilter=0x0\n", "\nMemorySwapMax=0\n", "\nUMask=0077\n")
                .contains("\nNoNewPrivileges=yes\n", "\nProtectSystem=strict\n", "\nCapabilityBoundingSet=\n")
                .contains("\nStateDirectory=tallystick\n", "\nStateDirectoryMode=0700\n", "\nPrivateTmp=yes\n")
                .contains("\nSystemCallFilter=@system-service @memlock\n", "\nLoadCredentialEncrypted=passphrase:")
                .contains("--passphrase-file %d/passphrase")
                .doesNotContain("MemoryDenyWriteExecute=yes");
        for (var section : List.of("[Unit]", "[Service]", "[Install]"))
            assertThat(unit.split("\n" + Pattern.quote(section) + "\n", -1))
                    .as(section)
                    .hasSize(2);
        assertThat(unit.lines().filter(line -> !line.isBlank() && !line.startsWith(" ")))
                .as("nothing but sections and settings")
                .allMatch(line -> line.matches("\\[[A-Z][a-z]+]|[A-Z][A-Za-z]+=.*"));
    }

    /// What the unit names is there once the node is set up as the runbook says, and only that may be written.
    @Test
    void everyPathOfTheUnit_isPackaged_orPutThereByTheRunbook() {
        var unit = lines(FILES.getFirst());
        var packaging = between(lines("tallystick"), "\ncmd_package() {\n", "\n}\n");
        var packaged = paths(unit, "/opt/tallystick/");
        assertThat(packaged).contains("node.options", "node.aot", "lib", "docs/runbook/operations.md");
        for (var path : packaged)
            assertThat(packaging).as(path).containsPattern("(\\$place/|/)" + path.replaceFirst("/.*", "") + "\\b");
        assertThat(path("docs/runbook/operations.md")).exists();
        var setUp = between(
                Repository.text(path("docs/runbook/operations.md")), "\n## Set up as a service\n", "\n## Watch\n");
        assertThat(paths(unit, "/etc/tallystick/")).isNotEmpty().allMatch(setUp::contains);
        assertThat(setUp).contains("/var/lib/tallystick", "`useradd --system tallystick`", "/usr/bin/java");
        assertThat(paths(unit, "/var/lib/")).containsExactly("tallystick");
        assertThat(unit).contains("\nStateDirectory=tallystick\n").doesNotContain("\nReadWritePaths=");
    }

    private static String between(String text, String begin, String end) {
        var from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static Set<String> paths(String text, String below) {
        return Pattern.compile(Pattern.quote(below) + "([\\w./-]+)")
                .matcher(text)
                .results()
                .map(match -> match.group(1).replaceFirst("/$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What is built into an image comes from the repository, and not from what was built or laid beside it.
    @Test
    void image_isMadeOfTheSourcesAlone() {
        assertThat(Repository.text(path(".dockerignore")).lines())
                .contains(".git", "**/target", "**/node_modules")
                .contains("deploy/container/config", "deploy/container/secrets", "deploy/container/backup");
        assertThat(Repository.text(path(".gitignore")).lines())
                .contains("/deploy/container/config/", "/deploy/container/secrets/", "/deploy/container/backup/");
        var compose = lines(FILES.getLast());
        assertThat(compose).contains("file: ./secrets/", "./config:/config:ro", "./backup:/backup");
        // Together they leave no room for swap, on machines of either kind of control groups.
        var limits = Pattern.compile("\n  mem(?:swap)?_limit: (\\d+)m\\b")
                .matcher(compose)
                .results()
                .toList();
        assertThat(limits).hasSize(2);
        assertThat(limits.getFirst().group(1)).isEqualTo(limits.getLast().group(1));
    }

    /// What is told of a node's memory holds however it is started.
    @Test
    void everyNode_isStartedWithTheSameOptionsOfTheVirtualMachine() {
        assertThat(lines("deploy/node.options"))
                .contains("\n-Xmx256m\n", "\n-XX:+UseSerialGC\n", "\n-XX:+ExitOnOutOfMemoryError\n");
        for (var file : List.of(FILES.get(0), FILES.get(1), "tallystick")) {
            var starts = lines(file)
                    .lines()
                    .filter(line -> line.contains("java") || line.contains("become"))
                    .filter(line -> line.contains("node"))
                    .toList();
            assertThat(starts).as(file).anyMatch(line -> line.contains("node.options"));
            assertThat(lines(file)).as(file).doesNotContain("-Xmx256m");
        }
    }

    /// Control that ran out of memory in one thread would go on without it.
    @Test
    void controlThatHasNoMemoryLeft_ends() {
        var starts = lines("tallystick").lines().toList();
        for (var i = 0; i < starts.size(); i++)
            if (starts.get(i).contains("control.boot.Main"))
                assertThat(starts.get(i - 1) + starts.get(i)).contains("-XX:+ExitOnOutOfMemoryError");
        assertThat(starts.stream().filter(each -> each.contains("control.boot.Main")))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    /// A node drains for 25 seconds: who stops it must wait longer, and take its code for no failure.
    @Test
    void nodeThatIsStopped_hasTheTimeItNeeds() {
        var unit = lines(FILES.getFirst());
        var waits = Pattern.compile("\nTimeoutStopSec=(\\d+)\n").matcher(unit);
        assertThat(waits.find()).isTrue();
        assertThat(Integer.parseInt(waits.group(1))).isGreaterThan(25);
        assertThat(unit).contains("\nSuccessExitStatus=143\n", "\nKillSignal=SIGTERM\n");
        assertThat(lines(FILES.get(1))).contains("\nSTOPSIGNAL SIGTERM\n");
        var grace = Pattern.compile("stop_grace_period: (\\d+)s").matcher(lines(FILES.getLast()));
        assertThat(grace.find()).isTrue();
        assertThat(Integer.parseInt(grace.group(1))).isGreaterThan(25);
    }

    @Test
    void image_runsAsNobodyInParticular_withoutTheTools_andShipsNoTestCode() {
        var file = lines(FILES.get(1));
        assertThat(file)
                .contains("FROM docker.io/library/eclipse-temurin:25-jdk AS build\n")
                .contains("\nFROM docker.io/library/eclipse-temurin:25-jre\n", "\nUSER 10001:10001\n")
                .contains("rm -f /lib-node/*-tests.jar");
        var stage = file.substring(file.lastIndexOf("\nFROM "));
        assertThat(stage)
                .contains("COPY --from=build /lib-node /opt/tallystick/lib")
                .doesNotContain("COPY . .");
        for (var module : List.of("crypto", "mpc", "core", "wire", "node"))
            assertThat(file).contains(" " + module + "/target/*.jar");
        assertThat(file).doesNotContain("tools/target", "demo/target", "sim/target");
    }
}
