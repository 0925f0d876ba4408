package tallystick.control.outside;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import tallystick.control.store.Unheld;
import tallystick.crypto.codec.Bytes;

/// A connection for one request to one place, over HTTP/1.1.
///
/// **Why** by hand: it goes to the very address that was found to be good, no redirect is followed, and no more is read
/// and waited for than was said before.
///
/// **Threads** one. **Timing** connected within ten seconds, answered within ten more, or not at all.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9112#section-3 RFC 9112 §3
public final class Line implements AutoCloseable {
    private static final int LIMIT_MILLIS = 10_000;

    private final Destinations.Place place;
    private final Socket socket;
    private final long endsNanos;

    private Line(Destinations.Place place, Socket socket, int limitMillis) {
        this.place = place;
        this.socket = socket;
        this.endsNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    }

    /// Connects.
    ///
    /// @throws IOException if nobody is there, or not the one whose name it is
    public static Line open(Destinations.Place place) throws IOException {
        return open(place, LIMIT_MILLIS);
    }

    static Line open(Destinations.Place place, int limitMillis) throws IOException {
        Unheld.beforeAsking("somebody outside");
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(place.address(), place.port()), limitMillis);
            plain.setSoTimeout(limitMillis);
            return new Line(place, place.isTls() ? secured(plain, place) : plain, limitMillis);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static SSLSocket secured(Socket plain, Destinations.Place place) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var socket = (SSLSocket) factory.createSocket(plain, place.url().getHost(), place.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /// What is sent.
    ///
    /// @param headers without those of the place and of the body's length
    public record Request(String method, Map<String, String> headers, Bytes body) {
        /// Copies.
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /// The status that is answered; of the answer only its first line is read.
    public int bring(Request request) throws IOException {
        send(request);
        return Reply.status(answer());
    }

    /// The whole answer.
    ///
    /// @throws IOException if its body has more bytes than this
    public Reply ask(Request request, int bodyBytesMax) throws IOException {
        send(request);
        return Reply.read(answer(), bodyBytesMax);
    }

    private void send(Request request) throws IOException {
        var path = place.url().getRawPath().isEmpty() ? "/" : place.url().getRawPath();
        var query = place.url().getRawQuery() == null ? "" : "?" + place.url().getRawQuery();
        var head = new StringBuilder("%s %s%s HTTP/1.1\r\nHost: %s\r\n"
                .formatted(request.method(), path, query, place.url().getRawAuthority()));
        request.headers().forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
        head.append("Content-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(request.body().length()));
        var out = socket.getOutputStream();
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(request.body().toArray());
        out.flush();
    }

    private InputStream answer() throws IOException {
        return new BufferedInputStream(new Limited(socket.getInputStream()));
    }

    /// Waits for all that is read together no longer than the line's time: who sends a byte at a time gains none.
    private final class Limited extends InputStream {
        private final InputStream in;

        Limited(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            limit();
            return in.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            limit();
            return in.read(target, offset, length);
        }

        private void limit() throws IOException {
            var left = TimeUnit.NANOSECONDS.toMillis(endsNanos - System.nanoTime());
            if (left <= 0) throw new SocketTimeoutException("no whole answer in time");
            socket.setSoTimeout((int) left);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
