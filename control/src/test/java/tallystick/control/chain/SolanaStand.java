package tallystick.control.chain;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An endpoint of Solana that says what it is told to say, method by method.
final class SolanaStand implements AutoCloseable {
    /// 32 bytes that are a blockhash.
    static final String HASH = "EkSnNWid2cvwEVnVx9aBqawnmiCNiDgp3gUdkDPTKN1N";
    /// What an honest one says of a transaction in slot 700 whose block counted up to the height 800, at 1000.
    static final Map<String, String> HONEST = Map.of(
            "getGenesisHash", "\"Ta11ystickTria1C1usterForTestsA1oneAndNoMain\"",
            "getEpochInfo", "{\"absoluteSlot\": 1010, \"blockHeight\": 1000}",
            "isBlockhashValid", "{\"context\": {\"slot\": 1045}, \"value\": false}",
            "getFirstAvailableBlock", "5",
            "getSignatureStatuses", "{\"context\": {\"slot\": 1045}, \"value\": [null]}",
            "getSignaturesForAddress", "[]",
            "getLatestBlockhash",
                    "{\"context\": {\"slot\": 1044},\"value\": {\"blockhash\":\"%s\",\"lastValidBlockHeight\":1190}}"
                            .formatted(HASH),
            "getBlock", "{\"blockhash\": \"%s\"}".formatted(HASH));

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final Map<String, String> says = new ConcurrentHashMap<>(HONEST);

    SolanaStand() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
            var answer = asked.isArray() ? asked.valueStream().map(this::answer).toList() : answer(asked);
            var bytes = JSON.writeValueAsBytes(answer);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private JsonNode answer(JsonNode asked) {
        var method = asked.path("method").asString();
        var answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", asked.path("id"));
        if (says.containsKey(method)) answer.set("result", JSON.readTree(says.get(method)));
        else answer.putObject("error").put("message", "no " + method);
        return answer;
    }

    /// From now on.
    SolanaStand says(String method, String json) {
        says.put(method, json);
        return this;
    }

    URI place() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
