package tallystick.core.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Assumptions;

/// The real components of chains, brought by npm into `target/chains`, as `./tallystick test` does before it starts.
/// Where they are missing and nobody demands them, tests are skipped, saying so.
final class Brought {
    private static final Path ROOT = Path.of(System.getProperty("tallystick.root", ".."));
    private static final Path FOLDER = ROOT.resolve("target/chains");
    private static final String DEMANDED = "TALLYSTICK_REAL";

    private Brought() {}

    /// The folder with `node_modules`.
    static Path folder() throws IOException {
        if (!Files.exists(FOLDER.resolve("node_modules/litesvm"))) {
            if ("1".equals(System.getenv(DEMANDED)))
                throw new AssertionError("no chain components in " + FOLDER + ": npm did not bring them");
            Assumptions.abort("skipped: no chain components; ./tallystick test brings them by npm");
        }
        return FOLDER;
    }

    /// A file of ours beside them.
    static void place(String file) throws IOException {
        Files.copy(
                ROOT.resolve("deploy/chains").resolve(file),
                folder().resolve(file),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// The Ethereum node's program.
    static Path anvil() throws IOException {
        try (var files = Files.walk(folder().resolve("node_modules/@foundry-rs"))) {
            return files.filter(file -> file.endsWith(Path.of("bin/anvil")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("npm brought no Ethereum node for this machine"))
                    .toAbsolutePath();
        }
    }
}
