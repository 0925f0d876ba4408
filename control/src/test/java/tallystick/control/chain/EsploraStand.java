package tallystick.control.chain;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;

/// An endpoint that says whatever it was told to say, the truth or not.
final class EsploraStand implements AutoCloseable {
    private static final String GENESIS = "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206";

    private record Said(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Said> answers = new ConcurrentHashMap<>();

    private EsploraStand(HttpServer server) {
        this.server = server;
    }

    /// Of a chain 200 blocks high that estimates no fees.
    static EsploraStand begun() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var stand = new EsploraStand(server);
        server.createContext("/", exchange -> {
            var said = stand.answers.getOrDefault(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), new Said(404, "not found"));
            var bytes = said.body().getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(said.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return stand.says("/block-height/0", GENESIS)
                .says("/blocks/tip/height", "200")
                .says("/block-height/200", "aa".repeat(32))
                .says("/fee-estimates", "{}");
    }

    EsploraStand says(String path, String body) {
        answers.put("GET " + path, new Said(200, body));
        return this;
    }

    EsploraStand answers(String method, String path, int status, String body) {
        answers.put(method + " " + path, new Said(status, body));
        return this;
    }

    /// That it has a transaction, by its id.
    EsploraStand has(Transaction transaction) {
        return says(
                "/tx/%s/hex".formatted(transaction.txid()), transaction.encode().toHex());
    }

    URI place() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    BitcoinEndpoint endpoint() {
        return new BitcoinEndpoint(BitcoinNetwork.REGTEST.chain(), List.of(place()));
    }

    /// One that pays these amounts to an address.
    static Transaction paying(String address, long... satoshi) {
        return paying(OutPoint.of("ee".repeat(32), satoshi.length), address, satoshi);
    }

    static Transaction paying(OutPoint from, String address, long... satoshi) {
        var script = OutputScript.parse(BitcoinNetwork.REGTEST, address).orElseThrow();
        var outputs = java.util.Arrays.stream(satoshi)
                .mapToObj(each -> new TxOutput(each, script))
                .toList();
        return new Transaction(2, List.of(TxInput.unsigned(from, TxInput.FINAL)), outputs, 0);
    }

    /// A line of a list of outputs.
    static String output(Transaction of, int number, long satoshi, int height) {
        return """
            {"txid": "%s", "vout": %d, "value": %d, "status": {"confirmed": true, "block_height": %d}}\
            """.formatted(of.txid(), number, satoshi, height);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
