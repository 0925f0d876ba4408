package tallystick.tools.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.json.Unusable;
import tallystick.tools.document.Yaml;
import tallystick.tools.document.YamlText;
import tallystick.tools.kit.Policies;

/// Whatever people write, the commands read it or say what is wrong.
class PolicyFuzzTest {
    @TempDir
    static Path directory;

    @FuzzTest
    void anyYaml_isReadOrRefused_andWhatIsReadIsWrittenAgain(@NotNull String text) throws Unusable {
        Yaml read;
        try {
            read = Yaml.read(text);
        } catch (Unusable refused) {
            assertThat(refused).hasMessageStartingWith("yaml: ");
            return;
        }
        var json = new String(read.json().toArray(), StandardCharsets.UTF_8);
        if (json.startsWith("{") && json.length() > 2)
            assertThat(Yaml.read(YamlText.of(json)).json().length())
                    .isEqualTo(read.json().length());
    }

    @FuzzTest
    void anyPolicy_isCheckedOrRefused(byte @NotNull [] content) throws IOException {
        var file = Files.write(directory.resolve("policy.json"), content);
        assertThat(Policies.run("check", file).status()).isIn(0, 1, 2);
    }

    @FuzzTest
    void anyCase_isJudgedOrRefused(byte @NotNull [] content) throws IOException {
        var file = Files.write(directory.resolve("case.json"), content);
        assertThat(Policies.run("simulate", Policies.file("vectors/policy/example.json"), file)
                        .status())
                .isIn(0, 1, 2);
    }
}
