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

    /// A file of the vectors from outside. Only where the whole folder does not stand beside the checkout is the test
    /// skipped, and says so: it is never counted as passed.
    public static Json outside(String path) {
        return read(outside().resolve(path));
    }

    private static Path outside() {
        var folder = root().resolve("../shared/vectors").normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "no vectors from outside beside the checkout: ../shared/vectors");
        return folder;
    }

    /// The lines of a file of the vectors from outside that is no JSON, without its first, which names the columns.
    public static List<String> outsideRows(String path) {
        try {
            var lines = Files.readAllLines(outside().resolve(path));
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
