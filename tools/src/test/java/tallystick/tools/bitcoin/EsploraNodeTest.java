package tallystick.tools.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A block counts if all of it was told.
class EsploraNodeTest {
    private static final String ID = "ab".repeat(32);

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private HttpServer server;
    private EsploraNode node;

    @BeforeEach
    void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var said = answers.get(exchange.getRequestURI().getPath());
            var bytes = (said == null ? "not found" : said).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(said == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        node = new EsploraNode(
                URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort())));
        answers.put("/block-height/7", ID);
        answers.put("/blocks/tip/height", "7");
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private void head(int count) {
        answers.put(
                "/block/" + ID, "{\"tx_count\": %d, \"previousblockhash\": \"%s\"}".formatted(count, "cd".repeat(32)));
    }

    private void page(int from, int count) {
        answers.put(
                "/block/%s/txs/%d".formatted(ID, from),
                IntStream.range(from, from + count)
                        .mapToObj("{\"txid\": \"%d\"}"::formatted)
                        .collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void block_isReadPageByPage() throws Exception {
        head(27);
        page(0, 25);
        page(25, 2);
        var block = node.block(7).orElseThrow();
        assertThat(block.transactions())
                .extracting(each -> each.path("txid").asString())
                .hasSize(27)
                .endsWith("26");
        assertThat(block.before()).isEqualTo("cd".repeat(32));
        assertThat(node.head()).isEqualTo(7);
        assertThat(node.block(8)).isEmpty();
    }

    @Test
    void blockThatIsNotToldWhole_isNone() {
        head(27);
        page(0, 25);
        assertThatThrownBy(() -> node.block(7)).as("a page is missing").isInstanceOf(IOException.class);
        page(25, 0);
        assertThatThrownBy(() -> node.block(7)).as("an empty page").isInstanceOf(IOException.class);
        page(25, 3);
        assertThatThrownBy(() -> node.block(7)).as("more than it has").isInstanceOf(IOException.class);
        head(0);
        assertThatThrownBy(() -> node.block(7)).as("a block of nothing").isInstanceOf(IOException.class);
        answers.put("/block/" + ID, "{\"tx_count\": 1}");
        assertThatThrownBy(() -> node.block(7)).as("behind no other").isInstanceOf(IOException.class);
    }

    @Test
    void answerThatIsNone_isNone() {
        answers.put("/block/" + ID, "no json");
        assertThatThrownBy(() -> node.block(7)).isInstanceOf(IOException.class);
        answers.put("/block-height/7", "xyz");
        assertThatThrownBy(() -> node.block(7)).isInstanceOf(IOException.class);
        answers.put("/blocks/tip/height", "-1");
        assertThatThrownBy(() -> node.head()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> node.genesis()).isInstanceOf(IOException.class);
    }
}
