package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Patience;
import tallystick.control.kit.World;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
import tallystick.control.relay.Nodes;
import tallystick.control.relay.Refusal;
import tallystick.control.relay.SigningOutcome;
import tallystick.control.store.Store;
import tallystick.core.approval.Answer;
import tallystick.core.chain.ChainSignature;
import tallystick.core.intent.Evidence;
import tallystick.core.wire.RefusalCode;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.JsonNode;

/// A node of a signing set that holds the signature and has control believe that there is none: nobody is told to pay
/// anew.
class BegunTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final List<String> SIGNERS = List.of("client", "risk");

    private static World world;
    private static Desk desk;
    private static Withdrawals withdrawals;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
        withdrawals = world.control().part(Withdrawals.class);
    }

    private static JsonNode draft(String address) throws Exception {
        return desk.draft(address, TO, BigInteger.valueOf(7), Map.of());
    }

    private static String address() throws Exception {
        return desk.address(BigInteger.TEN.pow(18)).path("id").asString();
    }

    private static Withdrawal found(String id) {
        return withdrawals.find(UUID.fromString(id)).orElseThrow();
    }

    /// One of which nodes are about to be asked, with nobody at work on it but this test.
    private static String pending(JsonNode draft) throws Exception {
        var id = desk.submitted(draft);
        desk.until(id, "PENDING_APPROVAL");
        Patience.until(
                "a job that waits",
                () -> world.control()
                                .part(Store.class)
                                .sql("delete from scheduled_tasks where task_instance = ? and not picked")
                                .param(id)
                                .update()
                        == 1);
        var _ = withdrawals.toNodes(found(id)).orElseThrow();
        return id;
    }

    private static Worker.Step told(String id, SigningOutcome outcome) throws Exception {
        var withdrawal = found(id);
        var asked = new Worker.Asked(SIGNERS, List.of(), Withdrawals.With.of(withdrawal), false, true);
        withdrawals.begun(withdrawal.id(), true);
        return world.control().part(Worker.class).told(withdrawal, outcome, asked);
    }

    private static List<ChainSignature> ofAnother() throws Exception {
        var id = desk.passed(draft(address()));
        desk.until(id, "CONFIRMING");
        return found(id).signatures().orElseThrow();
    }

    @Test
    void signatureThatIsNotTheKeys_isAskedForAgain() throws Exception {
        var id = pending(draft(address()));
        var step = told(id, new SigningOutcome.Signed(List.of(ofAnother())));
        assertThat(step.next()).isPresent();
        assertThat(found(id).stage()).isEqualTo(Stage.AUTHORIZED);
        assertThat(found(id).why()).isEqualTo(SubStatus.BAD_SIGNATURE);
    }

    @Test
    void garbageBesideTheSignature_isPassedOver() throws Exception {
        var id = pending(draft(address()));
        var bare = Evidence.parse(found(id).evidence().orElseThrow()).orThrow();
        var answer = world.answer("bo", bare, Answer.APPROVE, desk.policy());
        var outcome = world.control()
                .part(Nodes.class)
                .sign(bare.with(List.of(answer), bare.facts()), Bytes.empty(), SIGNERS);
        assertThat(outcome).isInstanceOf(SigningOutcome.Signed.class);
        var honest = ((SigningOutcome.Signed) outcome).given().getFirst();
        var _ = told(id, new SigningOutcome.Signed(List.of(ofAnother(), honest)));
        assertThat(found(id).stage()).isEqualTo(Stage.BROADCASTING);
        assertThat(found(id).signatures()).contains(honest);
    }

    @Test
    void refusalOrStop_onceNodesMayHaveBegun_endsNothing() throws Exception {
        for (var outcome : List.of(
                new SigningOutcome.Refused(Refusal.DENIED, RefusalCode.DENIED, "risk: no", true, true),
                new SigningOutcome.Stopped("the run of risk and client is over", false))) {
            var id = pending(draft(address()));
            assertThat(told(id, outcome).next()).isPresent();
            assertThat(found(id).stage()).isEqualTo(Stage.AUTHORIZED);
            assertThat(told(id, outcome).next()).isPresent();
            assertThat(found(id).stage().isOver()).isFalse();
        }
    }

    @Test
    void endOnceNodesMayHaveBegun_keepsItsNumber_andIsStoppedOnTheChain() throws Exception {
        var address = address();
        var first = draft(address);
        var id = pending(first);
        var _ = told(id, new SigningOutcome.Stopped("risk: a peer cheated", true));
        world.control()
                .part(Store.class)
                .sql("update withdrawals set expires_at = now() - interval '1 minute', stage = 'PENDING_POLICY'"
                        + " where id = ?")
                .param(UUID.fromString(id))
                .update();
        world.control().part(Jobs.class).now(UUID.fromString(id));
        var ended = desk.until(id, "EXPIRED");
        assertThat(ended.path("subStatus").path("number").asInt()).isEqualTo(SubStatus.HAD_BEGUN.number());
        assertThat(nonce(draft(address))).isEqualTo(nonce(first) + 1);
        var stop = Desk.made(desk.initiator().post("/v1/withdrawals/%s/cancel-on-chain".formatted(id), Map.of()));
        assertThat(nonce(stop)).isEqualTo(nonce(first));
    }

    @Test
    void endOfWhatNoNodeBegan_freesItsNumber() throws Exception {
        var address = address();
        var first = draft(address);
        var id = desk.submitted(first);
        desk.answered(id, Answer.REJECT);
        desk.until(id, "REJECTED");
        assertThat(found(id).begun()).isFalse();
        assertThat(nonce(draft(address))).isEqualTo(nonce(first));
    }

    /// Between reading it and asking somebody takes it back: then nobody is asked.
    @Test
    void whatWasTakenBackMeanwhile_isAskedOfNobody() throws Exception {
        var address = address();
        var first = draft(address);
        var id = pending(first);
        var read = found(id);
        assertThat(desk.initiator()
                        .post("/v1/withdrawals/%s/cancel".formatted(id), Map.of())
                        .status())
                .isEqualTo(200);
        var said = said(id);
        var _ = world.control().part(Worker.class).ask(read);
        assertThat(said(id)).isEqualTo(said);
        assertThat(found(id).begun()).isFalse();
        assertThat(found(id).why()).isEqualTo(SubStatus.TAKEN_BACK);
        assertThat(nonce(draft(address))).isEqualTo(nonce(first));
    }

    private static List<Verdicts.Verdict> said(String id) {
        return world.control().part(Verdicts.class).of(found(id).intentId().orElseThrow());
    }

    /// One that counted as dead, and was none, says what came of its own question alone.
    @Test
    void replicaThatHeardNo_doesNotSpeakForAnotherThatAsksStill() throws Exception {
        var id = pending(draft(address()));
        var slow = UUID.randomUUID();
        var other = UUID.randomUUID();
        assertThat(withdrawals.begins(found(id), slow)).isTrue();
        assertThat(withdrawals.begins(found(id), other)).isTrue();
        withdrawals.beganNothing(UUID.fromString(id), slow);
        assertThat(found(id).begun()).isTrue();
        withdrawals.beganNothing(UUID.fromString(id), other);
        assertThat(found(id).begun()).isFalse();
    }

    private static int nonce(JsonNode draft) {
        return Integer.parseInt(draft.path("transaction").path("nonce").asString());
    }
}
