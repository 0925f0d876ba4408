package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Program.Answer;
import tallystick.control.kit.Visitor;
import tallystick.control.kit.World;
import tallystick.control.people.Sessions;
import tallystick.control.store.Store;
import tools.jackson.databind.JsonNode;

@DisplayName("Sign-in of people by passkey, docs/spec/session.md")
class SignInTest {
    private static World world;
    private static Store store;

    @BeforeAll
    static void begin() throws Exception {
        world = World.get();
        store = world.control().part(Store.class);
    }

    @AfterEach
    void forgetFailures() {
        store.sql("delete from sign_in_failures").update();
    }

    private static void refused(Answer answer, int status, String word) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
        assertThat(answer.text("type")).isEqualTo("urn:tallystick:problem:" + word);
    }

    @Test
    void passkeyOfTheDocument_signsIn_andOut() throws Exception {
        var ina = world.visitor("ina");
        refused(ina.get("/v1/session"), 401, "unsigned");
        var answer = ina.signIn(ina.assertion());
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        var cookie = answer.response().headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("__Host-tallystick=")
                .contains("; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/");
        var session = ina.get("/v1/session");
        assertThat(session.text("person")).isEqualTo("u:ina");
        assertThat(session.json().path("roles").toString()).isEqualTo("[\"INITIATOR\"]");
        assertThat(session.text("csrf")).isEqualTo(answer.text("csrf"));
        assertThat(ina.get("/v1/vaults").status()).isEqualTo(200);
        var out = ina.send("DELETE", "/v1/session", "", ina.headers());
        assertThat(out.status()).isEqualTo(204);
        refused(ina.get("/v1/session"), 401, "unsigned");
        refused(ina.get("/v1/vaults"), 401, "unsigned");
    }

    @Test
    void whatTheDatabaseKeeps_opensNoSession() throws Exception {
        var ina = world.visitor("ina").signIn();
        var token = ina.cookie().replaceFirst(".*=", "");
        var kept = store.sql("select encode(token_hash, 'escape') || encode(token_hash, 'base64') from sessions")
                .query(String.class)
                .list();
        assertThat(kept).isNotEmpty().noneMatch(each -> each.contains(token.substring(0, 20)));
    }

    @Test
    void assertion_countsOnce() throws Exception {
        var ina = world.visitor("ina");
        var assertion = ina.assertion();
        assertThat(ina.signIn(assertion).status()).isEqualTo(201);
        refused(ina.signIn(assertion), 401, "unsigned");
    }

    @Test
    void challengeThatNobodyGave_orIsTooOld_signsNobodyIn() throws Exception {
        var ina = world.visitor("ina");
        refused(ina.signIn(ina.authenticator().sign("A".repeat(43), Visitor.ORIGIN)), 401, "unsigned");
        refused(ina.signIn(ina.authenticator().sign("", Visitor.ORIGIN)), 401, "unsigned");
        var late = ina.assertion();
        store.sql("update sign_in_challenges set at = ?")
                .params(Store.moment(Instant.now().minusSeconds(301)))
                .update();
        refused(ina.signIn(late), 401, "unsigned");
    }

    @Test
    void otherOrigin_kindOrFlags_signNobodyIn() throws Exception {
        var ina = world.visitor("ina");
        var device = ina.authenticator();
        for (var origin : List.of("https://evil.example", "https://custody.example.org.evil.example", "null"))
            refused(ina.signIn(device.sign(challenge(ina), origin)), 401, "unsigned");
        refused(ina.signIn(device.sign(challenge(ina), Visitor.ORIGIN, "webauthn.create", 0x05)), 401, "unsigned");
        refused(ina.signIn(device.sign(challenge(ina), Visitor.ORIGIN, "webauthn.get", 0x01)), 401, "unsigned");
        refused(ina.signIn(device.sign(challenge(ina), Visitor.ORIGIN, "webauthn.get", 0x04)), 401, "unsigned");
    }

    private static String challenge(Visitor visitor) throws Exception {
        return visitor.send("POST", "/v1/session/challenge", "", visitor.headers())
                .text("challenge");
    }

    @Test
    void otherSignature_orKeyOfAnother_signsNobodyIn() throws Exception {
        var ina = world.visitor("ina");
        var altered = ina.assertion();
        var signature = altered.get("signature");
        var last = signature.charAt(20) == 'A' ? 'B' : 'A';
        altered.put("signature", signature.substring(0, 20) + last + signature.substring(21));
        refused(ina.signIn(altered), 401, "unsigned");
        var stolen = ina.assertion();
        stolen.put("credentialId", world.visitor("adi").authenticator().credentialId());
        refused(ina.signIn(stolen), 401, "unsigned");
    }

    @Test
    void whoIsSuspended_revoked_orUnknown_doesNotSignIn() throws Exception {
        for (var name : List.of("sue", "rex")) {
            var visitor = world.visitor(name);
            refused(visitor.signIn(visitor.assertion()), 401, "unsigned");
        }
        var stranger = world.visitor("ina");
        var unknown = new tallystick.control.kit.Authenticator();
        refused(stranger.signIn(unknown.sign(challenge(stranger), Visitor.ORIGIN)), 401, "unsigned");
    }

    @Test
    void tooManyFailures_fromOneAddress_haveToWait() throws Exception {
        var ina = world.visitor("ina");
        for (var i = 0; i < 20; i++)
            store.sql("insert into sign_in_failures (remote, at) values ('127.0.0.1', now())")
                    .update();
        refused(ina.signIn(ina.assertion()), 429, "crowded");
        store.sql("update sign_in_failures set at = at - interval '11 minutes'").update();
        assertThat(ina.signIn(ina.assertion()).status()).isEqualTo(201);
    }

    @Test
    void idleSession_orOneThatIsTooOld_isOver() throws Exception {
        for (var column : List.of("used_at", "ends_at")) {
            var ina = world.visitor("ina").signIn();
            var back = column.equals("used_at") ? Sessions.IDLE : Sessions.WHOLE;
            store.sql("update sessions set %s = %s - make_interval(secs => ?)".formatted(column, column))
                    .params((double) back.toSeconds() + 1)
                    .update();
            refused(ina.get("/v1/vaults"), 401, "unsigned");
        }
    }

    @Test
    void whatAnotherPageSends_changesNothing() throws Exception {
        var gus = world.visitor("adi").signIn();
        for (var header : List.of("Origin", "X-Tallystick-Csrf"))
            for (var value : List.of("", "https://evil.example")) {
                var headers = gus.headers();
                headers.put("Idempotency-Key", "another-page-" + header + value.length());
                if (value.isEmpty()) headers.remove(header);
                else headers.put(header, value);
                refused(gus.send("POST", "/v1/webhooks", "{}", headers), 403, "forbidden");
                refused(gus.send("DELETE", "/v1/session", "", headers), 403, "forbidden");
            }
        assertThat(gus.post("/v1/webhooks", Map.of()).status()).isEqualTo(422);
        assertThat(gus.get("/v1/session").status()).isEqualTo(200);
        var foreign = gus.headers();
        foreign.put("Origin", "https://evil.example");
        refused(gus.send("POST", "/v1/session/challenge", "", foreign), 403, "forbidden");
    }

    @Test
    void whoAudits_changesNothing_andWhoInitiates_setsNothingUp() throws Exception {
        var aud = world.visitor("aud").signIn().get("/v1/session").json();
        assertThat(aud.path("roles").toString()).isEqualTo("[\"AUDITOR\"]");
        assertThat(aud.path("withheld").toString()).isEqualTo("[\"INITIATOR\",\"APPROVER\"]");
        assertThat(aud.path("scopes").toString()).doesNotContain("WRITE");
        var two = world.visitor("two").signIn().get("/v1/session").json();
        assertThat(two.path("roles").toString()).isEqualTo("[\"INITIATOR\"]");
        assertThat(two.path("withheld").toString()).isEqualTo("[\"ADMINISTRATOR\"]");
    }

    @Test
    void whatAPersonDid_isWrittenDownUnderHisName() throws Exception {
        var adi = world.visitor("adi").signIn();
        assertThat(adi.post("/v1/webhooks", Map.of()).status()).isEqualTo(422);
        var line = adi.get("/v1/audit?limit=1").json().path("items").path(0);
        assertThat(line.path("person").asString()).isEqualTo("u:adi");
        assertThat(line.path("path").asString()).isEqualTo("/v1/webhooks");
    }

    @Test
    void whatNobodyKnownAskedFor_isShown_onlyWhereThereIsOneWorkspace() throws Exception {
        var adi = world.visitor("adi").signIn();
        var stranger = world.visitor("ina");
        assertThat(stranger.get("/v1/vaults").status()).isEqualTo(401);
        assertThat(nameless(adi.get("/v1/audit?limit=50").json())).isPositive();
        var store = world.control().part(Store.class);
        var another = Store.newId();
        store.sql("insert into workspaces (id, organisation_id, name) select ?, id, 'another' from organisations")
                .param(another)
                .update();
        try {
            assertThat(nameless(adi.get("/v1/audit?limit=50").json())).isZero();
        } finally {
            store.sql("delete from workspaces where id = ?").param(another).update();
        }
    }

    private static long nameless(JsonNode lines) {
        return lines.path("items")
                .valueStream()
                .filter(each -> !each.has("person") && !each.has("keyId"))
                .count();
    }
}
