package tallystick.control.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real Bitcoin node of this machine, as npm brought it, with a chain of its own, that answers in the manner of
/// Esplora.
public final class BitcoinNode implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("tallystick.root", ".."));
    private static final Path FOLDER = ROOT.resolve("target/chains");
    private static final String PROGRAM = "bitcoin.mjs";
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI endpoint;

    private BitcoinNode(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /// Starts it and waits until it answers; empty if npm did not bring it and nobody demands it.
    static Optional<BitcoinNode> start(int port, Path log) throws Exception {
        if (!Files.isDirectory(FOLDER.resolve("node_modules/bcoin"))) {
            if ("1".equals(System.getenv("TALLYSTICK_REAL"))) throw new AssertionError("no bcoin in " + FOLDER);
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
        Patience.until("a Bitcoin node that is ready", () -> {
            if (!process.isAlive()) throw new AssertionError("the Bitcoin node ended: " + Files.readString(log));
            return Files.readString(log).contains("ready on port");
        });
        return Optional.of(new BitcoinNode(process, URI.create("http://127.0.0.1:" + port)));
    }

    /// Where it answers.
    public URI endpoint() {
        return endpoint;
    }

    /// What it answers to a question, as text.
    public String ask(String path) throws IOException, InterruptedException {
        return told(HttpRequest.newBuilder(URI.create(endpoint + path)).build());
    }

    /// The same, read.
    public JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(ask(path));
    }

    private static String told(HttpRequest request) throws IOException, InterruptedException {
        var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) throw new AssertionError(request.uri() + ": " + response.body());
        return response.body();
    }

    private JsonNode own(String what, Object body) throws IOException, InterruptedException {
        return JSON.readTree(told(HttpRequest.newBuilder(URI.create(endpoint + "/own/" + what))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build()));
    }

    /// So many blocks with what waits.
    public void mine(int blocks) throws IOException, InterruptedException {
        var _ = own("mine", Map.of("blocks", blocks));
    }

    /// A block with these transactions, in hex, and no others, whatever waits.
    public void block(String... transactions) throws IOException, InterruptedException {
        var _ = own("block", Map.of("transactions", transactions));
    }

    /// Another history in place of so many blocks, one block longer and with no transactions.
    public void fork(int depth) throws IOException, InterruptedException {
        var _ = own("fork", Map.of("depth", depth));
    }

    /// Has it forget a transaction that waits.
    public void forget(String id) throws IOException, InterruptedException {
        var _ = own("forget", Map.of("txid", id));
    }

    /// Gives an address coins, each an output of one transaction, in the next block.
    ///
    /// @return the transaction's id
    public String fund(String address, long... satoshi) throws IOException, InterruptedException {
        var outputs = Arrays.stream(satoshi)
                .mapToObj(each -> Map.of("to", address, "satoshi", each))
                .toList();
        var id =
                own("pay", Map.of("outputs", List.copyOf(outputs))).path("txid").asString();
        mine(1);
        return id;
    }

    /// What an address has in blocks, in satoshi.
    public long balance(String address) throws IOException, InterruptedException {
        var sums = json("/address/" + address).path("chain_stats");
        return sums.path("funded_txo_sum").asLong() - sums.path("spent_txo_sum").asLong();
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
