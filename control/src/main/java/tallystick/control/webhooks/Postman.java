package tallystick.control.webhooks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.springframework.stereotype.Component;
import tallystick.crypto.codec.Bytes;

/// Brings one event to one place, over HTTP/1.1.
///
/// **Why** by hand: the connection goes to the very address that was found to be good, no redirect is followed, and of
/// the answer only its first line is read.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9112#section-3 RFC 9112 §3
@Component
final class Postman {
    private static final int LIMIT_MILLIS = 10_000;
    private static final int LINE_BYTES_MAX = 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

    private final Destinations destinations;

    Postman(Destinations destinations) {
        this.destinations = destinations;
    }

    /// The status that was answered.
    int bring(String url, Map<String, String> headers, Bytes body) throws IOException, Destinations.Barred {
        var place = destinations.find(url);
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(place.address(), place.port()), LIMIT_MILLIS);
            plain.setSoTimeout(LIMIT_MILLIS);
            try (var socket = place.isTls() ? secured(plain, place) : plain) {
                var out = socket.getOutputStream();
                out.write(head(place, headers, body).getBytes(StandardCharsets.US_ASCII));
                out.write(body.toArray());
                out.flush();
                return status(socket.getInputStream());
            }
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

    private static String head(Destinations.Place place, Map<String, String> headers, Bytes body) {
        var path = place.url().getRawPath().isEmpty() ? "/" : place.url().getRawPath();
        var query = place.url().getRawQuery() == null ? "" : "?" + place.url().getRawQuery();
        var head = new StringBuilder("POST %s%s HTTP/1.1\r\nHost: %s\r\n"
                .formatted(path, query, place.url().getRawAuthority()));
        headers.forEach((name, value) -> head.append("%s: %s\r\n".formatted(name, value)));
        return head.append("Content-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(body.length()))
                .toString();
    }

    private static int status(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next >= 0 && next != '\r' && next != '\n'; next = in.read()) {
            line.write(next);
            if (line.size() > LINE_BYTES_MAX) throw new IOException("a status line of more than 1024 bytes");
        }
        var matched = STATUS.matcher(line.toString(StandardCharsets.US_ASCII));
        if (!matched.matches()) throw new IOException("no status line of http/1.1");
        return Integer.parseInt(matched.group(1));
    }
}
