package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.World;

@Tag("slow")
class EndTest {
    /// Its jobs, then its database, by one hand: what ends itself at the same moment is missed by the others.
    @Test
    void controlThatIsToldToEnd_leavesNoDatabaseBehind_andWritesNoError() throws Exception {
        var world = World.get();
        var data = world.directory().resolve("alone/data");
        Path log;
        try (var alone = world.alone()) {
            log = alone.log();
            assertThat(data.resolve("postmaster.pid")).exists();
        }
        assertThat(data.resolve("postmaster.pid")).doesNotExist();
        assertThat(Files.readString(log)).contains("ready on port").doesNotContain("ERROR", "Exception");
    }
}
