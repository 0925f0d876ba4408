package tallystick.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Servers whose answers do not end.
class WholeAnswersTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(3);

    @FunctionalInterface
    private interface Serving {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    @FunctionalInterface
    private interface Asking {
        void ask(URI server) throws Exception;
    }

    /// Serves every connection so, and waits until each is closed.
    private static void with(Serving serving, Asking asking) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var _ = threads.submit(() -> {
                while (true) {
                    var socket = server.accept();
                    var _ = threads.submit(() -> {
                        try (socket) {
                            serving.serve(socket.getInputStream(), socket.getOutputStream());
                        }
                        return true;
                    });
                }
            });
            asking.ask(URI.create("http://127.0.0.1:%d/".formatted(server.getLocalPort())));
        }
    }

    private static void begin(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /// Says a little and no more; goes on once the other side hung up.
    private static void trickle(InputStream in, OutputStream out) throws IOException {
        begin(out);
        in.transferTo(OutputStream.nullOutputStream());
    }

    /// Ends by the exception of a connection that was closed.
    private static void flood(OutputStream out) throws IOException {
        begin(out);
        var much = new byte[1 << 16];
        while (true) out.write(much);
    }

    private static String ask(URI server, Duration limit, int bodyBytesMax) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return new WholeAnswers(http, limit, bodyBytesMax)
                    .ask(HttpRequest.newBuilder(server).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void answerInTime_andNotTooLarge_isGiven() throws Exception {
        with((_, out) -> begin(out), server -> assertThat(ask(server, LONG, 1)).isEqualTo("{"));
    }

    @Test
    void bodyThatStopsComing_isLeftAtTheDeadline_andItsConnectionClosed() throws Exception {
        var hungUp = new CountDownLatch(1);
        with(
                (in, out) -> {
                    trickle(in, out);
                    hungUp.countDown();
                },
                server -> {
                    assertThatThrownBy(() -> ask(server, SHORT, 100)).isInstanceOf(HttpTimeoutException.class);
                    hungUp.await();
                });
    }

    @Test
    void bodyWithoutAnEnd_isLeftAtItsBound() throws Exception {
        with(
                (_, out) -> flood(out),
                server -> assertThatThrownBy(() -> ask(server, LONG, 1 << 20))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(HttpTimeoutException.class));
    }

    @Test
    void controlThatFloodsOrTrickles_isUnreachable() throws Exception {
        var key = ApiKey.ed25519(
                "0191f4a2-7c3e-7d10-8a55-1b2c3d4e5f60",
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
        with(
                (_, out) -> flood(out),
                server -> assertThatThrownBy(() -> new Connection(server, key).get("/v1/nodes"))
                        .isInstanceOf(ControlUnreachable.class));
        with(
                WholeAnswersTest::trickle,
                server -> assertThatThrownBy(
                                () -> new Connection(server, key, InstantSource.system(), SHORT).get("/v1/nodes"))
                        .isInstanceOf(ControlUnreachable.class));
    }
}
