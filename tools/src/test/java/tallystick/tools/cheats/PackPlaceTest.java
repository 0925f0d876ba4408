package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.boot.Main;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Where a pack is written, and where it does not fit: EP-7, EP-50")
class PackPlaceTest {
    @TempDir
    Path folder;

    @Test
    void fileThatIsThereAlready_isNotWrittenOver() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            var pack = folder.resolve("pack.zip");
            Files.writeString(pack, "my only copy of the last quarter");
            var said = Packs.exported(folder);
            assertThat(said.exit()).as(said.text()).isEqualTo(1);
            assertThat(said.text()).contains("pack.zip is there already");
            assertThat(pack).hasContent("my only copy of the last quarter");
            assertThat(folder.resolve("pack.zip.plan")).doesNotExist();
        }
    }

    /// What a kill leaves beside it is never taken for a pack.
    @Test
    void halfAnArchiveBesideIt_isWrittenAnew() throws IOException {
        try (var _ = new SmallFleet().write(folder)) {
            Files.writeString(folder.resolve("pack.zip.new"), "PK and no more".repeat(100_000));
            var said = Packs.exported(folder);
            assertThat(said.exit()).as(said.text()).isZero();
            assertThat(folder.resolve("pack.zip.new")).doesNotExist();
            assertThat(Packs.verify(folder.resolve("pack.zip")).exit()).isZero();
        }
    }

    @Test
    @Tag("slow")
    void packThatTakesMoreMemoryThanThereIs_isNotCalledWrong() throws IOException, InterruptedException {
        try (var _ = new SmallFleet().write(folder)) {
            assertThat(Packs.export(folder).exit()).isZero();
        }
        var pack = folder.resolve("pack.zip");
        var files = Packs.files(pack);
        files.put("governed/alpha/05-" + "01".repeat(32), Bytes.copyOf(new byte[10 << 20]));
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "verify",
                        Packs.forged(folder.resolve("large.zip"), files).toString(),
                        "--not-countersigned")
                .redirectErrorStream(true)
                .start();
        try (var out = process.getInputStream()) {
            var said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).contains("what nodes keep of their workspace is more than 8 MiB");
            assertThat(process.waitFor()).as(said).isEqualTo(2);
        }
    }
}
