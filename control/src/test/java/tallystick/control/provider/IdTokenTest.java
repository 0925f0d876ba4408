package tallystick.control.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.answer.Problem;
import tallystick.control.kit.Issuer;
import tallystick.control.kit.Tokens;

@DisplayName("ID tokens, docs/spec/session.md SN-7")
class IdTokenTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String ISSUER = "https://id.example.org";
    private static final RSAKey RSA = Issuer.stranger("one");
    private static final Provider PLAIN =
            new Provider(ISSUER, "id", "control", Path.of("none"), false, Optional.empty(), Optional.empty());
    private static final Provider STRICT = new Provider(
            ISSUER, "id", "control", Path.of("none"), false, Optional.of(Duration.ofMinutes(5)), Optional.of("strong"));

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("control")
                .subject("account 7")
                .issueTime(at(0))
                .expirationTime(at(300))
                .claim("nonce", "n")
                .claim("acr", "strong")
                .claim("auth_time", NOW.getEpochSecond() - 100);
    }

    private static Date at(long seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }

    private static IdToken.Keys published(JWK... keys) {
        return selector -> selector.select(new JWKSet(List.of(keys)));
    }

    private static String subject(Provider provider, JWTClaimsSet claims) {
        return IdToken.verified(Tokens.signed(claims, JWSAlgorithm.RS256, RSA), published(RSA))
                .subject(provider, "n", NOW);
    }

    private static void refused(Trouble trouble, String as, ThrowingCallable work) {
        assertThatThrownBy(work)
                .as(as)
                .asInstanceOf(type(Problem.class))
                .extracting(problem -> problem.remedy().map(Problem.Remedy::number))
                .isEqualTo(Optional.of(trouble.number()));
    }

    @Test
    void goodToken_namesTheAccount() {
        assertThat(subject(PLAIN, good().build())).isEqualTo("account 7");
        assertThat(subject(STRICT, good().claim("azp", "control").build())).isEqualTo("account 7");
        assertThat(subject(
                        PLAIN, good().issueTime(at(59)).expirationTime(at(-59)).build()))
                .isEqualTo("account 7");
    }

    @Test
    void everyClaimThatIsOtherwise_isFound() {
        var cheats = new TreeMap<String, Map.Entry<Trouble, JWTClaimsSet.Builder>>();
        cheats.put("iss", Map.entry(Trouble.NOT_OURS, good().issuer(ISSUER + "/")));
        cheats.put("iss none", Map.entry(Trouble.NOT_OURS, good().issuer(null)));
        cheats.put("aud", Map.entry(Trouble.NOT_OURS, good().audience("another")));
        cheats.put("aud none", Map.entry(Trouble.NOT_OURS, good().audience(List.of())));
        cheats.put("aud two", Map.entry(Trouble.NOT_OURS, good().audience(List.of("control", "another"))));
        cheats.put("azp", Map.entry(Trouble.NOT_OURS, good().claim("azp", "another")));
        cheats.put("azp number", Map.entry(Trouble.NOT_OURS, good().claim("azp", 7)));
        cheats.put("exp", Map.entry(Trouble.STALE, good().expirationTime(at(-60))));
        cheats.put("exp none", Map.entry(Trouble.STALE, good().expirationTime(null)));
        cheats.put("iat later", Map.entry(Trouble.STALE, good().issueTime(at(61))));
        cheats.put("iat long ago", Map.entry(Trouble.STALE, good().issueTime(at(-601))));
        cheats.put("iat none", Map.entry(Trouble.STALE, good().issueTime(null)));
        cheats.put("nbf", Map.entry(Trouble.STALE, good().notBeforeTime(at(61))));
        cheats.put("nonce", Map.entry(Trouble.OTHER_NONCE, good().claim("nonce", "m")));
        cheats.put("nonce none", Map.entry(Trouble.OTHER_NONCE, good().claim("nonce", null)));
        cheats.put("nonce list", Map.entry(Trouble.OTHER_NONCE, good().claim("nonce", List.of("n"))));
        cheats.put("auth_time", Map.entry(Trouble.TOO_WEAK, good().claim("auth_time", NOW.getEpochSecond() - 361)));
        cheats.put(
                "auth_time later", Map.entry(Trouble.TOO_WEAK, good().claim("auth_time", NOW.getEpochSecond() + 61)));
        cheats.put("auth_time none", Map.entry(Trouble.TOO_WEAK, good().claim("auth_time", null)));
        cheats.put("acr", Map.entry(Trouble.TOO_WEAK, good().claim("acr", "weak")));
        cheats.put("acr none", Map.entry(Trouble.TOO_WEAK, good().claim("acr", null)));
        cheats.put("sub none", Map.entry(Trouble.NAMELESS, good().subject(null)));
        cheats.put("sub empty", Map.entry(Trouble.NAMELESS, good().subject("")));
        cheats.put("sub long", Map.entry(Trouble.NAMELESS, good().subject("x".repeat(256))));
        cheats.put("sub unseen", Map.entry(Trouble.NAMELESS, good().subject("a\u202eb")));
        cheats.forEach((name, cheat) -> refused(
                cheat.getKey(), name, () -> subject(STRICT, cheat.getValue().build())));
        assertThat(cheats).hasSize(25);
    }

    @Test
    void keyOfTheProvider_signsInThreeWays_andInNoOther() throws Exception {
        ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
        var claims = good().build();
        var keys = published(RSA, ec);
        for (var token : List.of(
                Tokens.signed(claims, JWSAlgorithm.RS256, RSA),
                Tokens.signed(claims, JWSAlgorithm.PS256, RSA),
                Tokens.signed(claims, JWSAlgorithm.ES256, ec)))
            assertThat(IdToken.verified(token, keys).subject(PLAIN, "n", NOW)).isEqualTo("account 7");
        for (var algorithm : List.of(JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS512))
            refused(
                    Trouble.FORGED,
                    algorithm.getName(),
                    () -> IdToken.verified(Tokens.signed(claims, algorithm, RSA), keys));
    }

    @Test
    void tokenUnderNoKey_aSecret_orAKeyOfAnother_isForged() throws Exception {
        var claims = good().build();
        var secret = "a client's secret of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);
        var pem = RSA.toRSAPublicKey().getEncoded();
        var shared = new OctetSequenceKey.Builder(secret).keyID("one").build();
        var rightly = Tokens.signed(claims, JWSAlgorithm.RS256, RSA);
        var parts = List.of(rightly.split("\\.", -1));
        var other = List.of(Tokens.signed(good().subject("other").build(), JWSAlgorithm.RS256, RSA)
                .split("\\.", -1));
        var forged = Stream.of(
                        Tokens.unsigned(claims),
                        Tokens.hashed(claims, pem, "one"),
                        Tokens.hashed(claims, RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8), "one"),
                        Tokens.hashed(claims, secret, "one"),
                        Tokens.signed(claims, JWSAlgorithm.RS256, Issuer.stranger("one")),
                        Tokens.signed(claims, JWSAlgorithm.RS256, Issuer.stranger("three")),
                        parts.get(0) + "." + parts.get(1) + ".",
                        parts.get(0) + "." + other.get(1) + "." + parts.get(2),
                        "",
                        "a.b.c",
                        "x".repeat(20_000))
                .toList();
        for (var token : forged) refused(Trouble.FORGED, token, () -> IdToken.verified(token, published(RSA, shared)));
        assertThat(forged).hasSize(11);
    }

    @Test
    void keyThatIsTooShort_orOfEncryption_verifiesNothing() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var pair = generator.generateKeyPair();
        var weak = new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .keyID("weak")
                .build();
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("weak").build(), good().build());
        jwt.sign(new RSASSASigner(pair.getPrivate(), Set.of(AllowWeakRSAKey.getInstance())));
        refused(Trouble.FORGED, "1024 bits", () -> IdToken.verified(jwt.serialize(), published(weak)));
        var forEncryption = new RSAKey.Builder(RSA).keyUse(KeyUse.ENCRYPTION).build();
        refused(
                Trouble.FORGED,
                "a key of encryption",
                () -> IdToken.verified(
                        Tokens.signed(good().build(), JWSAlgorithm.RS256, RSA), published(forEncryption)));
    }
}
