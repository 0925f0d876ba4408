package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.events.Events;
import tallystick.control.kit.Authenticator;
import tallystick.control.kit.Governing;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Visitor;
import tallystick.control.kit.World;
import tallystick.control.relay.Governed;
import tallystick.control.store.Store;
import tallystick.core.governance.DocumentKind;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tools.jackson.databind.JsonNode;

@DisplayName("Documents, freezes and newcomers, by people with passkeys before four signer nodes")
class GoverningTest {
    private static World world;
    private static Visitor pia;

    @BeforeAll
    static void begin() throws Exception {
        world = World.get();
        pia = world.visitor("pia").signIn();
    }

    private static JsonNode proposed(Map<String, Object> what) throws Exception {
        var draft = pia.post("/v1/proposals", what);
        assertThat(draft.status()).as(draft.json().toString()).isEqualTo(201);
        var brought = pia.post(
                "/v1/proposals/%s/submit".formatted(draft.text("id")),
                Map.of("assertion", Governing.sign(pia, draft.json().path("toSign"))));
        assertThat(brought.status()).as(brought.json().toString()).isEqualTo(200);
        assertThat(brought.json()
                        .path("nodes")
                        .valueStream()
                        .map(each -> each.path("followed").asBoolean()))
                .as(brought.json().toString())
                .hasSize(4)
                .containsOnly(true);
        return draft.json();
    }

    /// As whoever signs a change computes it by himself.
    private static String idOf(String change) {
        return Transcript.of("tallystick/governance/v1/change")
                .add("change", Bytes.ofHex(change))
                .digest()
                .toString();
    }

    @Test
    void whoIsSuspendedByTheDocument_isOut_withoutAnybodySigningHimOut() throws Exception {
        var ira = world.visitor("ira").signIn();
        assertThat(ira.get("/v1/vaults").status()).isEqualTo(200);
        var draft = proposed(Map.of(
                "kind", "people",
                "people", List.of(Map.of("act", "suspend", "person", "u:ira")),
                "reason", "left the desk"));
        assertThat(draft.path("tightens").asBoolean()).isTrue();
        assertThat(draft.path("differences").path(0).asString()).isEqualTo("ira (u:ira) is suspended, and was active.");
        Governing.approve(world, "ann", draft.path("id").asString());
        Governing.approve(world, "bo", draft.path("id").asString());
        Patience.until("the end of a session", () -> ira.get("/v1/vaults").status() == 401);
        assertThat(ira.signIn(ira.assertion()).status()).isEqualTo(401);
        world.control().part(Store.class).sql("delete from sign_in_failures").update();
        assertThat(pia.get("/v1/people/u:ira").text("status")).isEqualTo("suspended");
        var governed = world.control().part(Governed.class);
        var present = governed.document(DocumentKind.PEOPLE).orElseThrow();
        var before = governed.before(present, 3);
        assertThat(before).hasSize(Math.min(3, present.version() - 1)).isNotEmpty();
        assertThat(before.getFirst().hash()).isEqualTo(present.parent().orElseThrow());
        assertThat(governed.before(present, 1)).containsExactly(before.getFirst());
    }

    @Test
    void orderToFreeze_signedByOnePerson_standsOnEveryNode_andItsEndIsProposed() throws Exception {
        var gus = world.visitor("gus").signIn();
        var scope = Map.of("kind", "request", "of", "ab".repeat(32));
        var before = world.control().part(Events.class).last();
        var order = gus.post("/v1/freezes/orders", Map.of("scope", scope, "reason", "looks wrong"));
        assertThat(order.status()).as(order.json().toString()).isEqualTo(201);
        var elsewhere = gus.authenticator()
                .sign(order.json().path("toSign").path("challenge").asString(), "https://evil.example");
        assertThat(gus.post("/v1/freezes", Map.of("order", order.text("order"), "assertion", elsewhere))
                        .status())
                .isEqualTo(422);
        var made = gus.post(
                "/v1/freezes",
                Map.of(
                        "order",
                        order.text("order"),
                        "assertion",
                        Governing.sign(gus, order.json().path("toSign"))));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        assertThat(made.json()
                        .path("nodes")
                        .valueStream()
                        .map(each -> each.path("followed").asBoolean()))
                .hasSize(4)
                .containsOnly(true);
        var standing = gus.get("/v1/freezes")
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("id").asString().equals(order.text("id")))
                .findFirst()
                .orElseThrow();
        assertThat(standing.path("by").asString()).isEqualTo("u:gus");
        assertThat(standing.path("nodes")).hasSize(4);
        var end = proposed(Map.of("kind", "unfreeze", "order", order.text("id"), "reason", "it was right"));
        Governing.approve(world, "ann", end.path("id").asString());
        var shown = pia.get("/v1/proposals/" + end.path("id").asString()).json();
        assertThat(shown.path("answers").path(0).path("person").asString()).isEqualTo("u:ann");
        assertThat(idOf(shown.path("change").asString()))
                .isEqualTo(end.path("id").asString());
        assertThat(shown.path("change").asString()).endsWith(order.text("id"));
        assertThat(pia.get("/v1/proposals").json().path("items").toString())
                .contains(end.path("id").asString());
        told(before, "freeze.begun", "");
        told(before, "proposal.seen", end.path("id").asString());
        told(before, "proposal.answered", end.path("id").asString());
    }

    /// Every node's entry is one event, and no entry is two.
    private static void told(long after, String kind, String of) throws Exception {
        Patience.until(
                "events of the kind " + kind, () -> nodesOf(after, kind, of).size() >= 4);
        assertThat(nodesOf(after, kind, of)).hasSize(4).doesNotHaveDuplicates();
    }

    private static List<String> nodesOf(long after, String kind, String of) {
        return world.control()
                .part(Store.class)
                .sql("""
                    select body->>'node' from events
                    where number > ? and kind = ? and coalesce(body->>'of', '') = ?\
                    """)
                .params(after, kind, of)
                .query(String.class)
                .list();
    }

    /// A refusal stands in the audit, and nothing of it opens the invitation.
    private static void audited(Visitor auditor, String code) throws Exception {
        var lines = world.control().part(Store.class);
        assertThat(lines.sql("select count(*) from audit where path like ?")
                        .param("%" + code + "%")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(auditor.get("/v1/audit?limit=20").json().toString())
                .contains("/v1/invitations/{code}/key")
                .doesNotContain(code);
    }

    @Test
    void newcomersKey_waitsForTheDocument_andSignsNobodyInBefore() throws Exception {
        var adi = world.visitor("adi").signIn();
        var invited = adi.post("/v1/invitations", Map.of("name", "Nia", "roles", List.of("treasurer")));
        assertThat(invited.status()).as(invited.json().toString()).isEqualTo(201);
        var code = invited.text("link").replaceFirst(".*/invitations/", "");
        var newcomer = world.visitor("ina");
        var device = new Authenticator();
        var welcome = newcomer.get("/v1/invitations/" + code);
        assertThat(welcome.text("name")).isEqualTo("Nia");
        var target = "/v1/invitations/%s/key".formatted(code);
        var wrong = device.register(welcome.text("challenge"), "https://evil.example");
        assertThat(newcomer.post(target, wrong).status()).isEqualTo(422);
        audited(adi, code);
        var made = device.register(welcome.text("challenge"), Visitor.ORIGIN);
        var registered = newcomer.post(target, made);
        assertThat(registered.status()).as(registered.json().toString()).isEqualTo(201);
        assertThat(newcomer.post(target, made).status()).isEqualTo(404);
        var id = invited.json().path("invitation").path("id").asString();
        var listed = adi.get("/v1/invitations").json().path("items").path(0);
        assertThat(listed.path("keyId").asString()).isEqualTo(registered.text("keyId"));
        assertThat(listed.path("passkey").path("p256").asString())
                .isEqualTo(HexFormat.of().formatHex(device.point()));
        assertThat(listed.path("passkey").path("origins").toString()).contains(Visitor.ORIGIN);
        var challenge = newcomer.send("POST", "/v1/session/challenge", "", newcomer.headers());
        assertThat(newcomer.signIn(device.sign(challenge.text("challenge"), Visitor.ORIGIN))
                        .status())
                .isEqualTo(401);
        var draft = pia.post(
                "/v1/proposals",
                Map.of(
                        "kind",
                        "people",
                        "people",
                        List.of(Map.of(
                                "act", "add",
                                "person", "u:nia",
                                "human", "h:nia",
                                "name", "Nia",
                                "rights", List.of("approve"),
                                "invitation", id)),
                        "effectiveFrom",
                        Instant.now().plusSeconds(90_000).toString(),
                        "reason",
                        "joins the desk"));
        assertThat(draft.json().path("tightens").asBoolean()).isFalse();
        assertThat(draft.json().path("differences").path(0).asString())
                .isEqualTo("Nia (u:nia) is new, and may approve.");
        var kept = world.control()
                .part(Store.class)
                .sql("select convert_from(body, 'UTF8') from idempotency_keys")
                .query(String.class)
                .list();
        assertThat(kept).isNotEmpty().noneMatch(each -> each.contains(code));
    }

    @Test
    void documents_areReadAsNodesHaveThem() throws Exception {
        var kinds = pia.get("/v1/documents")
                .json()
                .path("items")
                .valueStream()
                .map(each -> each.path("kind").asString())
                .toList();
        assertThat(kinds).contains("people", "policy", "roster");
        var policy = pia.get("/v1/documents/policy").json();
        assertThat(policy.path("text").asString()).contains("two-eyes");
        assertThat(pia.get("/v1/people").json().path("people").toString()).contains("u:ann", "u:pia");
    }

    @Test
    void draftOfSomebodyElse_isNotSubmitted_andAPolicyIsComparedRuleByRule() throws Exception {
        var text = pia.get("/v1/documents/policy")
                .text("text")
                .replaceFirst("\"version\":\\d+", "\"version\":2")
                .replace("400000000000000000", "300000000000000000");
        var draft = pia.post("/v1/proposals", Map.of("kind", "policy", "text", text, "reason", "less a day"));
        assertThat(draft.status()).as(draft.json().toString()).isEqualTo(201);
        assertThat(draft.json().path("differences").toString()).contains("daily-limit");
        assertThat(idOf(draft.text("change"))).isEqualTo(draft.text("id"));
        var ann = world.visitor("ann").signIn();
        var stolen = ann.post(
                "/v1/proposals/%s/submit".formatted(draft.text("id")),
                Map.of("assertion", Governing.sign(ann, draft.json().path("toSign"))));
        assertThat(stolen.status()).isEqualTo(404);
    }

    @Test
    void entryOfTheAddressBook_isProposed_andWaitsItsDay() throws Exception {
        var edit = Map.of(
                "act", "add",
                "chain", "eip155:31337",
                "address", "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045",
                "label", "Northwind",
                "counterparty", "northwind",
                "tags", List.of("vendor"));
        var body = new HashMap<String, Object>(
                Map.of("kind", "address-book", "book", List.of(edit), "reason", "a new vendor"));
        body.put("effectiveFrom", Instant.now().plusSeconds(90_000).toString());
        var draft = proposed(body);
        assertThat(draft.path("tightens").asBoolean()).isFalse();
        assertThat(draft.path("differences").path(0).asString())
                .startsWith("Northwind (eip155:31337:0x")
                .endsWith("of northwind is new.");
        body.put("book", List.of(Map.of("act", "block", "chain", "eip155:31337", "address", "0x01")));
        assertThat(pia.post("/v1/proposals", body).status()).isEqualTo(422);
    }
}
