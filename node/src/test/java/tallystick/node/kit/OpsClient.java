package tallystick.node.kit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// Speaks to a port as bytes, so that a test may say what no library would.
public final class OpsClient {
    private static final int PATIENCE_MILLIS = 180_000;

    private OpsClient() {}

    /// What was answered.
    ///
    /// @param status 0 if the other side hung up without a word
    public record Answer(int status, String head, String body) {}

    /// Asks for a page in good form.
    public static Answer get(InetSocketAddress at, String path) throws IOException {
        return say(at, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));
    }

    /// Sends these very characters, and reads until the other side hangs up.
    public static Answer say(InetSocketAddress at, String bytes) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(at, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            String text;
            try {
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException reset) {
                text = "";
            }
            if (!text.startsWith("HTTP/1.1 ")) return new Answer(0, "", text);
            var end = text.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
        }
    }
}
