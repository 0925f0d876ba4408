package tallystick.control.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.answer.Problem;
import tallystick.control.kit.Governing;
import tallystick.control.kit.Program;
import tallystick.control.kit.Visitor;
import tallystick.control.kit.World;
import tallystick.control.people.People;
import tallystick.control.relay.Governed;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.governance.Change;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tools.jackson.databind.JsonNode;

@DisplayName("What is brought of changes, by people and by nodes that cheat")
class ChangeCheckTest {
    private static final AtomicInteger NEXT = new AtomicInteger(1);
    private static final Proof GARBAGE = new Proof.Plain(Bytes.copyOf(new byte[Proof.SIGNATURE_BYTES]));

    private static World world;
    private static Visitor pia;
    private static Visitor ann;
    private static Visitor bo;

    @BeforeAll
    static void begin() throws Exception {
        world = World.get();
        pia = world.visitor("pia").signIn();
        ann = world.visitor("ann").signIn();
        bo = world.visitor("bo").signIn();
    }

    /// A new entry of the address book, which waits a day before it could be in force.
    private static JsonNode draft() throws Exception {
        var edit = Map.of(
                "act", "add",
                "chain", "eip155:31337",
                "address", "0x%040x".formatted(NEXT.getAndIncrement()),
                "label", "Northwind",
                "counterparty", "northwind",
                "tags", List.of("vendor"));
        var draft = pia.post(
                "/v1/proposals",
                Map.of(
                        "kind",
                        "address-book",
                        "book",
                        List.of(edit),
                        "reason",
                        "a new vendor",
                        "effectiveFrom",
                        Instant.now().plusSeconds(90_000).toString()));
        assertThat(draft.status()).as(draft.json().toString()).isEqualTo(201);
        return draft.json();
    }

    private static Program.Answer submitted(JsonNode draft, Map<String, String> assertion) throws Exception {
        return pia.post(
                "/v1/proposals/%s/submit".formatted(draft.path("id").asString()), Map.of("assertion", assertion));
    }

    private static String open() throws Exception {
        var draft = draft();
        var brought = submitted(draft, Governing.sign(pia, draft.path("toSign")));
        assertThat(brought.status()).as(brought.json().toString()).isEqualTo(200);
        return draft.path("id").asString();
    }

    /// What a page brings back of what it was given, with this assertion.
    private static Map<String, Object> body(JsonNode asked, Map<String, String> assertion) {
        var body = new HashMap<String, Object>();
        for (var name : List.of("answer", "policySeen", "at", "expiresAt"))
            body.put(name, asked.path(name).asString());
        body.put("assertion", assertion);
        return body;
    }

    private static JsonNode asked(Visitor visitor, String id) throws Exception {
        return visitor.get("/v1/proposals/" + id).json();
    }

    private static Program.Answer answered(Visitor visitor, String id, Map<String, Object> body) throws Exception {
        return visitor.post("/v1/proposals/%s/approvals".formatted(id), body);
    }

    private static void refused(Program.Answer answer, String field) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(422);
        assertThat(answer.text("field")).as(answer.json().toString()).isEqualTo(field);
    }

    private static List<Approval> known(String id) {
        return change(id).approvals();
    }

    private static SignedChange change(String id) {
        return world.control().part(Bringing.class).change(Digest32.ofHex(id));
    }

    @Test
    void answerThatIsForged_orSomebodyElses_orOfAnotherChange_reachesNoNode() throws Exception {
        var id = open();
        var other = open();
        var shown = asked(ann, id);
        var good = Governing.sign(ann, shown.path("approve").path("toSign"));
        var broken = new HashMap<>(good);
        broken.put(
                "signature",
                Governing.sign(ann, asked(ann, other).path("approve").path("toSign"))
                        .get("signature"));
        refused(answered(ann, id, body(shown.path("approve"), broken)), "assertion");
        refused(answered(bo, id, body(shown.path("approve"), good)), "assertion");
        refused(answered(ann, id, body(shown.path("reject"), good)), "assertion");
        refused(answered(ann, other, body(shown.path("approve"), good)), "assertion");
        refused(answered(ann, other, body(asked(ann, other).path("approve"), good)), "assertion");
        assertThat(known(id)).isEmpty();
        assertThat(known(other)).isEmpty();
        assertThat(answered(ann, id, body(shown.path("approve"), good)).status())
                .isEqualTo(201);
        assertThat(known(id)).hasSize(1);
        assertThat(known(other)).isEmpty();
    }

    @Test
    void sameAnswerAgain_isTheSameAnswer() throws Exception {
        var id = open();
        var shown = asked(ann, id).path("approve");
        var body = body(shown, Governing.sign(ann, shown.path("toSign")));
        for (var i = 0; i < 2; i++) assertThat(answered(ann, id, body).status()).isEqualTo(201);
        assertThat(known(id)).hasSize(1);
    }

    /// Signed by her own passkey, and nothing that counts now.
    private static Program.Answer given(String id, Answer answer, Digest32 policy, Instant at) throws Exception {
        var statement = ApprovalStatement.of(change(id).change().subject(), answer, policy, at, at.plusSeconds(3600));
        var body = new HashMap<String, Object>();
        body.put("answer", answer.name().toLowerCase(Locale.ROOT));
        body.put("policySeen", policy.toString());
        body.put("at", statement.at().toString());
        body.put("expiresAt", statement.expiresAt().toString());
        var challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(statement.digest().bytes().toArray());
        body.put("assertion", ann.authenticator().sign(challenge, Visitor.ORIGIN));
        return answered(ann, id, body);
    }

    @Test
    void staleAnswer_isRefusedByTheFieldThatIsStale() throws Exception {
        var id = open();
        var now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        var policy = world.control().part(Governed.class).ask().policy();
        var other = Digest32.ofHex("07".repeat(32));
        refused(given(id, Answer.APPROVE, policy, now.minusSeconds(7200)), "expiresAt");
        refused(given(id, Answer.APPROVE, policy, now.plusSeconds(86_400)), "at");
        refused(given(id, Answer.APPROVE, other, now), "policySeen");
        assertThat(known(id)).isEmpty();
        assertThat(given(id, Answer.APPROVE, policy, now).status()).isEqualTo(201);
    }

    @Test
    void draftSignedBySomebodyElse_orForAnotherDraft_isNotBrought() throws Exception {
        var one = draft();
        var other = draft();
        refused(submitted(one, Governing.sign(ann, one.path("toSign"))), "assertion");
        refused(submitted(one, Governing.sign(pia, other.path("toSign"))), "assertion");
        assertThat(pia.get("/v1/proposals/" + one.path("id").asString()).status())
                .isEqualTo(404);
    }

    private static void notProposed(SignedChange signed, String field) {
        assertThatThrownBy(() -> world.control().part(ChangeCheck.class).proposed(signed))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.field()).contains(field));
    }

    @Test
    void draftThatIsPast_orOfAnotherWorkspace_orOfWhoMayNot_isRefused() throws Exception {
        var whole = change(open());
        var change = whole.change();
        world.control().part(ChangeCheck.class).proposed(whole);
        var past = new Change(
                change.workspace(),
                change.proposal(),
                change.by(),
                change.reason(),
                change.at().minusSeconds(7200),
                change.at().minusSeconds(3600),
                change.salt());
        notProposed(new SignedChange(past, whole.keyId(), whole.proof(), List.of()), "id");
        var elsewhere = new Change(
                Digest32.ofHex("07".repeat(32)),
                change.proposal(),
                change.by(),
                change.reason(),
                change.at(),
                change.expiresAt(),
                change.salt());
        notProposed(new SignedChange(elsewhere, whole.keyId(), whole.proof(), List.of()), "id");
        notProposed(new SignedChange(change, whole.keyId(), GARBAGE, List.of()), "assertion");
        var key = world.control()
                .part(People.class)
                .inForce()
                .person(new PersonId("u:ann"))
                .orElseThrow()
                .keys()
                .getFirst()
                .key();
        notProposed(new SignedChange(change, key.id(), whole.proof(), List.of()), "assertion");
    }

    /// The most answers were believed, whoever told them, and brought to every node with the next one.
    @Test
    void answersThatANodeMakesUp_areCarriedToNoOther_andHideNobodys() throws Exception {
        var id = open();
        Governing.approve(world, "ann", id);
        var honest = change(id);
        var given = honest.approvals().getFirst();
        var made = new ArrayList<Approval>();
        for (var i = 0; i < 48; i++) {
            var at = given.statement().at().plusSeconds(i);
            var statement = ApprovalStatement.of(
                    honest.change().subject(), Answer.REJECT, given.statement().policySeen(), at, at.plusSeconds(60));
            made.add(new Approval(statement, given.keyId(), i % 2 == 0 ? GARBAGE : given.proof()));
        }
        var lying = honest.with(made);
        var check = world.control().part(ChangeCheck.class);
        for (var told : List.of(List.of(lying, honest), List.of(honest, lying)))
            assertThat(check.together(told).approvals()).containsExactly(given);
        assertThat(check.together(List.of(lying)).approvals()).isEmpty();
    }
}
