package tallystick.control.kit;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Solana's own runtime on this machine, as npm brought it, with a chain of its own, that answers as a cluster's nodes
/// do. Slots pass when it is told so.
public final class SolanaNode implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("tallystick.root", ".."));
    private static final Path FOLDER = ROOT.resolve("target/chains");
    private static final String PROGRAM = "solana.mjs";
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI endpoint;

    private SolanaNode(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /// Starts it and waits until it answers; empty if npm did not bring it and nobody demands it.
    static Optional<SolanaNode> start(int port, Path log) throws Exception {
        if (!Files.isDirectory(FOLDER.resolve("node_modules/litesvm"))) {
            if ("1".equals(System.getenv("TALLYSTICK_REAL"))) throw new AssertionError("no litesvm in " + FOLDER);
            return Optional.empty();
        }
        Files.copy(
                ROOT.resolve("deploy/chains").resolve(PROGRAM),
                FOLDER.resolve(PROGRAM),
                StandardCopyOption.REPLACE_EXISTING);
        var process = new ProcessBuilder("node", PROGRAM, Integer.toString(port))
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Patience.until("a Solana runtime that is ready", () -> {
            if (!process.isAlive()) throw new AssertionError("the Solana runtime ended: " + Files.readString(log));
            return Files.readString(log).contains("ready on port");
        });
        return Optional.of(new SolanaNode(process, URI.create("http://127.0.0.1:" + port)));
    }

    /// Where it answers.
    public URI endpoint() {
        return endpoint;
    }

    private JsonNode told(String path, Object body) throws IOException, InterruptedException {
        var response = HTTP.send(
                HttpRequest.newBuilder(URI.create(endpoint + path))
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) throw new AssertionError(path + ": " + response.body());
        return JSON.readTree(response.body());
    }

    /// What a method of JSON-RPC answers, the error too.
    public JsonNode ask(String method, Object... parameters) throws IOException, InterruptedException {
        return told("/", Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(parameters)));
    }

    /// So many slots pass.
    public void slots(int count) throws IOException, InterruptedException {
        var _ = told("/own/slots", Map.of("count", count));
    }

    /// Slots pass until nothing can be executed any more that names the latest block of now, and that is for ever.
    public void expire() throws IOException, InterruptedException {
        var _ = told("/own/expire", Map.of());
    }

    /// The last transaction and its block are gone, and others in their place.
    public void fork() throws IOException, InterruptedException {
        var _ = told("/own/fork", Map.of());
    }

    /// What others pay for each unit of computing from now on.
    public void fees(long... microLamports) throws IOException, InterruptedException {
        var _ = told("/own/fees", Map.of("microLamports", microLamports));
    }

    /// Gives an account coins, for ever.
    public void fund(String address, BigInteger amount) throws IOException, InterruptedException {
        var _ = told("/own/pay", Map.of("to", address, "amount", amount.toString()));
    }

    /// What an account has, whether for ever or not.
    public long balance(String address) throws IOException, InterruptedException {
        return ask("getBalance", address, Map.of("commitment", "processed"))
                .path("result")
                .path("value")
                .asLong();
    }

    /// How many transactions touched an account.
    public int touched(String address) throws IOException, InterruptedException {
        return ask("getSignaturesForAddress", address, Map.of("commitment", "processed"))
                .path("result")
                .size();
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
