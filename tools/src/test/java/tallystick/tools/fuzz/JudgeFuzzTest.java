package tallystick.tools.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.kit.JudgingVectors;

/// Whatever is in a file, the command judges it or says what is wrong.
class JudgeFuzzTest {
    @TempDir
    static Path directory;

    @FuzzTest
    void anyFile_isJudgedOrRefused(byte @NotNull [] content) throws IOException {
        var file = Files.write(directory.resolve("vectors"), content);
        assertThat(JudgingVectors.run(file, "--json").status()).isIn(0, 1, 2);
    }
}
