package tallystick.control.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallystick.core.chain.ChainId;

/// Several endpoints of one chain: the next is asked where one does not answer.
class EndpointsTest {
    /// One that answers every call in one way.
    private record Stand(HttpServer server, AtomicInteger asked) implements AutoCloseable {
        static Stand of(int status, String body) throws IOException {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var asked = new AtomicInteger();
            server.createContext("/", exchange -> {
                asked.incrementAndGet();
                var bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            return new Stand(server, asked);
        }

        static Stand good() throws IOException {
            return of(200, "{\"jsonrpc\": \"2.0\", \"id\": 1, \"result\": \"0x2a\"}");
        }

        URI place() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    @SuppressWarnings("try") // closing is what takes it away
    void endpointThatIsGone_isPassedOver_andTheNextIsAskedFirstFromThenOn() throws Exception {
        try (var gone = Stand.good();
                var good = Stand.good()) {
            var rpc = new JsonRpc(List.of(gone.place(), good.place()));
            assertThat(rpc.number("eth_blockNumber")).isEqualTo(42);
            assertThat(List.of(gone.asked().get(), good.asked().get())).containsExactly(1, 0);
            gone.close();
            assertThat(rpc.number("eth_blockNumber")).isEqualTo(42);
            assertThat(rpc.number("eth_blockNumber")).isEqualTo(42);
            assertThat(List.of(gone.asked().get(), good.asked().get())).containsExactly(1, 2);
        }
    }

    @Test
    void answerThatIsTooLong_isPassedOver() throws Exception {
        var answer = "{\"id\": 1, \"result\": \"0x7\"}";
        var most = answer + " ".repeat(JsonRpc.BYTES_MAX - answer.length());
        try (var tooLong = Stand.of(200, most + " ");
                var longest = Stand.of(200, most)) {
            assertThatThrownBy(() -> new JsonRpc(List.of(tooLong.place())).number("eth_blockNumber"))
                    .isInstanceOf(ChainUnreachable.class);
            assertThat(new JsonRpc(List.of(tooLong.place(), longest.place())).number("eth_blockNumber"))
                    .isEqualTo(7);
        }
    }

    @Test
    void endpointThatAnswersWithoutSense_isPassedOver() throws Exception {
        try (var busy = Stand.of(503, "busy");
                var page = Stand.of(200, "<html>");
                var good = Stand.good()) {
            assertThat(new JsonRpc(List.of(busy.place(), page.place(), good.place())).number("eth_blockNumber"))
                    .isEqualTo(42);
        }
    }

    /// What is neither a result nor an error says nothing, and least of all that there is none of what was asked for.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"rate limited\"",
                "{\"message\": \"rate limited\"}",
                "{\"jsonrpc\": \"2.0\", \"id\": 1}",
                "{\"error\": \"busy\", \"result\": null}"
            })
    void answerThatIsNone_isPassedOver_andSaysNothing(String body) throws Exception {
        try (var empty = Stand.of(200, body);
                var good = Stand.good()) {
            assertThat(new JsonRpc(List.of(empty.place(), good.place())).number("eth_blockNumber"))
                    .isEqualTo(42);
            var alone = new EthereumEndpoint(new ChainId("eip155", "31337"), List.of(empty.place()));
            assertThatThrownBy(() -> alone.everyLook("0x" + "ab".repeat(32))).isInstanceOf(ChainUnreachable.class);
            assertThatThrownBy(() -> new JsonRpc(List.of(empty.place())).ask("eth_sendRawTransaction", "0x00"))
                    .isInstanceOf(ChainUnreachable.class);
        }
    }

    @Test
    void errorThatIsNull_besideAResult_isNone() throws Exception {
        try (var old = Stand.of(200, "{\"id\": 1, \"result\": \"0x2a\", \"error\": null}")) {
            assertThat(new JsonRpc(List.of(old.place())).number("eth_blockNumber"))
                    .isEqualTo(42);
        }
    }

    /// Such as one whose allowance is used up: it answers, and tells nothing.
    @Test
    void endpointThatRefusesToTell_isPassedOver() throws Exception {
        try (var spent = Stand.of(200, "{\"id\": 1, \"error\": {\"code\": -32005, \"message\": \"spent\"}}");
                var good = Stand.good()) {
            assertThat(new JsonRpc(List.of(spent.place(), good.place())).number("eth_blockNumber"))
                    .isEqualTo(42);
            assertThatThrownBy(() -> new JsonRpc(List.of(spent.place())).number("eth_blockNumber"))
                    .isInstanceOf(ChainUnreachable.class)
                    .hasMessageContaining("spent");
        }
    }

    /// A chain that says no says no: to ask others until one says yes is not what they are there for.
    @Test
    void refusal_isAnAnswer() throws Exception {
        try (var no = Stand.of(
                        200, "{\"jsonrpc\": \"2.0\", \"id\": 1, \"error\": {\"code\": 1, \"message\": \"no\"}}");
                var good = Stand.good()) {
            var rpc = new JsonRpc(List.of(no.place(), good.place()));
            assertThat(rpc.ask("eth_sendRawTransaction", "0x00")).isEqualTo(new JsonRpc.Answer.Refused("no"));
            assertThat(good.asked()).hasValue(0);
        }
    }

    @Test
    void chainWhoseEndpointsAreAllGone_isUnreachable() throws Exception {
        try (var one = Stand.of(500, "");
                var other = Stand.of(502, "")) {
            var rpc = new JsonRpc(List.of(one.place(), other.place()));
            assertThatThrownBy(() -> rpc.number("eth_blockNumber"))
                    .isInstanceOf(ChainUnreachable.class)
                    .hasMessageContaining("answered 502");
            assertThat(List.of(one.asked().get(), other.asked().get())).containsExactly(1, 1);
        }
    }

    /// An endpoint that takes no batches answers one with an error of its own.
    @Test
    void batch_thatIsNotTaken_isAskedOneByOne() throws Exception {
        try (var good = Stand.good()) {
            var rpc = new JsonRpc(List.of(good.place()));
            var answers = rpc.all(List.of(JsonRpc.Call.of("eth_blockNumber"), JsonRpc.Call.of("eth_chainId")));
            assertThat(answers).extracting(each -> each.asString()).containsExactly("0x2a", "0x2a");
            assertThat(good.asked()).hasValue(3);
        }
    }

    /// The head of an answer is none: who waits for the rest of it would wait for ever.
    @Test
    void endpointThatBeginsAnAnswerAndNeverEndsIt_isPassedOver() throws Exception {
        var half = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        half.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });
        half.start();
        try (var good = Stand.good()) {
            var place = URI.create("http://127.0.0.1:" + half.getAddress().getPort());
            assertThat(new JsonRpc(List.of(place, good.place())).number("eth_blockNumber"))
                    .isEqualTo(42);
        } finally {
            half.stop(0);
        }
    }

    @Test
    void endpointWhoseAnswerHasNoLength_isPassedOver() throws Exception {
        try (var good = Stand.good();
                var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(() -> {
                try (var socket = server.accept()) {
                    var head = "HTTP/1.1 200 OK\r\nContent-Length: much\r\n\r\n";
                    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                    return socket.getInputStream().readAllBytes().length;
                }
            });
            var odd = URI.create("http://127.0.0.1:" + server.getLocalPort());
            assertThat(new JsonRpc(List.of(odd, good.place())).number("eth_blockNumber"))
                    .isEqualTo(42);
        }
    }

    @Test
    void endpointWhoseAnswerDoesNotEnd_isPassedOver() throws Exception {
        try (var good = Stand.good();
                var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(() -> {
                try (var socket = server.accept()) {
                    var out = socket.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
                    var much = new byte[1 << 16];
                    while (!socket.isClosed()) out.write(much);
                    return 0;
                }
            });
            var endless = URI.create("http://127.0.0.1:" + server.getLocalPort());
            assertThat(new JsonRpc(List.of(endless, good.place())).number("eth_blockNumber"))
                    .isEqualTo(42);
            assertThat(good.asked()).hasValue(1);
        }
    }
}
