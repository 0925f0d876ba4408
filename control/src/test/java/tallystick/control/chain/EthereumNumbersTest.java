package tallystick.control.chain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;

/// An endpoint whose blocks have numbers that no block has.
class EthereumNumbersTest {
    private static final ChainId CHAIN = new ChainId("eip155", "31337");
    private static final String LARGE = "0x" + "f".repeat(40);

    @Test
    void blockOfANumberThatCannotBe_isNoAnswer() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var result =
                    switch (asked) {
                        case String each when each.contains("eth_blockNumber") -> "\"%s\"".formatted(LARGE);
                        case String each
                        when each.contains("eth_getTransactionReceipt") ->
                            "{\"blockNumber\": \"%s\", \"blockHash\": \"0xab\", \"status\": \"0x1\"}".formatted(LARGE);
                        default -> "{\"hash\": \"0xab\"}";
                    };
            var bytes = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": %s}"
                    .formatted(result)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            var place = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            var endpoint = new EthereumEndpoint(CHAIN, List.of(place));
            var account = new Account(CHAIN, "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
            assertThatThrownBy(() -> endpoint.look("0x" + "ab".repeat(32))).isInstanceOf(ChainUnreachable.class);
            assertThatThrownBy(() -> endpoint.holding(account, Set.of(), 3)).isInstanceOf(ChainUnreachable.class);
        } finally {
            server.stop(0);
        }
    }
}
