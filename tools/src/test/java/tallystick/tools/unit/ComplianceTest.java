package tallystick.tools.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.tools.pack.Compliance;

@DisplayName("docs/compliance says what the table in a pack says")
class ComplianceTest {
    private static final Map<String, String> PAGES =
            Map.of("CCSS v9", "ccss.md", "SOC 2", "soc2.md", "MiCA, DORA, TFR", "eu.md", "NYDFS", "nydfs.md");

    private static Path pages() {
        var folder = Path.of(System.getProperty("tallystick.root", "")).toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs/compliance"))) folder = folder.getParent();
        return folder.resolve("docs/compliance");
    }

    @Test
    void everyRow_standsOnItsPageAndNoOtherRowDoes() throws IOException {
        var rows = Compliance.rows();
        assertThat(rows).hasSizeGreaterThan(30);
        for (var page : PAGES.entrySet()) {
            var own = rows.stream()
                    .filter(row -> row.framework().equals(page.getKey()))
                    .toList();
            var text = Files.readString(pages().resolve(page.getValue()));
            for (var row : own)
                assertThat(text)
                        .contains("| %s | ".formatted(row.asked()))
                        .contains(" | %s | %s |".formatted(row.answered(), row.left()));
            assertThat(text.lines().filter(line -> line.startsWith("| "))).hasSize(own.size() + 1);
        }
        assertThat(rows.stream().map(Compliance.Row::framework).distinct()).hasSize(PAGES.size());
    }

    @Test
    void nothing_isCalledCertified() throws IOException {
        for (var page : PAGES.values())
            assertThat(Files.readString(pages().resolve(page)).toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("is certified", "are certified", "compliant");
        assertThat(Files.readString(pages().resolve("README.md"))).contains("CCSS-ready, never certified", "Unaudited");
    }
}
