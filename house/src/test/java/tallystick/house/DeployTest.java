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
}
