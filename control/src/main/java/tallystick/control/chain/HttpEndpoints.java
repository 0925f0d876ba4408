package tallystick.control.chain;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.control.store.Unheld;

/// The endpoints of one chain behind HTTP: the one that answered last is asked first, the next where it does not
/// answer.
///
/// **Threads** any. **Timing** an endpoint answers whole within ten seconds, or not at all; what takes longer names its
/// own limit.
final class HttpEndpoints {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /// Enough for all that a chain has of one address.
    private static final long BYTES_MAX = 32L << 20;
    private static final Logger LOG = Logger.getLogger(HttpEndpoints.class.getName());

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final List<URI> endpoints;
    private final Turns turns;
    private final long bytesMax;
    private final AtomicInteger preferred = new AtomicInteger();

    /// @param endpoints at least one, the one to begin with first
    /// @param turns of their chain
    HttpEndpoints(List<URI> endpoints, Turns turns) {
        this(endpoints, turns, BYTES_MAX);
    }

    /// @param bytesMax how long an answer is at the most; a longer one is none
    HttpEndpoints(List<URI> endpoints, Turns turns, long bytesMax) {
        this.endpoints = List.copyOf(endpoints);
        this.turns = turns;
        this.bytesMax = bytesMax;
        if (this.endpoints.isEmpty()) throw new IllegalArgumentException("a chain without an endpoint");
    }

    /// Makes something of an answer.
    @FunctionalInterface
    interface Reading<T> {
        /// @throws ChainUnreachable if it is none, so that the next is asked
        T read(HttpResponse<String> response) throws ChainUnreachable;
    }

    /// @param what is asked, for who looks why it did not answer
    /// @throws ChainCrowded if too many ask the chain already
    <T> T ask(String what, Function<URI, HttpRequest.Builder> asking, Reading<T> reading) throws ChainUnreachable {
        return ask(what, LIMIT, asking, reading);
    }

    /// @param limit how long one endpoint has for its whole answer
    <T> T ask(String what, Duration limit, Function<URI, HttpRequest.Builder> asking, Reading<T> reading)
            throws ChainUnreachable {
        Unheld.beforeAsking("a chain");
        try (var turn = turns.take(what)) {
            var answer = asked(what, limit, asking, reading);
            turn.answered();
            return answer;
        }
    }

    private <T> T asked(String what, Duration limit, Function<URI, HttpRequest.Builder> asking, Reading<T> reading)
            throws ChainUnreachable {
        var first = preferred.get();
        var last = new ChainUnreachable(what + ": no endpoint");
        for (var i = 0; i < endpoints.size(); i++) {
            var at = (first + i) % endpoints.size();
            try {
                var answer = reading.read(answer(what, limit, asking.apply(endpoints.get(at))));
                if (at != first && preferred.compareAndSet(first, at))
                    LOG.log(Level.WARNING, "{0}; endpoint number {1} is asked from now on", new Object[] {
                        last.why(), at + 1
                    });
                return answer;
            } catch (ChainUnreachable e) {
                last = e;
                if (Thread.currentThread().isInterrupted()) throw e;
            }
        }
        throw last;
    }

    /// **Why** not as the client itself waits: it does until the head of an answer is there, and for the body for ever.
    private HttpResponse<String> answer(String what, Duration limit, HttpRequest.Builder request)
            throws ChainUnreachable {
        var body = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), bytesMax);
        var asked = http.sendAsync(request.timeout(limit).build(), body);
        try {
            return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // Of an answer whose length is no number the client makes what it makes of a bug.
            if (e.getCause() instanceof Error) throw new AssertionError("a question to a chain failed of itself", e);
            throw new ChainUnreachable("%s: the endpoint does not answer".formatted(what));
        } catch (TimeoutException e) {
            throw new ChainUnreachable("%s: the endpoint does not answer in time".formatted(what));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChainUnreachable(what + ": control is stopping");
        } finally {
            // Of what ended it changes nothing.
            var _ = asked.cancel(true);
        }
    }
}
