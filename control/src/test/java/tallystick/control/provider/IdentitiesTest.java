package tallystick.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Governing;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Visitor;
import tallystick.control.store.Store;

@DisplayName("Whose accounts at a provider are, and what their sessions may, docs/spec/session.md SN-8 and SN-9")
class IdentitiesTest {
    private static Portal portal;
    private static Store store;

    @BeforeAll
    static void open() throws Exception {
        portal = Portal.get();
        store = portal.store();
    }

    @BeforeEach
    void forget() {
        portal.forget();
    }

    @Test
    void session_readsAndDrafts_andWhatLastsNeedsAPasskey() throws Exception {
        var adi = portal.entered("sub-adi");
        var all = scopes(portal.visitor("adi").signIn());
        assertThat(all).contains("KEYS_WRITE", "VAULTS_WRITE", "WEBHOOKS_WRITE", "INVITATIONS_WRITE");
        all.removeAll(Set.of("KEYS_WRITE", "VAULTS_WRITE", "WEBHOOKS_WRITE", "INVITATIONS_WRITE"));
        assertThat(scopes(adi)).isEqualTo(all);
        for (var each : List.of("/v1/api-keys", "/v1/webhooks", "/v1/invitations", "/v1/vaults"))
            assertThat(adi.post(each, Map.of()).status()).as(each).isEqualTo(403);
        assertThat(adi.get("/v1/api-keys").status()).isEqualTo(200);
        assertThat(scopes(portal.entered("sub-ina"))).contains("WITHDRAWALS_WRITE");
        assertThat(scopes(portal.entered("sub-aud"))).noneMatch(each -> each.endsWith("_WRITE"));
    }

    private static Set<String> scopes(Visitor visitor) throws Exception {
        return visitor.get("/v1/session")
                .json()
                .path("scopes")
                .valueStream()
                .map(each -> each.asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void changeOfADocument_isDraftedInTheSession_andSignedByThePasskeyAlone() throws Exception {
        var pia = portal.entered("sub-pia");
        var draft = pia.post(
                "/v1/proposals",
                Map.of(
                        "kind",
                        "people",
                        "people",
                        List.of(Map.of("act", "suspend", "person", "u:opa")),
                        "reason",
                        "a test"));
        assertThat(draft.status()).as(draft.json().toString()).isEqualTo(201);
        var submit = "/v1/proposals/%s/submit".formatted(draft.text("id"));
        assertThat(pia.post(submit, Map.of()).status()).isEqualTo(422);
        var challenge = draft.json().path("toSign").path("challenge").asString();
        for (var person : List.of("ina", "adi")) {
            var other = portal.world().cast().authenticator(person).sign(challenge, Visitor.ORIGIN);
            assertThat(pia.post(submit, Map.of("assertion", other)).status()).isEqualTo(422);
        }
        assertThat(portal.world()
                        .visitor("pia")
                        .signIn()
                        .get("/v1/people/u:opa")
                        .text("status"))
                .isEqualTo("active");
    }

    @Test
    void whatWasSignedElsewhere_isNotBrought_byWhomAProviderVouchesFor() throws Exception {
        var id = UUID.randomUUID();
        var cases = List.of(
                List.of("ava", "/v1/withdrawals/%s/approvals".formatted(id), "approval"),
                List.of("ina", "/v1/withdrawals/%s/submit".formatted(id), "evidence"),
                List.of("gus", "/v1/freezes", "freeze"));
        for (var each : cases) {
            var body = Map.of(each.get(2), "00");
            var vouched = portal.entered("sub-" + each.get(0)).post(each.get(1), body);
            assertThat(vouched.status()).as(each.toString()).isEqualTo(422);
            assertThat(vouched.text("field")).isEqualTo("assertion");
            var own = portal.visitor(each.get(0)).signIn().post(each.get(1), body);
            assertThat(own.text("field")).as(each.toString()).isNotEqualTo("assertion");
        }
        assertThat(portal.entered("sub-gus")
                        .post("/v1/freezes/orders", Map.of("scope", Map.of("kind", "workspace"), "reason", "a draft"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void binding_isMadeByThePasskeyOfWhoMayPropose_andByNothingElse() throws Exception {
        var what = Map.of("person", "u:ina", "subject", "sub-new");
        for (var person : List.of("adi", "ina", "ava", "aud"))
            assertThat(portal.visitor(person)
                            .signIn()
                            .post("/v1/identities/statements", what)
                            .status())
                    .as(person)
                    .isEqualTo(403);
        var pia = portal.entered("sub-pia");
        var asked = pia.post("/v1/identities/statements", what);
        var body = new LinkedHashMap<String, Object>(what);
        body.put("at", asked.text("at"));
        assertThat(pia.post("/v1/identities", body).status()).isEqualTo(422);
        var challenge = asked.json().path("toSign").path("challenge").asString();
        body.put("assertion", pia.authenticator().sign(challenge, Visitor.ORIGIN));
        assertThat(pia.post("/v1/identities", body).status()).isEqualTo(422);
        var signed = portal.world().cast().authenticator("pia");
        body.put("assertion", signed.sign(challenge, Visitor.ORIGIN));
        for (var other : List.of(Map.of("person", "u:adi"), Map.of("subject", "sub-other"))) {
            var altered = new LinkedHashMap<>(body);
            altered.putAll(other);
            assertThat(pia.post("/v1/identities", altered).status()).isEqualTo(422);
        }
        assertThat(pia.post("/v1/identities", body).status()).isEqualTo(201);
        assertThat(portal.entered("sub-new").get("/v1/session").text("person")).isEqualTo("u:ina");
        body.put("assertion", signed.sign(challenge, Visitor.ORIGIN));
        assertThat(pia.post("/v1/identities", body).status()).isEqualTo(409);
    }

    @Test
    void bindingThatWasRemoved_endsItsSessions() throws Exception {
        var id = portal.bind("pia", "ina", "sub-gone");
        var ina = portal.entered("sub-gone");
        var pia = portal.visitor("pia").signIn();
        assertThat(pia.get("/v1/identities").json().path("items").toString()).contains(id);
        assertThat(pia.send("DELETE", "/v1/identities/" + id, "", pia.headers()).status())
                .isEqualTo(204);
        assertThat(ina.get("/v1/session").status()).isEqualTo(401);
        Portal.refused(Trouble.NOBODY, portal.begin().through("sub-gone"));
        assertThat(pia.send("DELETE", "/v1/identities/" + id, "", pia.headers()).status())
                .isEqualTo(404);
    }

    /// A key of a program is no person, and an account at the provider no passkey.
    @Test
    void binding_isEndedByNoProgram_andByNoAccountAtTheProvider() throws Exception {
        var id = portal.bind("pia", "ina", "sub-stays");
        var ina = portal.entered("sub-stays");
        var program = portal.world().program("PROPOSER");
        assertThat(program.delete("/v1/identities/" + id).status()).isEqualTo(409);
        var _ = portal.bind("pia", "pat", "sub-pat");
        var pat = portal.entered("sub-pat");
        assertThat(pat.send("DELETE", "/v1/identities/" + id, "", pat.headers()).status())
                .isEqualTo(422);
        assertThat(ina.get("/v1/session").status()).isEqualTo(200);
    }

    @Test
    void rowThatNoPasskeySigned_opensNothing() throws Exception {
        portal.bind("pia", "ina", "sub-row");
        var ina = portal.entered("sub-row");
        store.sql("update identities set person = 'u:adi' where subject = 'sub-row'")
                .update();
        assertThat(ina.get("/v1/session").status()).isEqualTo(401);
        Portal.refused(Trouble.LAPSED, portal.begin().through("sub-row"));
        store.sql("""
            insert into identities select ?, workspace_id, issuer, 'sub-copied', 'u:adi', at, person_key,
              authenticator_data, client_data, signature from identities where subject = 'sub-adi'\
            """).params(UUID.randomUUID()).update();
        Portal.refused(Trouble.LAPSED, portal.begin().through("sub-copied"));
    }

    @Test
    void whoIsSuspended_andWhomSomebodySuspendedBound_areOut() throws Exception {
        portal.bind("pia", "oda", "sub-oda");
        portal.bind("pat", "ina", "sub-by-pat");
        var oda = portal.entered("sub-oda");
        var ina = portal.entered("sub-by-pat");
        Governing.suspend(portal.world(), List.of("oda", "pat"));
        for (var each : List.of(oda, ina))
            Patience.until("the end of a session", () -> each.get("/v1/vaults").status() == 401);
        for (var each : List.of("sub-oda", "sub-by-pat"))
            Portal.refused(Trouble.LAPSED, portal.begin().through(each));
    }
}
