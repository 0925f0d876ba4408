package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.kit.PathProbe;

/// The choice is made once for a process, so each case is a process.
class Sha256PathChoiceTest {
    @Test
    void withoutTheIncubatingModule_thePortablePathIsChosen() throws IOException, InterruptedException {
        assertThat(probe()).isEqualTo("2 1 0 nothing " + PathProbe.digest());
    }

    @Test
    void withTheSwitchOff_thePortablePathIsChosen() throws IOException, InterruptedException {
        assertThat(probe("--add-modules", "jdk.incubator.vector", "-Dtallystick.vector=off"))
                .isEqualTo("2 1 0 nothing " + PathProbe.digest());
    }

    @Test
    void withTheIncubatingModule_vectorsWantPractice_andNoneIsLeftBeforeIt() throws IOException, InterruptedException {
        var answer = probe("--add-modules", "jdk.incubator.vector");
        assertThat(answer).endsWith(" 7 nothing " + PathProbe.digest()).doesNotStartWith("2 1 ");
    }

    @Test
    void withTheSwitchOn_vectorsAreTakenWithoutPractice() throws IOException, InterruptedException {
        var answer = probe("--add-modules", "jdk.incubator.vector", "-Dtallystick.vector=on");
        assertThat(answer).endsWith(" 0 vectors " + PathProbe.digest()).doesNotStartWith("2 1 ");
    }

    private static String probe(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PathProbe.class.getName()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.strip();
    }
}
