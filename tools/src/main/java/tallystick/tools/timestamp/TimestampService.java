package tallystick.tools.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// A service that signs times, asked over HTTP.
///
/// **Threads** any; waits for the service.
///
/// @param address where it is asked
public record TimestampService(URI address) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NONCE_BITS = 128;

    /// Asks when this was there.
    ///
    /// @param content SHA-256 of it, which is all that the service gets to know
    /// @return its answer, checked but for whom it is signed by
    /// @throws IOException if it cannot be reached, or answers something else
    /// @spec https://www.rfc-editor.org/rfc/rfc3161#section-3.4 RFC 3161 §3.4 (time-stamp over HTTP)
    public Bytes stamp(Digest32 content) throws IOException {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        try {
            var nonce = new BigInteger(NONCE_BITS, new SecureRandom());
            var request =
                    generator.generate(TSPAlgorithms.SHA256, content.bytes().toArray(), nonce);
            var answer = ask(request.getEncoded());
            new TimeStampResponse(answer).validate(request);
            var bytes = Bytes.copyOf(answer);
            return switch (Timestamp.check(bytes, content, List.of())) {
                case Timestamp.Outcome.Held _ -> bytes;
                case Timestamp.Outcome.Wrong(var why) ->
                    throw new IOException("the timestamp of %s: %s".formatted(address, why));
            };
        } catch (TSPException refused) {
            throw new IOException("%s gave no timestamp: %s".formatted(address, refused.getMessage()), refused);
        }
    }

    private byte[] ask(byte[] question) throws IOException {
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/timestamp-query")
                .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                .build();
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != 200)
                    throw new IOException("%s answered %d".formatted(address, answer.statusCode()));
                return body.readNBytes(Timestamp.LENGTH_BYTES_MAX + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
