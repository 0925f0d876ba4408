package tallystick.tools.ethereum;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// An endpoint that the detector asks, and that does as it likes.
class EthereumNodeTest {
    private static void refusedIs(boolean isFlood, Duration limit) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(() -> {
                try (var socket = server.accept()) {
                    var out = socket.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    var much = new byte[1 << 16];
                    while (isFlood) out.write(much);
                    // Goes on once the other side hung up.
                    return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            });
            var node = new EthereumNode(URI.create("http://127.0.0.1:" + server.getLocalPort()), limit, 1 << 20);
            assertThatThrownBy(node::head).isInstanceOf(IOException.class);
        }
    }

    @Test
    void answerWithoutAnEnd_isLeftAtItsBound() throws Exception {
        refusedIs(true, Duration.ofMinutes(3));
    }

    @Test
    void answerThatStopsComing_isLeftAtTheDeadline() throws Exception {
        refusedIs(false, Duration.ofMillis(500));
    }
}
