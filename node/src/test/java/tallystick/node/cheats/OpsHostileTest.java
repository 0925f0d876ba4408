package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.node.kit.OpsClient;
import tallystick.node.ops.OpsServer;
import tallystick.node.transport.ListenAddress;

/// What somebody on the machine may say to the port of health and figures: it answers with a refusal or not at all, and
/// goes on answering others.
class OpsHostileTest {
    private OpsServer server;
    private InetSocketAddress at;

    @BeforeEach
    void open() throws IOException {
        server = new OpsServer(
                new ListenAddress("127.0.0.1", 0), false, new OpsServer.Pages(List::of, List::of, () -> "figures\n"));
        at = server.address();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void goesOn() throws IOException {
        var answer = OpsClient.get(at, "/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("healthy\n");
    }

    @Test
    void everyMethodButGet_isRefused() throws IOException {
        for (var method : List.of("POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH", "get", "X")) {
            var answer = OpsClient.say(at, method + " /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.head()).as(method).containsIgnoringCase("Allow: GET");
            assertThat(answer.body()).as(method).doesNotContain("healthy");
        }
        goesOn();
    }

    @Test
    void requestWithBody_isRefused_andTheBodyNotReadAsAnotherRequest() throws IOException {
        var inner = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
        var withLength = OpsClient.say(
                at, "GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s".formatted(inner.length(), inner));
        assertThat(withLength.status()).isEqualTo(400);
        assertThat(withLength.body()).doesNotContain("figures");
        var chunked = OpsClient.say(
                at,
                "GET /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n");
        assertThat(chunked.status()).isEqualTo(400);
        goesOn();
    }

    @Test
    void otherPaths_areNotThere() throws IOException {
        for (var path : List.of(
                "/",
                "/health/",
                "//health",
                "/health/../metrics",
                "/%68ealth",
                "/metrics?x=1",
                "/HEALTH",
                "/ledger.db",
                "/../../etc/passwd",
                "http://elsewhere/health"))
            assertThat(OpsClient.get(at, path).status()).as(path).isEqualTo(404);
        goesOn();
    }

    @Test
    void whatIsNoHttp_isRefusedOrHungUpOn() throws IOException {
        var cases = List.of(
                "\r\n\r\n\r\n",
                "GET\r\n\r\n",
                "GET /health\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
                "GET /hea\u0000lth HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET " + "/a".repeat(50_000) + " HTTP/1.1\r\n\r\n",
                "GET /health HTTP/1.1\r\nX: " + "y".repeat(100_000) + "\r\n\r\n",
                "GET /health HTTP/1.1\r\n%s\r\n"
                        .formatted(IntStream.range(0, 200)
                                .mapToObj("X-%d: y\r\n"::formatted)
                                .collect(Collectors.joining())));
        var refused = 0;
        for (var bytes : cases) {
            var answer = OpsClient.say(at, bytes);
            assertThat(answer.body())
                    .as("%.20s of %d", bytes, bytes.length())
                    .doesNotContain("healthy")
                    .doesNotContain("at java.");
            assertThat(answer.status()).isIn(0, 400, 404, 413, 414, 431);
            refused++;
        }
        assertThat(refused).isEqualTo(8);
        goesOn();
    }

    /// Many callers say half a request and then nothing.
    @Test
    void whoStopsInTheMiddle_isHungUpOn_andOthersAreAnswered() throws IOException {
        var slow = new ArrayList<Socket>();
        for (var i = 0; i < 12; i++) {
            var socket = new Socket(at.getAddress(), at.getPort());
            socket.setSoTimeout(180_000);
            socket.getOutputStream().write("GET /health HT".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        goesOn();
        for (var socket : slow)
            try (socket) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            } catch (java.net.SocketException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        goesOn();
    }
}
