package tallystick.demo.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One signer node as a process of its own.
public final class NodeProcess implements AutoCloseable {
    private final String name;
    private final Process process;

    private NodeProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /// Starts the node program.
    ///
    /// @param command how to start it, without its arguments
    /// @param log where its output is appended
    public static NodeProcess start(String name, List<String> command, List<String> arguments, Path log)
            throws IOException {
        var line = new ArrayList<>(command);
        line.addAll(arguments);
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new NodeProcess(name, process);
    }

    /// Of the node.
    public String name() {
        return name;
    }

    /// Of the process.
    public long pid() {
        return process.pid();
    }

    /// Whether it still runs.
    public boolean isAlive() {
        return process.isAlive();
    }

    /// As `kill -9`.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
