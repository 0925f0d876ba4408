package tallystick.control.chain;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The endpoints of one chain behind HTTP: the one that answered last is asked first, the next where it does not
/// answer.
///
/// **Threads** any.
final class HttpEndpoints {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Logger LOG = Logger.getLogger(HttpEndpoints.class.getName());

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final List<URI> endpoints;
    private final AtomicInteger preferred = new AtomicInteger();

    /// @param endpoints at least one, the one to begin with first
    HttpEndpoints(List<URI> endpoints) {
        this.endpoints = List.copyOf(endpoints);
        if (this.endpoints.isEmpty()) throw new IllegalArgumentException("a chain without an endpoint");
    }

    /// Makes something of an answer.
    @FunctionalInterface
    interface Reading<T> {
        /// @throws ChainUnreachable if it is none, so that the next is asked
        T read(HttpResponse<String> response) throws ChainUnreachable;
    }

    /// @param what is asked, for who looks why it did not answer
    <T> T ask(String what, Function<URI, HttpRequest.Builder> asking, Reading<T> reading) throws ChainUnreachable {
        var first = preferred.get();
        var last = new ChainUnreachable(what + ": no endpoint");
        for (var i = 0; i < endpoints.size(); i++) {
            var at = (first + i) % endpoints.size();
            try {
                var answer = reading.read(answer(what, asking.apply(endpoints.get(at))));
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

    private HttpResponse<String> answer(String what, HttpRequest.Builder request) throws ChainUnreachable {
        try {
            return http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ChainUnreachable("%s: the endpoint does not answer".formatted(what));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChainUnreachable(what + ": control is stopping");
        }
    }
}
