package tallystick.control.outside;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import tallystick.control.store.Unheld;
import tallystick.crypto.codec.Bytes;

/// A connection for one request to one place, over HTTP/1.1.
///
/// **Why** by hand: it goes to the very address that was found to be good, no redirect is followed, and no more is read
/// and waited for than was said before.
///
/// **Why** one deadline, by which the connection is closed: who connects, secures it and answers a byte at a time gains
/// no more than who is silent.
///
/// **Threads** one. **Timing** connected and answered within ten seconds, or not at all.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9112#section-3 RFC 9112 §3
public final class Line implements AutoCloseable {
    private static final int LIMIT_MILLIS = 10_000;
    private static final Logger LOG = Logger.getLogger(Line.class.getName());

    private final Destinations.Place place;
    private final Socket socket;
    private final Deadline deadline;

    private Line(Destinations.Place place, Socket socket, Deadline deadline) {
        this.place = place;
        this.socket = socket;
        this.deadline = deadline;
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
        var deadline = new Deadline(plain);
        var _ = Thread.ofVirtual().name("deadline").start(() -> deadline.await(limitMillis));
        try {
            return deadline.within(() -> {
                plain.connect(new InetSocketAddress(place.address(), place.port()), limitMillis);
                return new Line(place, place.isTls() ? secured(plain, place) : plain, deadline);
            });
        } catch (IOException e) {
            deadline.close();
            throw e;
        }
    }

    /// Closes a connection once its time is over.
    private static final class Deadline implements AutoCloseable {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Socket socket;
        private volatile boolean isOver;

        Deadline(Socket socket) {
            this.socket = socket;
        }

        /// @throws SocketTimeoutException if it failed because its time was over
        <T> T within(Talk<T> talk) throws IOException {
            try {
                return talk.talk();
            } catch (IOException e) {
                if (isOver) throw new SocketTimeoutException("no whole answer in time");
                throw e;
            }
        }

        void await(int limitMillis) {
            try {
                if (ended.await(limitMillis, TimeUnit.MILLISECONDS)) return;
                isOver = true;
                socket.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                LOG.log(Level.FINE, e, () -> "a connection that was to be closed");
            }
        }

        @Override
        public void close() throws IOException {
            ended.countDown();
            socket.close();
        }
    }

    @FunctionalInterface
    private interface Talk<T> {
        T talk() throws IOException;
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
        return deadline.within(() -> {
            send(request);
            return Reply.status(answer());
        });
    }

    /// The whole answer.
    ///
    /// @throws IOException if its body has more bytes than this
    public Reply ask(Request request, int bodyBytesMax) throws IOException {
        return deadline.within(() -> {
            send(request);
            return Reply.read(answer(), bodyBytesMax);
        });
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
        return new BufferedInputStream(socket.getInputStream());
    }

    /// At once: who is told goodbye in the way of TLS may take his time to take it.
    @Override
    public void close() throws IOException {
        deadline.close();
    }
}
