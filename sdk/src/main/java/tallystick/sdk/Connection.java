package tallystick.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SystemEntropy;

/// Signed requests to one control, by the JDK's own client.
///
/// **Why** a POST without an answer is sent again, under the same idempotency key with a fresh nonce: control does it
/// once, however often it comes.
///
/// **Threads** any.
public final class Connection {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TRIES = 3;
    private static final int BODY_BYTES_MAX = 8 << 20;
    private static final int PROBLEM_BYTES_MAX = 64 << 10;
    private static final int FAILED = 400;
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final HttpClient http;
    private final WholeAnswers answers;
    private final Duration limit;
    private final URI base;
    private final ApiKey key;
    private final InstantSource clock;
    private final Entropy chance = new SystemEntropy();

    /// @param base where control is, such as `https://control.example.org`
    public Connection(URI base, ApiKey key) {
        this(base, key, InstantSource.system());
    }

    /// With more or less patience.
    ///
    /// @param limit how long an answer may take, of which a request has three: what Bitcoin Core alone is asked for
    ///     takes minutes
    public Connection(URI base, ApiKey key, Duration limit) {
        this(base, key, InstantSource.system(), limit);
    }

    Connection(URI base, ApiKey key, InstantSource clock) {
        this(base, key, clock, LIMIT);
    }

    Connection(URI base, ApiKey key, InstantSource clock, Duration limit) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.answers = new WholeAnswers(http, limit, BODY_BYTES_MAX);
        this.limit = limit;
        this.base = base;
        this.key = key;
        this.clock = clock;
    }

    /// Reads.
    ///
    /// @param target path and query
    public Json get(String target) throws ControlRefused, ControlUnreachable {
        return ask("GET", target, Bytes.empty(), Optional.empty());
    }

    /// Has something done once.
    ///
    /// @param idempotencyKey 8 to 128 characters of `0-9 a-z A-Z _ : . -`; the same again does nothing again
    public Json post(String target, Fields body, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return ask("POST", target, body.encode(), Optional.of(idempotencyKey));
    }

    /// Has something done once, under an idempotency key of its own.
    public Json post(String target, Fields body) throws ControlRefused, ControlUnreachable {
        return post(target, body, chance.bytes(16).toHex());
    }

    private Json ask(String method, String target, Bytes body, Optional<String> idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        var headers = idempotencyKey.map(each -> Map.of(IDEMPOTENCY_KEY, each)).orElse(Map.of());
        return ask(new Asked(method, target, body, headers));
    }

    /// One request, as an operation of the API has it.
    ///
    /// @param target path and query
    /// @param body empty if there is none
    /// @param headers beside those of the signature
    public record Asked(String method, String target, Bytes body, Map<String, String> headers) {
        /// Copies.
        public Asked {
            headers = Map.copyOf(headers);
        }

        /// Whether it may be sent a second time, should no answer come.
        boolean isRepeatable() {
            return method.equals("GET") || headers.containsKey(IDEMPOTENCY_KEY);
        }
    }

    /// Asks, and gives what was answered; null of JSON if there is no body.
    public Json ask(Asked asked) throws ControlRefused, ControlUnreachable {
        for (var attempt = 1; ; attempt++)
            try {
                return read(answers.ask(request(asked), HttpResponse.BodyHandlers.ofByteArray()));
            } catch (IOException e) {
                if (attempt == TRIES || !asked.isRepeatable())
                    throw new ControlUnreachable("control does not answer at " + base);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ControlUnreachable("interrupted while control was asked");
            }
    }

    /// Asks for something that has no end, and gives it as it comes. Whoever has it closes it.
    public InputStream stream(Asked asked) throws ControlRefused, ControlUnreachable {
        try {
            var response = http.send(request(asked), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() < FAILED) return response.body();
            try (var body = response.body()) {
                throw new ControlRefused(response.statusCode(), problem(body));
            }
        } catch (IOException e) {
            throw new ControlUnreachable("control does not answer at " + base);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlUnreachable("interrupted while control was asked");
        }
    }

    private HttpRequest request(Asked asked) {
        var request = HttpRequest.newBuilder(base.resolve(asked.target()))
                .timeout(limit)
                .method(
                        asked.method(),
                        HttpRequest.BodyPublishers.ofByteArray(asked.body().toArray()));
        if (asked.body().length() > 0) request.header("Content-Type", "application/json");
        asked.headers().forEach(request::header);
        key.headers(asked.method(), asked.target(), asked.body(), clock.instant(), chance)
                .forEach(request::header);
        return request.build();
    }

    private static Json read(HttpResponse<byte[]> response) throws ControlRefused, ControlUnreachable {
        var body = Bytes.copyOf(response.body());
        var json = body.length() == 0 ? new Json.Null(0) : parsed(body, response.statusCode());
        if (response.statusCode() < FAILED) return json;
        throw new ControlRefused(response.statusCode(), json);
    }

    private static Json problem(InputStream body) throws IOException, ControlUnreachable {
        return parsed(Bytes.copyOf(body.readNBytes(PROBLEM_BYTES_MAX)), FAILED);
    }

    private static Json parsed(Bytes body, int status) throws ControlUnreachable {
        return switch (Json.parse(body)) {
            case Parsed.Ok<Json>(var json) -> json;
            case Parsed.Malformed<Json> _ ->
                throw new ControlUnreachable("an answer of status %d that is no json".formatted(status));
        };
    }
}
