package tallystick.tools.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tallystick.tools.decode.DecodeCommand;

/// Whatever is in a file, the command decodes it, names the byte, or says what is wrong.
class DecodeFuzzTest {
    private static final String PAYMENT =
            "02e90180018203e882520894d8da6bf26964af9d7eed9e03e53415d37aa96045880de0b6b3a764000080c0";

    @TempDir
    static Path directory;

    private static int run(String... words) {
        return new CommandLine(new DecodeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(new StringWriter()))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    throw failure;
                })
                .execute(words);
    }

    @FuzzTest
    void anyFile_isDecodedOrRefused(byte @NotNull [] content) throws IOException {
        var file = Files.write(directory.resolve("unsigned"), content).toString();
        for (var chain : new String[] {"bitcoin", "ethereum", "solana"})
            assertThat(run("--chain", chain, "--json", file)).isIn(0, 2, 64);
    }

    @FuzzTest
    void anyKnowledge_isReadOrRefused(byte @NotNull [] content) throws IOException {
        var file = Files.write(directory.resolve("knowledge"), content).toString();
        assertThat(run("--chain", "ethereum", "--knowledge", file, PAYMENT)).isIn(0, 64);
    }
}
