package tallystick.control.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;

/// Requests to a server that does as it likes.
class LineTest {
    private static final Line.Request REQUEST =
            new Line.Request("POST", Map.of("X-Name", "value"), Bytes.ofUtf8("body"));

    @FunctionalInterface
    private interface Serving {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    private static Reply ask(Serving serving, int limitMillis) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(() -> {
                try (var socket = server.accept()) {
                    serving.serve(socket.getInputStream(), socket.getOutputStream());
                }
                return true;
            });
            var url = "http://127.0.0.1:%d/path?a=b".formatted(server.getLocalPort());
            try (var line = Line.open(new Destinations(true, true).find(url), limitMillis)) {
                return line.ask(REQUEST, 100);
            }
        }
    }

    @Test
    void request_arrivesWhole_andIsAnswered() throws Exception {
        var reply = ask(
                (in, out) -> {
                    var read = new byte[1000];
                    var text = new StringBuilder();
                    while (!text.toString().endsWith("body"))
                        text.append(new String(read, 0, in.read(read), StandardCharsets.US_ASCII));
                    assertThat(text.toString())
                            .startsWith("POST /path?a=b HTTP/1.1\r\nHost: 127.0.0.1:")
                            .contains(
                                    "\r\nX-Name: value\r\n", "\r\nContent-Length: 4\r\n", "\r\nConnection: close\r\n");
                    out.write("HTTP/1.1 201 Made\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
                },
                10_000);
        assertThat(reply).isEqualTo(new Reply(201, Bytes.ofUtf8("hello")));
    }

    @Test
    void serverThatSaysNothing_orHasNoEnd_isLeft() {
        assertThatThrownBy(() -> ask((in, out) -> in.transferTo(OutputStream.nullOutputStream()), 200))
                .isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> ask(
                        (_, out) -> {
                            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                            // Ends by the exception of a line that was closed.
                            while (true) out.write('x');
                        },
                        200))
                .isInstanceOf(IOException.class);
    }

    /// Of each byte that comes in time the next has its own: only a deadline of all of it ends that.
    @Test
    void serverThatSecuresTheConnectionAByteAtATime_isLeft() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = threads.submit(() -> {
                try (var socket = server.accept()) {
                    // The head of a record of 16 KiB, and then of its bytes one and one.
                    socket.getOutputStream().write(new byte[] {22, 3, 3, 64, 0});
                    socket.setSoTimeout(20);
                    return drip(socket);
                }
            });
            var place = new Destinations(true, true).find("https://127.0.0.1:%d/".formatted(server.getLocalPort()));
            assertThatThrownBy(() -> Line.open(place, 300)).isInstanceOf(SocketTimeoutException.class);
            assertThat(sent.get()).isPositive();
        }
    }

    /// How many bytes went before the other side hung up: one each time that it said nothing.
    private static int drip(Socket socket) throws IOException {
        for (var bytes = 0; ; )
            try {
                if (socket.getInputStream().read() < 0) return bytes;
            } catch (SocketTimeoutException e) {
                socket.getOutputStream().write(0);
                bytes++;
            } catch (IOException e) {
                return bytes;
            }
    }
}
