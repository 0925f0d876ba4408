package tallystick.sdk;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Answers of a server over HTTP, each whole, in time and of a bounded size, or none.
///
/// **Why** not the client's own time limit: it ends where a body begins, so that a byte a second holds the caller for
/// ever; and the client keeps all of a body that has no end.
///
/// **Threads** any.
public final class WholeAnswers {
    private final HttpClient http;
    private final Duration limit;
    private final int bodyBytesMax;

    /// @param limit from the first word to the last byte
    /// @param bodyBytesMax of the answer
    public WholeAnswers(HttpClient http, Duration limit, int bodyBytesMax) {
        this.http = http;
        this.limit = limit;
        this.bodyBytesMax = bodyBytesMax;
    }

    /// The whole answer.
    ///
    /// @param body what it is made into
    /// @throws IOException if it was not here in time, or was too large; the connection is closed then
    public <T> HttpResponse<T> ask(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        var running = http.sendAsync(request, HttpResponse.BodyHandlers.limiting(body, bodyBytesMax));
        try {
            return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within %d ms".formatted(limit.toMillis()));
        } catch (ExecutionException e) {
            throw new IOException("no answer", e.getCause());
        } finally {
            // Nothing, once it is done; else it closes the connection.
            var _ = running.cancel(true);
        }
    }
}
