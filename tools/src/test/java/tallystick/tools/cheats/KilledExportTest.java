package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.boot.Main;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("An export that is killed goes on where it was, docs/spec/evidence-pack.md")
class KilledExportTest {
    @TempDir
    Path folder;

    /// Runs the export in a process of its own and kills it at its nth line.
    ///
    /// @return whether it lived to its end
    private boolean ran(int lines, List<String> said) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "evidence",
                "export",
                "--roster",
                folder.resolve("roster").toString(),
                "--administrator",
                folder.resolve("card").toString(),
                "--out",
                folder.resolve("pack.zip").toString(),
                "--to",
                "2025-06-02T00:00:00Z"));
        for (var node : SmallFleet.NODES) words.addAll(List.of("--node", node + "=" + folder.resolve(node)));
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            var seen = 0;
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
                // By its handle, which kills as SIGKILL does and leaves what it said to be read.
                if (++seen == lines)
                    assertThat(process.toHandle().destroyForcibly()).isTrue();
            }
        }
        return process.waitFor() == 0;
    }

    /// The same command again would say that it is there already.
    private boolean isWhole() {
        return Files.exists(folder.resolve("pack.zip")) && !Files.exists(folder.resolve("pack.zip.plan"));
    }

    @Test
    @Tag("slow")
    void exportKilledAtEachOfItsLines_endsWithAPackThatHolds() throws IOException, InterruptedException {
        try (var _ = new SmallFleet().write(folder)) {
            var killed = 0;
            var said = new ArrayList<String>();
            for (var line = 1; !ran(line, said) && !isWhole(); line++) {
                killed++;
                assertThat(killed).isLessThan(20);
            }
            assertThat(killed).as(String.join("\n", said)).isGreaterThan(2);
            assertThat(said).contains("going on with an export that was broken off");
            assertThat(folder.resolve("pack.zip.part")).doesNotExist();
            assertThat(folder.resolve("pack.zip.plan")).doesNotExist();
            var verified = Packs.verify(folder.resolve("pack.zip"));
            assertThat(verified.exit()).as(verified.text()).isZero();
            assertThat(Files.size(folder.resolve("pack.zip"))).isGreaterThan(10_000);
        }
    }
}
