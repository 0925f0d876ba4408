package tallystick.crypto.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Finds the data that tests read: `vectors/` of this repository, and `shared/vectors` beside the checkout.
public final class VectorFiles {
    private VectorFiles() {}

    /// A file of this repository's `vectors/`.
    public static Json ours(String path) {
        return read(root().resolve("vectors").resolve(path));
    }

    /// A file of the vectors from outside. Where that folder does not stand beside the checkout the test is skipped,
    /// and says so: it is never counted as passed.
    public static Json outside(String path) {
        var file = root().resolve("../shared/vectors").resolve(path).normalize();
        Assumptions.assumeTrue(Files.exists(file), "no vectors from outside beside the checkout: ../shared/vectors");
        return read(file);
    }

    private static Path root() {
        var root = System.getProperty("tallystick.root");
        if (root == null) throw new AssertionError("the property tallystick.root names the repository's folder");
        return Path.of(root);
    }

    private static Json read(Path file) {
        try {
            return Json.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
