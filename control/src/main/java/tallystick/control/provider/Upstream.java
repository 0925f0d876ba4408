package tallystick.control.provider;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import tallystick.control.answer.Problem;
import tallystick.control.outside.Destinations;
import tallystick.control.outside.Line;
import tallystick.control.outside.Reply;
import tallystick.crypto.codec.Bytes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls to the provider: what it says of itself, its keys, and the token for a code.
///
/// **Threads** any. **Timing** what it says of itself is believed for an hour, its keys for ten minutes; a key that is
/// not among them is asked for at once.
final class Upstream {
    private static final Duration METADATA_KEPT = Duration.ofHours(1);
    private static final Duration KEYS_KEPT = Duration.ofMinutes(10);
    private static final int BYTES_MAX = 256 * 1024;
    private static final int SECRET_CHARACTERS_MAX = 4096;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Logger LOG = Logger.getLogger(Upstream.class.getName());

    private final Provider provider;
    private final InstantSource clock;
    private final JsonMapper json = new JsonMapper();
    private volatile Optional<Kept<Metadata>> metadata = Optional.empty();
    private volatile Optional<Kept<JWKSet>> keys = Optional.empty();

    private record Kept<T>(T what, Instant at) {
        boolean isOf(Instant moment, Duration life) {
            return !moment.isBefore(at) && moment.isBefore(at.plus(life));
        }
    }

    Upstream(Provider provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /// What the provider says of itself.
    ///
    /// @throws tallystick.control.answer.Problem if it does not, or that cannot be used
    Metadata metadata() {
        var now = clock.instant();
        var before = metadata;
        if (before.isPresent() && before.get().isOf(now, METADATA_KEPT))
            return before.get().what();
        var base = provider.issuer().endsWith("/")
                ? provider.issuer().substring(0, provider.issuer().length() - 1)
                : provider.issuer();
        var reply = ask("discovery document", base + "/.well-known/openid-configuration", get());
        if (reply.status() != OK)
            throw Trouble.SILENT.problem("its discovery document is answered with %d".formatted(reply.status()));
        var said = Metadata.of(parsed("discovery document", reply), provider);
        metadata = Optional.of(new Kept<>(said, now));
        return said;
    }

    /// Its keys that fit. Where none does it is asked anew: a provider may change them at any time.
    List<JWK> keys(JWKSelector selector) throws KeySourceException {
        var before = keys;
        if (before.isPresent() && before.get().isOf(clock.instant(), KEYS_KEPT)) {
            var found = selector.select(before.get().what());
            if (!found.isEmpty()) return found;
        }
        var reply = ask("key set", metadata().keys().toString(), get());
        if (reply.status() != OK)
            throw Trouble.SILENT.problem("its key set is answered with %d".formatted(reply.status()));
        try {
            var set = JWKSet.parse(text(reply));
            keys = Optional.of(new Kept<>(set, clock.instant()));
            return selector.select(set);
        } catch (ParseException e) {
            throw Trouble.UNFIT.problem("its key set cannot be read");
        }
    }

    /// The ID token for a code, not verified yet.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3 RFC 6749 §4.1.3
    String redeem(String code, String verifier, String redirect) {
        var said = metadata();
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect);
        form.put("code_verifier", verifier);
        var headers = new LinkedHashMap<>(Map.of("Content-Type", FORM, "Accept", "application/json"));
        if (said.takesHeader()) {
            var both = encoded(provider.clientId()) + ":" + encoded(secret());
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII)));
        } else {
            form.put("client_id", provider.clientId());
            form.put("client_secret", secret());
        }
        var body = form.entrySet().stream()
                .map(each -> "%s=%s".formatted(each.getKey(), encoded(each.getValue())))
                .collect(Collectors.joining("&"));
        var reply = ask("token", said.token().toString(), new Line.Request("POST", headers, Bytes.ofUtf8(body)));
        if (reply.status() == BAD_REQUEST || reply.status() == UNAUTHORIZED) throw refused(reply);
        if (reply.status() != OK) throw Trouble.SILENT.problem("a code is answered with %d".formatted(reply.status()));
        var token = parsed("token", reply).path("id_token").asString("");
        if (token.isEmpty()) throw Trouble.UNFIT.problem("it answers a code without an id token");
        return token;
    }

    private Problem refused(Reply reply) {
        var isClient = reply.status() == UNAUTHORIZED
                || List.of("invalid_client", "unauthorized_client")
                        .contains(parsed("token", reply).path("error").asString(""));
        return (isClient ? Trouble.CLIENT_REFUSED : Trouble.CODE_REFUSED).problem();
    }

    private String secret() {
        try {
            var text = Files.readString(provider.secret()).strip();
            if (text.isEmpty() || text.length() > SECRET_CHARACTERS_MAX)
                throw Trouble.CLIENT_REFUSED.problem("the file of the secret has no secret");
            return text;
        } catch (IOException e) {
            throw Trouble.CLIENT_REFUSED.problem("the file of the secret cannot be read");
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Line.Request get() {
        return new Line.Request("GET", Map.of("Accept", "application/json"), Bytes.empty());
    }

    private Reply ask(String what, String url, Line.Request request) {
        try (var line = Line.open(provider.destinations().find(url))) {
            return line.ask(request, BYTES_MAX);
        } catch (Destinations.Barred e) {
            throw Trouble.BARRED.problem("its %s is at %s".formatted(what, e.getMessage()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: no {1} of the provider: {2}", new Object[] {
                Integer.toString(Trouble.SILENT.number()), what, e.getClass().getSimpleName()
            });
            throw Trouble.SILENT.problem("its %s cannot be had".formatted(what));
        }
    }

    private JsonNode parsed(String what, Reply reply) {
        try {
            return json.readTree(text(reply));
        } catch (JacksonException e) {
            throw Trouble.UNFIT.problem("its %s is not json".formatted(what));
        }
    }

    private static String text(Reply reply) {
        return new String(reply.body().toArray(), StandardCharsets.UTF_8);
    }
}
