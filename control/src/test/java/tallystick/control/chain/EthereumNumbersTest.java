package tallystick.control.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;

/// An endpoint whose blocks have numbers that no block has, and whose receipts do not say what receipts say.
class EthereumNumbersTest {
    private static final ChainId CHAIN = new ChainId("eip155", "31337");
    private static final String LARGE = "0x" + "f".repeat(40);
    private static final String HASH = "0x" + "cd".repeat(32);
    private static final String ID = "0x" + "ab".repeat(32);

    private record Stand(HttpServer server, EthereumEndpoint endpoint) implements AutoCloseable {
        /// @param head the number of its last block
        /// @param receipt what it says of every transaction
        static Stand of(String head, String receipt) throws IOException {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                var asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                var result =
                        switch (asked) {
                            case String each when each.contains("eth_blockNumber") -> "\"%s\"".formatted(head);
                            case String each when each.contains("eth_getTransactionReceipt") -> receipt;
                            default -> "{\"hash\": \"%s\"}".formatted(HASH);
                        };
                var bytes = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": %s}"
                        .formatted(result)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            var place = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            return new Stand(server, new EthereumEndpoint(CHAIN, List.of(place)));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static String receipt(String number, String hash, String status) {
        return "{\"blockNumber\": \"%s\", \"blockHash\": %s, \"status\": %s}".formatted(number, hash, status);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    @Test
    void blockOfANumberThatCannotBe_isNoAnswer() throws Exception {
        try (var stand = Stand.of(LARGE, receipt(LARGE, quoted(HASH), quoted("0x1")))) {
            var account = new Account(CHAIN, "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
            assertThatThrownBy(() -> stand.endpoint().look(ID))
                    .isInstanceOf(ChainUnreachable.class)
                    .hasMessageContaining("cannot be");
            assertThatThrownBy(() -> stand.endpoint().holding(account, Set.of(), 3))
                    .isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void receipt_saysInWhichBlockItIs_andWhetherItSucceeded() throws Exception {
        try (var good = Stand.of("0x9", receipt("0x7", quoted(HASH), quoted("0x1")));
                var undone = Stand.of("0x9", receipt("0x7", quoted(HASH), quoted("0x0")))) {
            assertThat(good.endpoint().look(ID)).isEqualTo(new Sight.Mined(7, HASH, 3, true));
            assertThat(undone.endpoint().look(ID)).isEqualTo(new Sight.Mined(7, HASH, 3, false));
        }
    }

    /// What is taken for undone is paid anew.
    @Test
    void receiptThatLeavesOneOut_isNoAnswer() throws Exception {
        for (var wrong : List.of(
                receipt("0x7", quoted(HASH), "null"),
                receipt("0x7", quoted(HASH), quoted("")),
                receipt("0x7", quoted(HASH), "false"),
                receipt("0x7", quoted(""), quoted("0x1")),
                receipt("0x7", "null", quoted("0x0")),
                quoted("it succeeded")))
            try (var stand = Stand.of("0x9", wrong)) {
                assertThatThrownBy(() -> stand.endpoint().look(ID)).as(wrong).isInstanceOf(ChainUnreachable.class);
            }
    }
}
