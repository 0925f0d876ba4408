package tallystick.control.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real Ethereum node of this machine, as npm brought it.
public final class Anvil implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("tallystick.root", ".."));
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI endpoint;

    private Anvil(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /// The program, if npm brought it.
    public static Optional<Path> program() throws IOException {
        var modules = ROOT.resolve("target/chains/node_modules/@foundry-rs");
        if (!Files.isDirectory(modules)) {
            if ("1".equals(System.getenv("TALLYSTICK_REAL"))) throw new AssertionError("no anvil in " + modules);
            return Optional.empty();
        }
        try (var files = Files.walk(modules)) {
            return files.filter(file -> file.endsWith(Path.of("bin/anvil")))
                    .findFirst()
                    .map(Path::toAbsolutePath);
        }
    }

    /// Starts it and waits until it answers.
    public static Anvil start(Path program, int port, Path log) throws Exception {
        var process = new ProcessBuilder(
                        program.toString(), "--host", "127.0.0.1", "--port", Integer.toString(port), "--quiet")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var anvil = new Anvil(process, URI.create("http://127.0.0.1:" + port));
        Patience.until("an answer of anvil", () -> {
            if (!process.isAlive()) throw new AssertionError("anvil ended: " + Files.readString(log));
            try {
                return !anvil.ask("eth_chainId").isMissingNode();
            } catch (IOException notYet) {
                return false;
            }
        });
        return anvil;
    }

    /// Where it answers.
    public URI endpoint() {
        return endpoint;
    }

    /// What it answers to a call.
    public JsonNode ask(String method, Object... parameters) throws IOException, InterruptedException {
        var request = JSON.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", 1).put("method", method);
        request.set("params", JSON.valueToTree(parameters));
        var response = HTTP.send(
                HttpRequest.newBuilder(endpoint)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        var answer = JSON.readTree(response.body());
        if (answer.has("error")) throw new AssertionError(method + ": " + answer.path("error"));
        return answer.path("result");
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
