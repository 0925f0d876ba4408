package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Proof;
import tallystick.core.intent.Evidence;
import tallystick.crypto.codec.Bytes;

/// Nodes freeze what a forged answer is brought to. Whoever has the key of a program that carries answers brings none.
class ForgedAnswerTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static Program.Answer brought(Program program, String id, Approval approval) throws Exception {
        return program.post(
                "/v1/withdrawals/%s/approvals".formatted(id),
                Map.of("approval", approval.encode().toHex()));
    }

    @Test
    void answerThatItsKeyDidNotSign_isTakenFromNobody_andTheHonestOneCountsAfterwards() throws Exception {
        var world = World.get();
        var desk = Desk.open(world);
        var address = desk.address(ETHER);
        var id = desk.submitted(desk.draft(address.path("id").asString(), TO, BigInteger.ONE, Map.of()));
        desk.until(id, "PENDING_APPROVAL");
        var shown = desk.initiator().get("/v1/withdrawals/%s/evidence".formatted(id));
        var evidence = Evidence.parse(Bytes.ofHex(shown.text("evidence"))).orThrow();
        var honest = world.answer("bo", evidence, Answer.APPROVE, desk.policy());
        var other = world.answer("bo", evidence, Answer.REJECT, desk.policy());
        var stranger = world.answer("operator", evidence, Answer.APPROVE, desk.policy());
        var garbage = new Proof.Plain(Bytes.copyOf(new byte[64]));
        var approver = world.program("APPROVER");
        for (var forged : List.of(
                new Approval(honest.statement(), honest.keyId(), garbage),
                new Approval(other.statement(), honest.keyId(), honest.proof()),
                new Approval(honest.statement(), stranger.keyId(), honest.proof()),
                stranger)) {
            var refused = brought(approver, id, forged);
            assertThat(refused.status()).as(forged.toString()).isEqualTo(422);
            assertThat(refused.text("field")).isEqualTo("approval");
        }
        desk.answered(id, Answer.APPROVE);
        desk.until(id, "CONFIRMING");
    }
}
