package tallystick.demo.fleet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tallystick.tools.ethereum.EthereumNode;

/// A real Ethereum node of this machine for the length of a demonstration.
public final class Anvil implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Process process;
    private final URI endpoint;

    private Anvil(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /// Starts the program and waits until it answers.
    ///
    /// @param program the anvil binary
    /// @param log where its output goes
    public static Anvil start(Path program, Path log) throws IOException, InterruptedException {
        return start(program, log, List.of());
    }

    /// The same with a block every second, whatever waits: what is mined grows deep by itself.
    public static Anvil ticking(Path program, Path log) throws IOException, InterruptedException {
        return start(program, log, List.of("--block-time", "1"));
    }

    private static Anvil start(Path program, Path log, List<String> more) throws IOException, InterruptedException {
        var port = Fleet.freePort();
        var line = new ArrayList<>(
                List.of(program.toString(), "--host", "127.0.0.1", "--port", Integer.toString(port), "--quiet"));
        line.addAll(more);
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var anvil = new Anvil(process, URI.create("http://127.0.0.1:" + port));
        for (var begin = System.nanoTime(); System.nanoTime() - begin < LIMIT.toNanos(); ) {
            if (!process.isAlive()) break;
            try {
                var _ = new EthereumNode(anvil.endpoint).chainNumber();
                return anvil;
            } catch (IOException notYet) {
                Thread.sleep(Duration.ofMillis(100));
            }
        }
        anvil.close();
        throw new IOException("anvil did not answer within a minute; it said: "
                + Files.readString(log).strip());
    }

    /// Where it answers.
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
