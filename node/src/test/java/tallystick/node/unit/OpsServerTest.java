package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tallystick.node.ops.OpsServer;
import tallystick.node.transport.ListenAddress;

/// What operators ask for over HTTP, with a real client.
class OpsServerTest {
    private final AtomicReference<List<String>> troubles = new AtomicReference<>(List.of());
    private final AtomicReference<List<String>> unready = new AtomicReference<>(List.of());
    private final OpsServer.Pages pages =
            new OpsServer.Pages(troubles::get, unready::get, () -> "tallystick_ready 1\n");

    private OpsServer server() throws IOException {
        return new OpsServer(new ListenAddress("127.0.0.1", 0), false, pages);
    }

    private static HttpResponse<String> get(OpsServer server, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create(
                    "http://127.0.0.1:%d%s".formatted(server.address().getPort(), path));
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void healthAndReadiness_areAnsweredByStatus_withTheReasons() throws IOException, InterruptedException {
        try (var server = server()) {
            assertThat(get(server, "/health").statusCode()).isEqualTo(200);
            assertThat(get(server, "/health").body()).isEqualTo("healthy\n");
            assertThat(get(server, "/ready").body()).isEqualTo("ready\n");
            troubles.set(List.of("the ledger cannot be written"));
            unready.set(List.of("it is shutting down", "another"));
            assertThat(get(server, "/health").statusCode()).isEqualTo(503);
            assertThat(get(server, "/health").body()).isEqualTo("not healthy\nthe ledger cannot be written\n");
            assertThat(get(server, "/ready").statusCode()).isEqualTo(503);
            assertThat(get(server, "/ready").body()).isEqualTo("not ready\nit is shutting down\nanother\n");
        }
    }

    @Test
    void figures_areOfPrometheusTextType_andNotKeptByAnybody() throws IOException, InterruptedException {
        try (var server = server()) {
            var answer = get(server, "/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("tallystick_ready 1\n");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void addressOfOtherMachines_isRefused_unlessAskedFor() throws IOException {
        for (var host : List.of("0.0.0.0", "::", "192.0.2.1"))
            assertThatThrownBy(() -> new OpsServer(new ListenAddress(host, 0), false, pages))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(host)
                    .hasMessageContaining("--ops-anywhere");
        try (var server = new OpsServer(new ListenAddress("0.0.0.0", 0), true, pages)) {
            assertThat(server.address().getAddress().isAnyLocalAddress()).isTrue();
        }
    }

    @Test
    void addressInUse_isRefused() throws IOException {
        try (var socket = new ServerSocket(0)) {
            assertThatThrownBy(() -> new OpsServer(new ListenAddress("127.0.0.1", socket.getLocalPort()), false, pages))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void address_isReadStrictly() {
        assertThat(ListenAddress.parse("127.0.0.1:9464")).hasValue(new ListenAddress("127.0.0.1", 9464));
        assertThat(ListenAddress.parse("[::1]:9464")).hasValue(new ListenAddress("::1", 9464));
        assertThat(ListenAddress.parse("localhost:0")).hasValue(new ListenAddress("localhost", 0));
        for (var wrong :
                List.of("", ":9464", "localhost", "localhost:", "localhost:65536", "a b:1", "::1:9464", "h:1:2"))
            assertThat(ListenAddress.parse(wrong)).as(wrong).isEmpty();
    }
}
