package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tallystick.node.kit.EndingProgram;
import tallystick.node.kit.NodePrograms;

/// What a program logs while it ends.
class KeptLogTest {
    private static List<String> output(String style) throws Exception {
        var process = new ProcessBuilder(
                        java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString(),
                        "-cp",
                        NodePrograms.classPath(),
                        EndingProgram.class.getName(),
                        style)
                .redirectErrorStream(true)
                .start();
        var lines = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    @Test
    void everyLineOfTheEnd_isWritten() throws Exception {
        var lines = output("text");
        assertThat(lines).hasSize(EndingProgram.LINES);
        for (var i = 0; i < EndingProgram.LINES; i++) assertThat(lines.get(i)).endsWith("line " + i);
    }
}
