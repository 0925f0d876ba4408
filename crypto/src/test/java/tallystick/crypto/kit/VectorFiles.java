package tallystick.crypto.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /// The lines of a file of the vectors from outside that is no JSON, without its first, which names the columns.
    /// Skipped only where the whole folder does not stand beside the checkout.
    public static List<String> outsideRows(String path) {
        var folder = root().resolve("../shared/vectors").normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "no vectors from outside beside the checkout: ../shared/vectors");
        try {
            var lines = Files.readAllLines(folder.resolve(path));
            return List.copyOf(lines.subList(1, lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
