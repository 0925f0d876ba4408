package tallystick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The index of decisions names every page, and nothing else.
class DecisionsTest {
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| \\[(.+)]\\((.+)\\) \\|$", Pattern.MULTILINE);

    @Test
    void index_namesEveryDecisionByNumberAndTitle() {
        var folder = Repository.root().resolve("docs/adr");
        var pages = Repository.files(".md").stream()
                .filter(file -> file.startsWith(folder))
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals("README.md"))
                .toList();
        assertThat(pages).hasSizeGreaterThan(7);
        var rows = ROW.matcher(Repository.text(folder.resolve("README.md")))
                .results()
                .toList();
        assertThat(rows).extracting(row -> row.group(3)).containsExactlyInAnyOrderElementsOf(pages);
        for (var row : rows) {
            var number = Integer.parseInt(row.group(1));
            assertThat(row.group(3)).startsWith("%04d-".formatted(number));
            assertThat(Repository.text(folder.resolve(row.group(3))))
                    .startsWith("# %d. %s\n".formatted(number, row.group(2)));
        }
    }
}
