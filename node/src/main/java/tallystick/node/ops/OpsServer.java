package tallystick.node.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tallystick.node.transport.ListenAddress;

/// Shows health, readiness and figures over plain HTTP to whoever can connect: it lets everybody ask, so it says
/// nothing that not everybody may know, and listens at the machine's own address unless told otherwise.
///
/// **Threads** virtual ones of its own, at most as many as connections.
public final class OpsServer implements AutoCloseable {
    private static final int WAITING_MAX = 16;
    private static final String TEXT = "text/plain; charset=utf-8";
    /// Prometheus asks for its version.
    private static final String FIGURES = "text/plain; version=0.0.4; charset=utf-8";

    /// The JDK's server reads its bounds once in a process: a request has 5 s, an answer 10, few connections, few and
    /// short headers.
    private static final Map<String, String> BOUNDS = Map.of(
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "10",
            "sun.net.httpserver.idleInterval", "30",
            "sun.net.httpserver.maxIdleConnections", "16",
            "sun.net.httpserver.drainAmount", "0",
            "sun.net.httpserver.maxReqHeaders", "40",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "jdk.httpserver.maxConnections", "64");

    static {
        BOUNDS.forEach((name, value) -> {
            if (System.getProperty(name) == null) System.setProperty(name, value);
        });
    }

    private final HttpServer server;
    private final ExecutorService threads;

    /// What is shown.
    ///
    /// @param troubles of the process: none, and it is healthy
    /// @param unready why it cannot sign: nothing, and it is ready
    /// @param figures a page in Prometheus' text format
    public record Pages(Supplier<List<String>> troubles, Supplier<List<String>> unready, Supplier<String> figures) {}

    private record Answer(int status, String type, String text) {
        static Answer verdict(String good, List<String> reasons) {
            return reasons.isEmpty()
                    ? new Answer(200, TEXT, good + "\n")
                    : new Answer(503, TEXT, "not %s\n%s\n".formatted(good, String.join("\n", reasons)));
        }
    }

    /// Listens.
    ///
    /// @param anywhere whether an address that other machines can reach will do
    /// @throws IOException if it will not do, or cannot be bound: the operator's to mend
    public OpsServer(ListenAddress address, boolean anywhere, Pages pages) throws IOException {
        var resolved = address.resolve();
        if (!anywhere && !resolved.getAddress().isLoopbackAddress())
            throw new IOException(
                    "--ops %s is not an address of this machine alone, and whoever reaches it may read it:"
                                    .formatted(address.host())
                            + " use 127.0.0.1, or say --ops-anywhere");
        server = HttpServer.create(resolved, WAITING_MAX);
        // One for each connection, of which there are few: who is slow holds up nobody else.
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, pages));
        server.start();
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void answer(HttpExchange exchange, Pages pages) throws IOException {
        try (exchange) {
            var answer = answerTo(exchange, pages);
            var bytes = answer.text().getBytes(StandardCharsets.UTF_8);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type());
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            if (answer.status() == 405) headers.set("Allow", "GET");
            if (answer.status() >= 400 && answer.status() < 500) headers.set("Connection", "close");
            var isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), isHead ? -1 : bytes.length);
            if (!isHead) exchange.getResponseBody().write(bytes);
        }
    }

    private static Answer answerTo(HttpExchange exchange, Pages pages) {
        if (!exchange.getRequestMethod().equals("GET")) return new Answer(405, TEXT, "only GET\n");
        if (hasBody(exchange)) return new Answer(400, TEXT, "a request has no body\n");
        return switch (exchange.getRequestURI().toString()) {
            case "/health" -> Answer.verdict("healthy", pages.troubles().get());
            case "/ready" -> Answer.verdict("ready", pages.unready().get());
            case "/metrics" -> new Answer(200, FIGURES, pages.figures().get());
            default -> new Answer(404, TEXT, "there are /health, /ready and /metrics\n");
        };
    }

    private static boolean hasBody(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        var length = headers.getFirst("Content-Length");
        return headers.containsKey("Transfer-Encoding") || length != null && !length.equals("0");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
