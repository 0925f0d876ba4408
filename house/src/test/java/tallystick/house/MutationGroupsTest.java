package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Every class of a large package is mutated in one group, docs/mutation.md")
class MutationGroupsTest {
    private static final Pattern GROUP = Pattern.compile("(?m)^ {8}([a-z]+\\.[a-z]+)\\) echo ([^;]+);;");

    /// The patterns of each group in the script's list.
    private static Map<String, List<String>> groups(String script) {
        var begin = script.indexOf("\nsources_of() {");
        var body = script.substring(begin, script.indexOf("\n}", begin));
        var groups = new TreeMap<String, List<String>>();
        for (var found : GROUP.matcher(body).results().toList()) {
            var words = Pattern.compile("\\s+")
                    .splitAsStream(found.group(2).replace("\\", " ").replace("'", ""))
                    .filter(word -> !word.isBlank());
            groups.put(found.group(1), words.toList());
        }
        return groups;
    }

    private static boolean names(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    private static List<String> groupsOf(String name, String where, Map<String, List<String>> groups) {
        return groups.entrySet().stream()
                .filter(each -> each.getKey().startsWith(where + "."))
                .filter(each -> each.getValue().stream().anyMatch(pattern -> names(pattern, name)))
                .map(Map.Entry::getKey)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ceremony", "ecdsa"})
    void sourceOfAPackageInGroups_isInExactlyOne(String where) throws IOException {
        var groups = groups(Repository.text(Repository.root().resolve("tallystick")));
        var folder =
                Repository.root().resolve("mpc/src/main/java/tallystick/mpc").resolve(where);
        try (var files = Files.list(folder)) {
            var names = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .toList();
            assertThat(names).isNotEmpty();
            for (var name : names)
                assertThat(groupsOf(name, where, groups)).as(name).hasSize(1);
        }
    }

    @Test
    void sourceThatNoGroupNames_isFound() {
        var groups = groups("""

                sources_of() {
                        one.two) echo Alpha 'Beta*' \\
                            Gamma ;;
                }
                """);
        assertThat(groups).containsExactly(Map.entry("one.two", List.of("Alpha", "Beta*", "Gamma")));
        assertThat(groupsOf("Betatron", "one", groups)).containsExactly("one.two");
        assertThat(groupsOf("Alphabet", "one", groups)).isEmpty();
    }
}
