package tallystick.node.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Programs of the system that tests start.
final class Programs {
    private Programs() {}

    /// Whether the system has a program. With `TALLYSTICK_REAL=1` tests count on it, and its absence fails them.
    static boolean present(String name) {
        var found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        return found || "1".equals(System.getenv("TALLYSTICK_REAL"));
    }

    /// Runs one to its end.
    static String run(Map<String, String> environment, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) throw new IOException("%s: %s".formatted(command.getFirst(), output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }
}
