package tallystick.tools.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a pack is of is fixed before anything is read, docs/spec/evidence-pack.md EP-23")
class ExportPlanTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private PackWish wish(String scope, List<Path> knowledge) {
        return new PackWish(
                Instant.EPOCH,
                Optional.empty(),
                scope,
                folder.resolve("roster"),
                folder.resolve("card"),
                List.of(),
                knowledge,
                Optional.empty());
    }

    private ExportPlan begun(PackWish wish, String... nodes) throws IOException, NotExported {
        return ExportPlan.begin(wish, List.of(nodes), folder.resolve("pack.zip"), said::add);
    }

    private void written(String end) throws IOException, NotExported {
        var file = begun(wish("everything", List.of()), "a", "b").file();
        var lines = Files.readAllLines(file);
        Files.writeString(file, lines.getFirst() + "\n" + end);
        said.clear();
    }

    /// Whatever the clock says meanwhile.
    @Test
    void exportThatWasBrokenOff_goesOnUntilTheSameMoment() throws IOException, NotExported {
        written("2025-06-01T00:00:00Z\n2025-06-01T00:00:05Z\n");
        Files.createDirectories(folder.resolve("pack.zip.part"));
        var plan = begun(wish("everything", List.of()), "b", "a");
        assertThat(plan.to()).isEqualTo(Instant.parse("2025-06-01T00:00:00Z"));
        assertThat(plan.made()).isEqualTo(Instant.parse("2025-06-01T00:00:05Z"));
        assertThat(said).containsExactly("going on with an export that was broken off");
        assertThat(plan.folder()).exists();
    }

    @Test
    void anotherWish_beginsAnew() throws IOException, NotExported {
        for (var other : List.of(wish("key:00", List.of()), wish("everything", List.of(Path.of("knowledge.json"))))) {
            written("2025-06-01T00:00:00Z\n2025-06-01T00:00:05Z\n");
            assertThat(begun(other, "a", "b").to()).isAfter(Instant.parse("2025-06-02T00:00:00Z"));
            assertThat(said).isEmpty();
        }
        written("2025-06-01T00:00:00Z\n2025-06-01T00:00:05Z\n");
        assertThat(begun(wish("everything", List.of()), "a").to()).isAfter(Instant.parse("2025-06-02T00:00:00Z"));
    }

    /// Killed as it was written.
    @Test
    void halfAPlan_isNone() throws IOException, NotExported {
        written("");
        assertThat(begun(wish("everything", List.of()), "a", "b").to()).isAfter(Instant.parse("2025-06-02T00:00:00Z"));
        assertThat(said).isEmpty();
    }

    @Test
    void planOfAWholePack_isGone() throws IOException, NotExported {
        var plan = begun(wish("everything", List.of()), "a");
        plan.done();
        assertThat(plan.file()).doesNotExist();
    }
}
