package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The documents tell people what to type. Every such word is a command the door knows.
class DoorTest {
    private static final Pattern TYPED = Pattern.compile("\\./tallystick ([a-z][a-z-]*)");
    private static final Pattern OFFERED = Pattern.compile("^  ([a-z][a-z-]*) ", Pattern.MULTILINE);

    private static final Pattern OPTION = Pattern.compile("(?<= )(--[a-z][a-z-]*)");

    private record Ran(int status, String output) {}

    private static Ran door(String... words) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of("./tallystick"), Stream.of(words)).toList();
        var process = new ProcessBuilder(command)
                .directory(Repository.root().toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    private static List<String> words(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
    }

    @Test
    void help_offersEveryCommandTheDocumentsTellPeopleToType() throws IOException, InterruptedException {
        var help = door("--help");
        assertThat(help.status()).isZero();
        var offered = words(OFFERED, help.output());
        assertThat(offered).contains("test", "check", "fmt");

        var documents = Repository.files(".md");
        assertThat(documents).hasSizeGreaterThan(8);
        for (var document : documents)
            assertThat(offered).as(Repository.name(document)).containsAll(words(TYPED, Repository.text(document)));
    }

    /// The script refuses a group before anything is built, so it has to know every group that the program has.
    @Test
    void benchGroupsOfTheScript_areThoseOfTheProgram() {
        var main = Repository.text(Repository.root().resolve("bench/src/main/java/tallystick/bench/Main.java"));
        var script = Repository.text(Repository.root().resolve("tallystick"));
        var offered = words(Pattern.compile("^bench_groups='([^']*)'", Pattern.MULTILINE), script);
        var lists = words(Pattern.compile("List<String> (?:GROUPS|LONG) = List\\.of\\(([^)]*)\\)"), main);
        assertThat(lists).hasSize(2);
        var groups = words(Pattern.compile("\"([a-z]+)\""), String.join(",", lists));
        var known = List.of(String.join(" ", offered).split(" ", -1));
        assertThat(known).containsAll(groups).doesNotHaveDuplicates();
        // What another program measures is told in the same help.
        for (var group : known) if (!groups.contains(group)) assertThat(main).contains("--only " + group + " ");
    }

    /// Help is asked for behind them, so that nothing is measured.
    @Test
    void optionsThatBenchTells_passTheScript() throws IOException, InterruptedException {
        var help = door("bench", "--help");
        var told = words(Pattern.compile("(--[a-z]+)"), help.output());
        assertThat(told)
                .containsOnly("--json", "--quick", "--installed", "--only", "--path", "--minutes", "--keys", "--jmh");
        for (var options : List.of("--json x", "--quick", "--installed x", "--path", "--minutes 1", "--keys 1")) {
            var words = ("bench --only control " + options + " --help").split(" ", -1);
            assertThat(door(words)).as(options).isEqualTo(help);
        }
        assertThat(door("bench", "--path", "--help").output()).contains("--path goes with --only control");
    }

    /// An option exists where a program's own source names it.
    @Test
    void everyOptionTheDocumentsTellPeopleToType_isNamedByAProgram() {
        var programs = Stream.concat(
                        Stream.of(Repository.text(Repository.root().resolve("tallystick"))),
                        Repository.sources().stream().filter(Source::isMain).map(Source::text))
                .toList();
        var options = Repository.files(".md").stream()
                .flatMap(document -> Repository.text(document).lines())
                .filter(line -> TYPED.matcher(line).find())
                .flatMap(line -> words(OPTION, line).stream())
                .distinct()
                .toList();
        assertThat(options).isNotEmpty();
        for (var option : options) assertThat(programs).as(option).anyMatch(text -> named(option, text));
        assertThat(programs).noneMatch(text -> named("--frobnicate", text));
    }

    private static boolean named(String option, String text) {
        return Pattern.compile(Pattern.quote(option) + "(?![a-z-])")
                .matcher(text)
                .find();
    }

    @Test
    void helpWithoutArguments_isTheSame() throws IOException, InterruptedException {
        assertThat(door()).isEqualTo(door("--help"));
    }

    @Test
    void commandOfTheDoorItself_saysWhatItDoes_withoutABuild() throws IOException, InterruptedException {
        for (var command : List.of(
                "test", "check", "fmt", "warnings", "sbom", "fuzz", "mutation", "sim", "bench", "vectors", "demo")) {
            var help = door(command, "--help");
            assertThat(help.status()).as(command).isZero();
            assertThat(help.output()).startsWith("usage: ./tallystick " + command);
            assertThat(help.output().lines()).as(command).hasSizeGreaterThan(2);
            assertThat(door(command, "-h")).isEqualTo(help);
        }
    }

    @Test
    void argumentThatACommandDoesNotTake_isRefused() throws IOException, InterruptedException {
        for (var command : List.of("check", "fmt", "warnings", "sbom")) {
            var refused = door(command, "--frobnicate");
            assertThat(refused.status()).as(command).isEqualTo(2);
            assertThat(refused.output()).contains(command + " takes no arguments");
        }
        var refused = door("vectors", "--frobnicate");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.output()).contains("vectors takes --write or nothing");
    }

    /// The script's own counting of tests, over reports of two modules.
    @Test
    void skippedTests_areCountedApart_withTheirReasons(@TempDir Path folder) throws IOException, InterruptedException {
        report(
                folder,
                "one",
                "<testcase name=\"a\"/>",
                "<testcase name=\"b\">",
                "<skipped message=\"Assumption" + " failed: no &quot;token&quot;\"/>",
                "</testcase>");
        report(folder, "two", "<testcase name=\"a\"/>", "<testcase name=\"b\">", "<skipped/>", "</testcase>");
        report(folder, "three", "<testcase name=\"a\"/>");
        var both = count(folder, "one two three");
        assertThat(both.status()).isZero();
        assertThat(both.output())
                .contains("one           1 tests, 1 skipped\n")
                .contains("three         1 tests\n")
                .contains("all           3 tests ran and passed, 2 skipped:\n")
                .contains("1 times: no \"token\"\n")
                .contains("1 times: no reason given\n")
                .doesNotContain("all passed");
        assertThat(count(folder, "three").output()).endsWith("all           1 tests, all passed\n");

        report(folder, "one", "<testcase name=\"b\">", "<skipped/>", "</testcase>");
        var none = count(folder, "one");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.output()).contains("one has tests, and none ran");
    }

    private static void report(Path folder, String module, String... lines) throws IOException {
        var tests = Files.createDirectories(folder.resolve(module).resolve("src/test/java"));
        Files.writeString(tests.resolve("SomeTest.java"), "");
        var reports = Files.createDirectories(folder.resolve(module).resolve("target/surefire-reports"));
        Files.writeString(
                reports.resolve("TEST-some.xml"),
                Stream.of(lines).map(line -> "  " + line + "\n").collect(Collectors.joining()));
    }

    private static Ran count(Path folder, String modules) throws IOException, InterruptedException {
        var script = "set -euo pipefail; say() { echo \"$*\"; }; for each in die count_tests skip_reasons; do"
                + " eval \"$(sed -n \"/^$each() {/,/^}/p\" \"$1\")\"; done; count_tests " + modules;
        var door = Repository.root().resolve("tallystick").toAbsolutePath().toString();
        var process = new ProcessBuilder("bash", "-c", script, "count", door)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    @Test
    void unknownCommand_isRefusedByName() throws IOException, InterruptedException {
        var refused = door("frobnicate");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.output()).contains("unknown command 'frobnicate'");
    }

    @Test
    void gate_runsWhatTheReadmeSays() {
        var gate = Repository.text(Repository.root().resolve(".ci/run"));
        assertThat(gate).endsWith("exec ./tallystick test\n");
        assertThat(Repository.text(Repository.root().resolve("README.md"))).contains("./tallystick test");
    }
}
