package tallystick.control.provider;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tallystick.control.access.Workspaces;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.people.Failures;
import tallystick.control.people.Identities;
import tallystick.control.site.Site;
import tallystick.control.store.Store;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SystemEntropy;

/// Sign-in at the provider: a browser is sent there, and what it brings back is redeemed for a token.
///
/// **Why** all that the provider is asked with is computed of two halves, one of which the browser holds and one the
/// database: who reads either can answer for nobody, and an answer counts in the browser alone that began.
///
/// @spec docs/spec/session.md#SN-7 session
@Component
public final class ProviderSignIn {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int BEGUN_MAX = 120;
    private static final Pattern TOKEN = Pattern.compile("[0-9a-zA-Z_-]{43}");
    private static final Pattern WORD = Pattern.compile("[a-z_]{1,64}");

    private final Optional<Provider> provider;
    private final Optional<Upstream> upstream;
    private final Store store;
    private final Identities identities;
    private final Failures failures;
    private final Workspaces workspaces;
    private final Site site;
    private final InstantSource clock;

    ProviderSignIn(
            Optional<Provider> provider,
            Store store,
            Identities identities,
            Failures failures,
            Workspaces workspaces,
            Site site,
            InstantSource clock) {
        this.provider = provider;
        this.upstream = provider.map(each -> new Upstream(each, clock));
        this.store = store;
        this.identities = identities;
        this.failures = failures;
        this.workspaces = workspaces;
        this.site = site;
        this.clock = clock;
    }

    /// @param token for the browser alone
    /// @param location where it goes
    record Begun(String token, String location) {}

    /// What a browser brings back.
    ///
    /// @param issuer who answers, as it says
    /// @param error what the provider says in the place of a code
    record Brought(String state, Optional<String> code, Optional<String> issuer, Optional<String> error) {}

    /// What people call the provider, if there is one.
    Optional<String> name() {
        return provider.map(Provider::name);
    }

    /// Begins one.
    ///
    /// @throws Problem if there is no provider, it cannot be asked, or too many were begun from the same address
    /// @spec https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest OIDC Core §3.1.2.1
    Begun begin(String remote) {
        var chosen = provider.orElseThrow(Trouble.NOT_OFFERED::problem);
        var now = clock.instant();
        var open = store.sql("select count(*) from provider_flows where remote = ? and at > ?")
                .params(remote, Store.moment(now.minusSeconds(60)))
                .query(Integer.class)
                .single();
        if (open >= BEGUN_MAX) throw Problem.of(Code.CROWDED, "%d sign-ins begun within a minute".formatted(open));
        var said = upstream.orElseThrow(Trouble.NOT_OFFERED::problem).metadata();
        var token = text(new SystemEntropy().bytes(Digest32.LENGTH_BYTES));
        var salt = new SystemEntropy().bytes(Digest32.LENGTH_BYTES);
        store.sql("insert into provider_flows (token_hash, salt, remote, at) values (?, ?, ?, ?)")
                .params(hash(token), salt.toArray(), remote, Store.moment(now))
                .update();
        var asked = new LinkedHashMap<String, String>();
        asked.put("response_type", "code");
        asked.put("client_id", chosen.clientId());
        asked.put("redirect_uri", redirect());
        asked.put("scope", "openid");
        asked.put("state", state(token));
        asked.put("nonce", derived("nonce", token, salt));
        asked.put("code_challenge", challenge(derived("verifier", token, salt)));
        asked.put("code_challenge_method", "S256");
        chosen.maxAge().ifPresent(age -> asked.put("max_age", Long.toString(age.toSeconds())));
        chosen.acr().ifPresent(way -> asked.put("acr_values", way));
        var query = asked.entrySet().stream()
                .map(each -> "%s=%s".formatted(each.getKey(), Upstream.encoded(each.getValue())))
                .collect(Collectors.joining("&"));
        var separator = said.authorization().getRawQuery() == null ? "?" : "&";
        return new Begun(token, said.authorization() + separator + query);
    }

    /// Who signed in there.
    ///
    /// @param token what the browser holds of the sign-in it began
    /// @throws Problem for the first thing that is not as it has to be
    /// @spec https://www.rfc-editor.org/rfc/rfc9700#section-4.7.1 RFC 9700 §4.7.1
    /// @spec https://www.rfc-editor.org/rfc/rfc9207#section-2.4 RFC 9207 §2.4
    Identities.Found.Somebody finish(Optional<String> token, Brought brought, String remote) {
        failures.requireFew(remote);
        try {
            return found(token, brought);
        } catch (Problem problem) {
            if (problem.code() == Code.UNSIGNED) failures.count(remote);
            throw problem;
        }
    }

    private Identities.Found.Somebody found(Optional<String> token, Brought brought) {
        var chosen = provider.orElseThrow(Trouble.NOT_OFFERED::problem);
        var calls = upstream.orElseThrow(Trouble.NOT_OFFERED::problem);
        var held = token.filter(each -> TOKEN.matcher(each).matches()).orElseThrow(Trouble.NOT_BEGUN::problem);
        // A link that somebody sent ends no sign-in that is under way.
        if (!isSame(state(held), brought.state())) throw Trouble.OTHER_STATE.problem();
        var salt = take(held).orElseThrow(Trouble.NOT_BEGUN::problem);
        var isNamed = brought.issuer().isPresent();
        if (isNamed
                ? !brought.issuer().get().equals(chosen.issuer())
                : calls.metadata().namesItself()) throw Trouble.OTHER_ISSUER.problem();
        if (brought.error().isPresent())
            throw Trouble.TURNED_AWAY.problem(
                    brought.error().filter(each -> WORD.matcher(each).matches()).orElse("an error"));
        var code = brought.code().orElseThrow(() -> Trouble.TURNED_AWAY.problem("no code"));
        var text = calls.redeem(code, derived("verifier", held, salt), redirect());
        var subject =
                IdToken.verified(text, calls::keys).subject(chosen, derived("nonce", held, salt), clock.instant());
        return switch (identities.find(workspaces.main(), subject)) {
            case Identities.Found.Somebody somebody -> somebody;
            case Identities.Found.Nobody _ -> throw Trouble.NOBODY.problem("its subject is " + subject);
            case Identities.Found.Lapsed _ -> throw Trouble.LAPSED.problem();
        };
    }

    /// The page that the provider sends browsers back to.
    private String redirect() {
        return site.origin() + "/sign-in/provider";
    }

    /// The database's half of a sign-in that is under way; then it is no more.
    private Optional<Bytes> take(String token) {
        return store.sql("delete from provider_flows where token_hash = ? and at > ? returning salt")
                .params(hash(token), Store.moment(clock.instant().minus(LIFE)))
                .query((row, _) -> Bytes.copyOf(row.getBytes(1)))
                .optional();
    }

    private static String state(String token) {
        return text(Transcript.of("tallystick/control/v1/provider-state")
                .add("token", token)
                .digest()
                .bytes());
    }

    private static String derived(String purpose, String token, Bytes salt) {
        return text(Transcript.of("tallystick/control/v1/provider-" + purpose)
                .add("token", token)
                .add("salt", salt)
                .digest()
                .bytes());
    }

    /// @spec https://www.rfc-editor.org/rfc/rfc7636#section-4.2 RFC 7636 §4.2
    private static String challenge(String verifier) {
        return text(StandardHash.sha256(Bytes.ofUtf8(verifier)).bytes());
    }

    private static byte[] hash(String token) {
        return Transcript.of("tallystick/control/v1/provider-flow")
                .add("token", token)
                .digest()
                .bytes()
                .toArray();
    }

    private static boolean isSame(String one, String other) {
        return Arrays.equals(hash(one), hash(other));
    }

    private static String text(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
    }

    /// Forgets what counts no more.
    public int forget() {
        return store.sql("delete from provider_flows where at < ?")
                .params(Store.moment(clock.instant().minus(LIFE)))
                .update();
    }
}
