package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.OpenedVault;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.Visitor;
import tallystick.control.kit.World;
import tallystick.control.relay.Nodes;
import tallystick.control.store.Store;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.JsonNode;

@DisplayName("A withdrawal that people propose and approve with passkeys, judged by three signer nodes")
class PasskeyPathTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static World world;
    private static Visitor ina;
    private static Visitor ann;
    private static Program approver;
    private static String wallet = "";

    @BeforeAll
    static void openAWallet() throws Exception {
        world = World.get();
        world.anvil();
        ina = world.visitor("ina").signIn();
        ann = world.visitor("ann").signIn();
        approver = world.program("APPROVER");
        wallet = OpenedVault.of(
                        world.administrator(),
                        "passkeys " + UUID.randomUUID(),
                        world.key().id().toString(),
                        List.of(List.of("risk", "client")))
                .wallet();
    }

    private static String draft(long wei) throws Exception {
        var address = world.administrator()
                .post("/v1/wallets/%s/addresses".formatted(wallet), Map.of("label", "for a passkey"));
        world.fund(address.text("address"), ETHER);
        var made = ina.post(
                "/v1/withdrawals",
                Map.of(
                        "walletId",
                        wallet,
                        "addressId",
                        address.text("id"),
                        "destination",
                        TO,
                        "amount",
                        Long.toString(wei)));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made.text("id");
    }

    private static JsonNode intent(Visitor visitor, String id) throws Exception {
        var intent = visitor.post("/v1/withdrawals/%s/intent".formatted(id), Map.of());
        assertThat(intent.status()).as(intent.json().toString()).isEqualTo(201);
        return intent.json();
    }

    private static Program.Answer submit(Visitor visitor, String id, Map<String, String> assertion) throws Exception {
        return visitor.post("/v1/withdrawals/%s/submit".formatted(id), Map.of("assertion", assertion));
    }

    /// Proposed by Ina and waiting for an administrator.
    private static String waiting(long wei) throws Exception {
        var id = draft(wei);
        var intent = intent(ina, id);
        var challenge = intent.path("toSign").path("challenge").asString();
        var submitted = submit(ina, id, ina.authenticator().sign(challenge, Visitor.ORIGIN));
        assertThat(submitted.status()).as(submitted.json().toString()).isEqualTo(200);
        until(id, "PENDING_APPROVAL");
        return id;
    }

    private static void until(String id, String stage) throws Exception {
        var last = new JsonNode[1];
        Patience.until(stage, () -> {
            last[0] = world.administrator().get("/v1/withdrawals/" + id).json();
            var is = last[0].path("stage").asString();
            assertThat(is).as(last[0].toString()).satisfies(each -> {
                if (!each.equals(stage)) assertThat(each).isNotIn("FAILED", "EXPIRED", "DENIED", "REJECTED");
            });
            return is.equals(stage);
        });
    }

    private static JsonNode decision(Visitor visitor, String id) throws Exception {
        var decision = visitor.get("/v1/withdrawals/%s/decision".formatted(id));
        assertThat(decision.status()).as(decision.json().toString()).isEqualTo(200);
        return decision.json();
    }

    private static Map<String, Object> answer(JsonNode asked, Map<String, String> assertion) {
        var body = new HashMap<String, Object>();
        for (var name : List.of("answer", "policySeen", "at", "expiresAt"))
            body.put(name, asked.path(name).asString());
        body.put("assertion", assertion);
        return body;
    }

    private static Map<String, String> sign(Visitor visitor, JsonNode asked) {
        return visitor.authenticator()
                .sign(asked.path("toSign").path("challenge").asString(), Visitor.ORIGIN);
    }

    @Test
    void proposedAndApprovedByPasskey_isSignedByNodes() throws Exception {
        var id = draft(1001);
        var intent = intent(ina, id);
        var read = Intent.parse(Bytes.ofHex(intent.path("intent").asString())).orThrow();
        assertThat(read.id()).hasToString(intent.path("intentId").asString());
        assertThat(intent.path("effects").toString()).contains("1001");
        assertThat(intent.path("comparisonCode").asString().split("[ -]")).hasSize(6);
        var assertion =
                ina.authenticator().sign(intent.path("toSign").path("challenge").asString(), Visitor.ORIGIN);
        assertThat(submit(ina, id, assertion).status()).isEqualTo(200);
        until(id, "PENDING_APPROVAL");

        var queue = ann.get("/v1/approvals?waiting=me").json().path("items");
        assertThat(queue.valueStream().map(each -> each.path("id").asString())).contains(id);
        var decision = decision(ann, id);
        assertThat(decision.path("initiator").asString()).isEqualTo("u:ina");
        assertThat(decision.path("asksMe").asBoolean()).isTrue();
        assertThat(decision.path("asked").path(0).path("group").asString()).isEqualTo("admins");
        assertThat(decision.path("comparisonCode")).isEqualTo(intent.path("comparisonCode"));
        var approved = ann.post(
                "/v1/withdrawals/%s/approvals".formatted(id),
                answer(decision.path("approve"), sign(ann, decision.path("approve"))));
        assertThat(approved.status()).as(approved.json().toString()).isEqualTo(201);
        until(id, "CONFIRMING");
        var verdicts = ina.get("/v1/withdrawals/%s/verdicts".formatted(id)).json();
        assertThat(verdicts.path("nodes")
                        .valueStream()
                        .map(each -> each.path("said").asString()))
                .contains("signed");
        assertThat(verdicts.path("explained").path("rules").toString())
                .contains("two-eyes", "pay", "matches leg 1 and asks for 1 of group admins");
    }

    @Test
    void draft_beforeAnybodySigns_isJudgedAsIfWhoAsksProposedIt() throws Exception {
        var target = "/v1/withdrawals/%s/verdicts".formatted(draft(1008));
        var explained = ina.get(target).json().path("explained");
        assertThat(explained.path("decision").asString()).startsWith("Pending");
        assertThat(explained.path("because").toString()).contains("group admins");
        assertThat(explained.path("rules").toString()).contains("two-eyes", "pay");
        assertThat(approver.get(target).json().has("explained")).isFalse();
        assertThat(ina.get(target).json().path("nodes").isEmpty()).isTrue();
    }

    @Test
    void initiatorsAssertion_alteredOrOfAnother_isTakenNeitherByControlNorByNodes() throws Exception {
        var id = draft(1002);
        var intent = intent(ina, id);
        var challenge = intent.path("toSign").path("challenge").asString();
        var good = ina.authenticator().sign(challenge, Visitor.ORIGIN);
        var elsewhere = ina.authenticator().sign(challenge, "https://evil.example");
        assertThat(submit(ina, id, elsewhere).text("detail")).contains("other origin");
        var replayed = ina.authenticator()
                .sign(intent(ina, draft(1003)).path("toSign").path("challenge").asString(), Visitor.ORIGIN);
        assertThat(submit(ina, id, replayed).text("detail")).contains("other challenge");
        assertThat(submit(ann, id, ann.authenticator().sign(challenge, Visitor.ORIGIN))
                        .status())
                .isEqualTo(409);
        var sets = List.of("risk", "client");
        var nodes = world.control().part(Nodes.class);
        for (var bad : List.of(elsewhere, replayed)) {
            var evidence = evidence(intent, bad);
            assertThat(nodes.sign(evidence, Bytes.empty(), sets))
                    .asString()
                    .contains("the initiator's signature is not over");
        }
        assertThat(nodes.sign(evidence(intent, good), Bytes.empty(), sets))
                .asString()
                .contains("one of admins has to approve");
    }

    private static Evidence evidence(JsonNode intent, Map<String, String> assertion) {
        var read = Intent.parse(Bytes.ofHex(intent.path("intent").asString())).orThrow();
        return new Evidence(read, proof(assertion));
    }

    private static Proof.Assertion proof(Map<String, String> assertion) {
        return Proof.Assertion.ofDer(
                        part(assertion, "authenticatorData"),
                        part(assertion, "clientDataJSON"),
                        part(assertion, "signature"))
                .orThrow();
    }

    private static Bytes part(Map<String, String> assertion, String name) {
        return Bytes.copyOf(Base64.getUrlDecoder().decode(assertion.get(name)));
    }

    @Test
    void approversAssertion_alteredOrOfAnother_isNotTakenByControl() throws Exception {
        var id = waiting(1004);
        var asked = decision(ann, id).path("approve");
        var target = "/v1/withdrawals/%s/approvals".formatted(id);
        var elsewhere =
                ann.authenticator().sign(asked.path("toSign").path("challenge").asString(), "https://evil.example");
        assertThat(ann.post(target, answer(asked, elsewhere)).status()).isEqualTo(422);
        var later = answer(asked, sign(ann, asked));
        later.put("answer", "reject");
        assertThat(ann.post(target, later).text("detail")).contains("other challenge");
        var stolen = sign(ann, asked);
        stolen.put("credentialId", world.visitor("bo").authenticator().credentialId());
        assertThat(ann.post(target, answer(asked, stolen)).status()).isEqualTo(422);
        assertThat(ina.post(target, answer(asked, sign(ann, asked))).status()).isEqualTo(403);
    }

    @Test
    void rejectionWithAReason_isCarriedBesideIt_andStandsInNothingThatIsSigned() throws Exception {
        var id = waiting(1010);
        var asked = decision(ann, id).path("reject");
        var target = "/v1/withdrawals/%s/approvals".formatted(id);
        var said = answer(asked, sign(ann, asked));
        said.put("reason", "turned \u202eround");
        assertThat(ann.post(target, said).status()).isEqualTo(422);
        said.put("reason", "n".repeat(257));
        assertThat(ann.post(target, said).status()).isEqualTo(422);
        said.put("reason", "paid last week");
        var kept = ann.post(target, said);
        assertThat(kept.status()).as(kept.json().toString()).isEqualTo(201);
        assertThat(kept.text("reason")).isEqualTo("paid last week");
        var words =
                Bytes.copyOf("paid last week".getBytes(StandardCharsets.UTF_8)).toHex();
        assertThat(kept.text("approval")).doesNotContain(words);
        assertThat(decision(ann, id).path("answers").path(0).path("reason").asString())
                .isEqualTo("paid last week");
        assertThat(world.administrator()
                        .get("/v1/withdrawals/%s/evidence".formatted(id))
                        .text("evidence"))
                .doesNotContain(words);
        until(id, "REJECTED");
    }

    /// A program may carry what a person signed, and control believes it as little: nodes find out.
    @Test
    void approversAssertion_ofAnotherPage_countsForNoNode() throws Exception {
        var id = waiting(1005);
        var asked = decision(ann, id).path("approve");
        var elsewhere =
                ann.authenticator().sign(asked.path("toSign").path("challenge").asString(), "https://evil.example");
        var approval = approval(id, asked, elsewhere);
        assertThat(carry(id, approval)).isEqualTo(422);
        var nodes = world.control().part(Nodes.class);
        assertThat(nodes.sign(evidence(id, approval), Bytes.empty(), List.of("risk", "client")))
                .asString()
                .contains("one of admins has to approve");
        assertThat(carry(id, approval(id, asked, sign(ann, asked)))).isEqualTo(201);
        until(id, "CONFIRMING");
    }

    @Test
    void approversAssertion_ofAnotherWithdrawal_isForgedToEveryNode() throws Exception {
        var first = waiting(1006);
        var second = waiting(1007);
        var replayed = sign(ann, decision(ann, first).path("approve"));
        var forged = approval(second, decision(ann, second).path("approve"), replayed);
        assertThat(carry(second, forged)).isEqualTo(422);
        keep(second, forged);
        Patience.until(
                "a refusal",
                () -> "DENIED"
                        .equals(world.administrator()
                                .get("/v1/withdrawals/" + second)
                                .text("stage")));
        assertThat(world.administrator()
                        .get("/v1/withdrawals/" + second)
                        .json()
                        .path("subStatus")
                        .path("number")
                        .asInt())
                .isEqualTo(2204);
    }

    private static Evidence evidence(String id) throws Exception {
        return Evidence.parse(Bytes.ofHex(world.administrator()
                        .get("/v1/withdrawals/%s/evidence".formatted(id))
                        .text("evidence")))
                .orThrow();
    }

    private static Evidence evidence(String id, Approval approval) throws Exception {
        var bare = evidence(id);
        return bare.with(List.of(approval), bare.facts());
    }

    /// As whoever has control's database can.
    private static void keep(String id, Approval approval) {
        var store = world.control().part(Store.class);
        store.sql("""
            insert into approvals (id, withdrawal_id, answer, person_key, encoded, expires_at)
            values (?, ?, 'APPROVE', ?, ?, ?)\
            """)
                .params(
                        Store.newId(),
                        UUID.fromString(id),
                        approval.keyId().bytes().toArray(),
                        approval.encode().toArray(),
                        Store.moment(approval.statement().expiresAt()))
                .update();
    }

    /// The bytes of an answer as any program can put them together.
    private static Approval approval(String id, JsonNode asked, Map<String, String> assertion) throws Exception {
        var statement = ApprovalStatement.of(
                evidence(id).subject(),
                Answer.APPROVE,
                Digest32.ofHex(asked.path("policySeen").asString()),
                Instant.parse(asked.path("at").asString()),
                Instant.parse(asked.path("expiresAt").asString()));
        var key = ann.get("/v1/session").text("keyId");
        return new Approval(statement, Digest32.ofHex(key), proof(assertion));
    }

    private static int carry(String id, Approval approval) throws Exception {
        return approver.post(
                        "/v1/withdrawals/%s/approvals".formatted(id),
                        Map.of("approval", approval.encode().toHex()))
                .status();
    }
}
