package tallystick.control.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Control as a process of its own, as `tallystick control` starts it.
public final class Replica implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Replica(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Replica start(List<String> command, Path log) throws Exception {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Patience.until("a replica that is ready", () -> {
            if (!process.isAlive()) throw new AssertionError("the replica ended: " + Files.readString(log));
            return Files.readString(log).contains("ready on port");
        });
        return new Replica(process, log);
    }

    /// What it said.
    public Path log() {
        return log;
    }

    /// Of the process.
    public long pid() {
        return process.pid();
    }

    /// As `kill -9`.
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
