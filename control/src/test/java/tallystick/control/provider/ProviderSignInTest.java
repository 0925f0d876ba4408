package tallystick.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Issuer;
import tallystick.control.kit.Tokens;
import tallystick.control.store.Store;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Sign-in at a real OpenID provider, docs/spec/session.md SN-7")
class ProviderSignInTest {
    private static Portal portal;
    private static Issuer issuer;
    private static Store store;

    @BeforeAll
    static void open() throws Exception {
        portal = Portal.get();
        issuer = portal.issuer();
        store = portal.store();
    }

    @BeforeEach
    void forget() {
        portal.forget();
    }

    private static UnaryOperator<String> with(String claim, Object value) {
        return Tokens.with(claim, value, issuer.rsa());
    }

    @Test
    void accountThatIsBound_signsIn_andOut() throws Exception {
        assertThat(portal.visitor("ina").get("/v1/session/ways").text("provider"))
                .isEqualTo("Example");
        var flow = portal.begin();
        var answer = flow.through("sub-ina");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        assertThat(answer.text("person")).isEqualTo("u:ina");
        assertThat(answer.text("way")).isEqualTo("provider");
        assertThat(answer.json().has("keyId")).isFalse();
        var cookies = answer.response().headers().allValues("set-cookie");
        assertThat(cookies)
                .hasSize(2)
                .allSatisfy(
                        each -> assertThat(each).contains("; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"));
        var ina = flow.browser().enter(answer);
        assertThat(ina.get("/v1/session").text("csrf")).isEqualTo(answer.text("csrf"));
        assertThat(ina.get("/v1/vaults").status()).isEqualTo(200);
        var foreign = ina.headers();
        foreign.remove("X-Tallystick-Csrf");
        assertThat(ina.send("DELETE", "/v1/session", "", foreign).status()).isEqualTo(403);
        assertThat(ina.send("DELETE", "/v1/session", "", ina.headers()).status())
                .isEqualTo(204);
        assertThat(ina.get("/v1/session").status()).isEqualTo(401);
    }

    @Test
    void browser_getsNothingButWhatItCarries() throws Exception {
        var flow = portal.begin();
        var asked = Issuer.query(URI.create(flow.location()));
        assertThat(asked)
                .containsOnlyKeys(
                        "response_type",
                        "client_id",
                        "redirect_uri",
                        "scope",
                        "state",
                        "nonce",
                        "code_challenge",
                        "code_challenge_method",
                        "max_age",
                        "acr_values")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("scope", "openid");
        var kept = store.sql("select encode(token_hash, 'base64') || encode(salt, 'base64') from provider_flows")
                .query(String.class)
                .list();
        var token = flow.cookie().replaceFirst(".*=", "");
        assertThat(kept).isNotEmpty().noneMatch(row -> row.contains(token.substring(0, 16)));
        for (var name : List.of("state", "nonce", "code_challenge")) {
            var given = asked.getOrDefault(name, "");
            assertThat(given).hasSize(43);
            assertThat(kept).noneMatch(row -> row.contains(given.substring(0, 16)));
        }
    }

    @Test
    void anotherPage_beginsAndEndsNoSignIn() throws Exception {
        var flow = portal.begin();
        var back = flow.back("sub-ina");
        var headers = flow.browser().headers();
        headers.put("Origin", "https://evil.example");
        headers.put("Cookie", flow.cookie());
        assertThat(flow.browser()
                        .send("POST", "/v1/session/provider", "", headers)
                        .status())
                .isEqualTo(403);
        assertThat(flow.browser()
                        .send("POST", "/v1/session/provider/answer", new JsonMapper().writeValueAsString(back), headers)
                        .status())
                .isEqualTo(403);
        assertThat(flow.finish(back).status()).isEqualTo(201);
    }

    @Test
    void tokenThatIsOtherwise_signsNobodyIn() throws Exception {
        var published = issuer.rsa().toRSAPublicKey().getEncoded();
        var stranger = Issuer.stranger("rsa");
        var past = Date.from(Instant.now().minusSeconds(61));
        var cheats = new LinkedHashMap<String, Map.Entry<Trouble, UnaryOperator<String>>>();
        cheats.put("nonce", Map.entry(Trouble.OTHER_NONCE, with("nonce", "another")));
        cheats.put("audience", Map.entry(Trouble.NOT_OURS, with("aud", "another")));
        cheats.put("two audiences", Map.entry(Trouble.NOT_OURS, with("aud", List.of(Issuer.CLIENT, "another"))));
        cheats.put("party", Map.entry(Trouble.NOT_OURS, with("azp", "another")));
        cheats.put("issuer", Map.entry(Trouble.NOT_OURS, with("iss", "https://evil.example")));
        cheats.put("expired", Map.entry(Trouble.STALE, with("exp", past)));
        cheats.put("way", Map.entry(Trouble.TOO_WEAK, with("acr", "urn:example:weak")));
        cheats.put(
                "long ago",
                Map.entry(Trouble.TOO_WEAK, with("auth_time", Instant.now().getEpochSecond() - 3600)));
        cheats.put("none", Map.entry(Trouble.FORGED, token -> Tokens.unsigned(Tokens.claims(token))));
        cheats.put(
                "public key as secret",
                Map.entry(Trouble.FORGED, token -> Tokens.hashed(Tokens.claims(token), published, "rsa")));
        cheats.put(
                "client secret",
                Map.entry(
                        Trouble.FORGED,
                        token -> Tokens.hashed(
                                Tokens.claims(token),
                                (Issuer.SECRET + Issuer.SECRET).getBytes(StandardCharsets.UTF_8),
                                "rsa")));
        cheats.put(
                "key that is not published",
                Map.entry(Trouble.FORGED, token -> Tokens.signed(Tokens.claims(token), JWSAlgorithm.RS256, stranger)));
        for (var cheat : cheats.entrySet()) {
            issuer.tokens(cheat.getValue().getValue());
            Portal.refused(cheat.getValue().getKey(), portal.begin().through("sub-ina"));
        }
        assertThat(cheats).hasSize(12);
        issuer.honest();
        assertThat(portal.begin().through("sub-ina").status()).isEqualTo(201);
    }

    @Test
    void codeOrAnswer_countsOnce_andInTheSignInItBelongsToAlone() throws Exception {
        var flow = portal.begin();
        var back = flow.back("sub-ina");
        assertThat(flow.finish(back).status()).isEqualTo(201);
        Portal.refused(Trouble.NOT_BEGUN, flow.finish(back));
        for (var code : List.of(back.get("code"), portal.begin().back("sub-adi").get("code"), "never")) {
            var other = portal.begin();
            var answer = new LinkedHashMap<>(other.back("sub-ina"));
            answer.put("code", code);
            Portal.refused(Trouble.CODE_REFUSED, other.finish(answer));
        }
    }

    @Test
    void answerOfAnothersSignIn_signsNobodyInAsHim_andLeavesHisOwnAsItWas() throws Exception {
        var victim = portal.begin();
        var back = victim.back("sub-ina");
        issuer.forget();
        var attackers = portal.begin().back("sub-adi");
        Portal.refused(Trouble.OTHER_STATE, victim.finish(attackers));
        Portal.refused(Trouble.NOT_BEGUN, new Portal.Flow(portal, victim.browser(), "other=cookie", "").finish(back));
        assertThat(victim.finish(back).text("person")).isEqualTo("u:ina");
    }

    @Test
    void answerOfAnotherProvider_orOfNone_isAMixUp() throws Exception {
        for (var name : List.of("https://evil.example", issuer.name() + "/", "")) {
            var flow = portal.begin();
            var back = new LinkedHashMap<>(flow.back("sub-ina"));
            assertThat(back).containsEntry("iss", issuer.name());
            if (name.isEmpty()) back.remove("iss");
            else back.put("iss", name);
            Portal.refused(Trouble.OTHER_ISSUER, flow.finish(back));
        }
    }

    @Test
    void signInThatWasBegunTooLongAgo_isOver() throws Exception {
        var flow = portal.begin();
        var back = flow.back("sub-ina");
        store.sql("update provider_flows set at = at - interval '601 seconds'").update();
        Portal.refused(Trouble.NOT_BEGUN, flow.finish(back));
    }

    @Test
    void whomTheProviderTurnsAway_isTold() throws Exception {
        var answer = portal.begin().through("");
        Portal.refused(Trouble.TURNED_AWAY, answer);
        assertThat(answer.text("detail")).endsWith(": access_denied");
    }

    @Test
    void accountThatIsBoundToNobody_isNamedToItsOwner() throws Exception {
        var answer = portal.begin().through("ina@example.org");
        Portal.refused(Trouble.NOBODY, answer);
        assertThat(answer.text("detail")).endsWith("its subject is ina@example.org");
    }

    @Test
    void providerThatIsDown_isTold_withARemedy() throws Exception {
        var flow = portal.begin();
        var back = flow.back("sub-ina");
        issuer.down(true);
        var answer = flow.finish(back);
        Portal.refused(Trouble.SILENT, answer);
        assertThat(answer.text("type")).isEqualTo("urn:tallystick:problem:unreachable");
        assertThat(answer.text("remedy")).contains("by passkey");
    }

    @Test
    void newKeyOfTheProvider_countsAtOnce_andTheOldOneNoMore() throws Exception {
        assertThat(portal.begin().through("sub-ina").status()).isEqualTo(201);
        RSAKey next = Issuer.stranger("next");
        issuer.publish(next);
        issuer.tokens(token -> Tokens.signed(Tokens.claims(token), JWSAlgorithm.RS256, next));
        assertThat(portal.begin().through("sub-ina").status()).isEqualTo(201);
        issuer.tokens(UnaryOperator.identity());
        Portal.refused(Trouble.FORGED, portal.begin().through("sub-ina"));
    }

    @Test
    void tooManyFailures_fromOneAddress_haveToWait() throws Exception {
        for (var i = 0; i < 20; i++)
            store.sql("insert into sign_in_failures (remote, at) values ('127.0.0.1', now())")
                    .update();
        assertThat(portal.begin().through("sub-ina").status()).isEqualTo(429);
    }

    @Test
    void controlWithoutAProvider_offersNone() throws Exception {
        var stranger = portal.world().visitor("ina");
        assertThat(stranger.get("/v1/session/ways").json().has("provider")).isFalse();
        Portal.refused(Trouble.NOT_OFFERED, stranger.send("POST", "/v1/session/provider", "", stranger.headers()));
        var pia = portal.world().visitor("pia").signIn();
        assertThat(pia.post("/v1/identities/statements", Map.of("person", "u:ina", "subject", "s"))
                        .status())
                .isEqualTo(409);
    }
}
