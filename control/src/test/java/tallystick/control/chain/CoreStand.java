package tallystick.control.chain;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.Transaction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers in the form in which Bitcoin Core's documentation says that it does, the truth or not; it is no Bitcoin
/// Core.
final class CoreStand implements AutoCloseable {
    static final String BLOCK = "bb".repeat(32);
    private static final String GENESIS = "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206";
    private static final String OPENS = "control:of-the-test";
    private static final JsonMapper JSON = new JsonMapper();

    private record Said(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Said> answers = new ConcurrentHashMap<>();
    private volatile String opens = OPENS;
    private volatile boolean isOld;

    private CoreStand(HttpServer server) {
        this.server = server;
    }

    /// Of a chain 200 blocks high that estimates no fees and knows no transaction.
    static CoreStand begun() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var stand = new CoreStand(server);
        server.createContext("/", exchange -> {
            var asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var wanted = "Basic " + Base64.getEncoder().encodeToString(stand.opens.getBytes(StandardCharsets.UTF_8));
            var isOpen = wanted.equals(exchange.getRequestHeaders().getFirst("authorization"));
            var said = isOpen ? stand.said(asked) : new Said(401, "");
            var bytes = said.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return stand.says("getblockhash", "[0]", quoted(GENESIS))
                .says("getblockcount", "[]", "200")
                .says("getblockchaininfo", "[]", """
                    {"chain":"regtest","blocks":200,"initialblockdownload":false}""")
                .says("estimatesmartfee", "[6]", """
                    {"errors":["Insufficient data or no feerate found"],"blocks":6}""");
    }

    private Said said(JsonNode asked) {
        var method = asked.path("method").asString();
        var given = answers.get(method + " " + asked.path("params"));
        if (given != null) return given;
        return switch (method) {
            case "getrawtransaction" ->
                error(-5, "No such mempool or blockchain transaction. Use gettransaction for wallet transactions.");
            case "gettxspendingprevout" -> result(asked.path("params").get(0).toString());
            case "gettxout" -> result("null");
            default -> error(-32601, "Method not found");
        };
    }

    private Said result(String json) {
        return new Said(
                200,
                isOld
                        ? "{\"result\":%s,\"error\":null,\"id\":\"control\"}".formatted(json)
                        : "{\"jsonrpc\":\"2.0\",\"result\":%s,\"id\":\"control\"}".formatted(json));
    }

    private Said error(int code, String words) {
        var error = "{\"code\":%d,\"message\":%s}".formatted(code, JSON.writeValueAsString(words));
        return isOld
                ? new Said(
                        code == -32601 ? 404 : 500,
                        "{\"result\":null,\"error\":%s,\"id\":\"control\"}".formatted(error))
                : new Said(200, "{\"jsonrpc\":\"2.0\",\"error\":%s,\"id\":\"control\"}".formatted(error));
    }

    /// Answers from now on as before release 28.
    CoreStand old() {
        isOld = true;
        return this;
    }

    /// Is opened by this from now on.
    CoreStand opens(String words) {
        opens = words;
        return this;
    }

    CoreStand says(String method, String parameters, String json) {
        answers.put(method + " " + parameters, result(json));
        return this;
    }

    CoreStand refuses(String method, String parameters, int code, String words) {
        answers.put(method + " " + parameters, error(code, words));
        return this;
    }

    CoreStand answers(String method, String parameters, int status, String body) {
        answers.put(method + " " + parameters, new Said(status, body));
        return this;
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /// That it has a transaction that waits.
    CoreStand waits(Transaction transaction) {
        return says(
                "getrawtransaction",
                "[\"%s\",true]".formatted(transaction.txid()),
                "{\"txid\":\"%s\",\"hex\":\"%s\"}"
                        .formatted(transaction.txid(), transaction.encode().toHex()));
    }

    /// That it has a transaction in a block.
    ///
    /// @param depth of the block; -1 if that is no longer of the chain
    CoreStand mined(Transaction transaction, int height, int depth) {
        return says("getrawtransaction", "[\"%s\",true]".formatted(transaction.txid()), """
            {"in_active_chain":true,"txid":"%s","hex":"%s","blockhash":"%s","confirmations":%d}\
            """.formatted(
                                transaction.txid(), transaction.encode().toHex(), BLOCK, depth))
                .says("getblockheader", "[\"%s\",true]".formatted(BLOCK), """
                    {"hash":"%s","confirmations":%d,"height":%d}""".formatted(BLOCK, depth, height));
    }

    /// What it finds of the outputs of a script.
    CoreStand finds(String scriptHex, String unspents) {
        return says("scantxoutset", "[\"start\",[\"raw(%s)\"]]".formatted(scriptHex), """
            {"success":true,"txouts":7,"height":200,"bestblock":"%s","unspents":[%s],"total_amount":0.1}\
            """.formatted(BLOCK, unspents));
    }

    /// One of these.
    static String unspent(Transaction of, int number, String bitcoin, int height) {
        return """
            {"txid":"%s","vout":%d,"scriptPubKey":"","desc":"","amount":%s,"coinbase":false,"height":%d}\
            """.formatted(of.txid(), number, bitcoin, height);
    }

    /// Who spends an output, where it says so.
    CoreStand spent(OutPoint output, String by) {
        return says(
                "gettxspendingprevout",
                "[[{\"txid\":\"%s\",\"vout\":%d}]]".formatted(output.txid(), output.index()),
                "[{\"txid\":\"%s\",\"vout\":%d,\"spendingtxid\":\"%s\"}]".formatted(output.txid(), output.index(), by));
    }

    URI place() {
        return URI.create("core+http://%s@127.0.0.1:%d"
                .formatted(OPENS, server.getAddress().getPort()));
    }

    /// Opened by a file.
    URI place(java.nio.file.Path file) {
        return URI.create(
                "core+http://127.0.0.1:%d#%s".formatted(server.getAddress().getPort(), file));
    }

    BitcoinEndpoint endpoint() {
        return new BitcoinEndpoint(BitcoinNetwork.REGTEST.chain(), List.of(place()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
