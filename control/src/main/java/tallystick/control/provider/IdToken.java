package tallystick.control.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.control.people.Identities;

/// What a provider says of who signed in, verified.
///
/// **Why** so few algorithms: each counts only with a public key that the provider publishes. None that a client's
/// secret, or no key at all, could have made.
final class IdToken {
    /// Those that count.
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration AGE_MAX = Duration.ofMinutes(10);
    private static final int CHARACTERS_MAX = 16 * 1024;
    private static final int RSA_BITS_MIN = 2048;

    private final JWTClaimsSet claims;

    private IdToken(JWTClaimsSet claims) {
        this.claims = claims;
    }

    /// Where a provider's keys come from.
    @FunctionalInterface
    interface Keys {
        /// Those that fit.
        List<JWK> select(JWKSelector selector) throws KeySourceException;
    }

    /// One that a key of the provider's signed.
    ///
    /// @throws tallystick.control.answer.Problem if none did in a way that counts
    /// @spec https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation OIDC Core §3.1.3.7
    static IdToken verified(String text, Keys keys) {
        if (text.length() > CHARACTERS_MAX) throw Trouble.FORGED.problem("it is too long");
        var processor = new DefaultJWTProcessor<SecurityContext>();
        JWKSource<SecurityContext> strong = (selector, _) ->
                keys.select(selector).stream().filter(IdToken::isStrong).toList();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, strong));
        // What the claims have to be is said below, and asked for one by one.
        processor.setJWTClaimsSetVerifier(null);
        try {
            return new IdToken(processor.process(text, null));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw Trouble.FORGED.problem();
        }
    }

    private static boolean isStrong(JWK key) {
        return !(key instanceof RSAKey rsa) || rsa.size() >= RSA_BITS_MIN;
    }

    /// Whom it names, if it was made by this provider, for this client, now, and for this very sign-in.
    ///
    /// @param nonce of the sign-in
    /// @throws tallystick.control.answer.Problem for the first of these that is not so
    /// @spec docs/spec/session.md#SN-7 session
    String subject(Provider provider, String nonce, Instant now) {
        if (!text("iss").equals(Optional.of(provider.issuer())))
            throw Trouble.NOT_OURS.problem("its issuer is another one");
        if (!claims.getAudience().equals(List.of(provider.clientId())))
            throw Trouble.NOT_OURS.problem("it is not for control alone");
        if (claims.getClaim("azp") != null && !text("azp").equals(Optional.of(provider.clientId())))
            throw Trouble.NOT_OURS.problem("it was given to another client");
        requireNow(now);
        if (!text("nonce").equals(Optional.of(nonce))) throw Trouble.OTHER_NONCE.problem();
        provider.maxAge().ifPresent(age -> requireLately(age, now));
        provider.acr().ifPresent(way -> {
            if (!text("acr").equals(Optional.of(way))) throw Trouble.TOO_WEAK.problem("its acr is another one");
        });
        return text("sub").filter(Identities::isSubject).orElseThrow(Trouble.NAMELESS::problem);
    }

    private void requireNow(Instant now) {
        var expires = moment(claims.getExpirationTime());
        if (expires.filter(each -> now.isBefore(each.plus(SKEW))).isEmpty())
            throw Trouble.STALE.problem("it has expired");
        var issued = moment(claims.getIssueTime());
        if (issued.filter(each -> !each.isAfter(now.plus(SKEW)) && !each.isBefore(now.minus(AGE_MAX)))
                .isEmpty()) throw Trouble.STALE.problem("it was not made now");
        var begins = moment(claims.getNotBeforeTime());
        if (begins.filter(each -> each.isAfter(now.plus(SKEW))).isPresent())
            throw Trouble.STALE.problem("it does not count yet");
    }

    private void requireLately(Duration age, Instant now) {
        if (!(claims.getClaim("auth_time") instanceof Number seconds))
            throw Trouble.TOO_WEAK.problem("it has no auth_time");
        var since = Duration.ofSeconds(now.getEpochSecond() - seconds.longValue());
        if (since.compareTo(age.plus(SKEW)) > 0 || since.compareTo(SKEW.negated()) < 0)
            throw Trouble.TOO_WEAK.problem("its auth_time is too long ago");
    }

    private Optional<String> text(String claim) {
        return claims.getClaim(claim) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Instant> moment(@Nullable Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }
}
