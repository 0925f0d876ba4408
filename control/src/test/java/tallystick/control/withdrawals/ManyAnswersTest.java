package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.core.approval.Answer;
import tallystick.core.intent.Evidence;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// One person answers over and over, to leave no place for others.
@DisplayName("Answers of one person")
class ManyAnswersTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final int OF_A_PERSON_MAX = 8;
    /// By which nobody was asked: nodes do not count what was answered under it.
    private static final Digest32 OTHER = Digest32.ofHex("ab".repeat(32));

    private World world;
    private Program approver;
    private Desk desk;
    private String id;
    private Evidence evidence;

    @BeforeEach
    void begin() throws Exception {
        world = World.get();
        approver = world.program("APPROVER");
        desk = Desk.open(world);
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        id = desk.submitted(desk.draft(address, TO, BigInteger.valueOf(91), Map.of()));
        desk.until(id, "PENDING_APPROVAL");
        evidence = carried();
    }

    private Evidence carried() throws Exception {
        var shown = desk.initiator().get("/v1/withdrawals/%s/evidence".formatted(id));
        return Evidence.parse(Bytes.ofHex(shown.text("evidence"))).orThrow();
    }

    private Program.Answer said(String person, Answer answer, int secondsAgo) throws Exception {
        var at = Instant.ofEpochSecond(Instant.now().getEpochSecond() - secondsAgo);
        var given = world.answer(person, evidence, answer, OTHER, at, Duration.ofHours(1));
        return approver.post(
                "/v1/withdrawals/%s/approvals".formatted(id),
                Map.of("approval", given.encode().toHex()));
    }

    @Test
    void answersOfOnePerson_areCarriedAsOneYesAndOneNo_andAreBounded() throws Exception {
        for (var i = 0; i < OF_A_PERSON_MAX; i++)
            assertThat(said("bo", Answer.APPROVE, 10 * i).status()).isEqualTo(201);
        var carried = carried().approvals();
        assertThat(carried).hasSize(1);
        // The one that he dated last came first here.
        assertThat(carried.getFirst().statement().at()).isAfter(Instant.now().minusSeconds(60));
        assertThat(said("bo", Answer.APPROVE, 1000).status()).isEqualTo(409);
        assertThat(carried().approvals()).isEqualTo(carried);
    }

    @Test
    void answerOfSomebodyWithoutStanding_isNotTaken() throws Exception {
        assertThat(said("treasurer", Answer.APPROVE, 0).status()).isEqualTo(422);
        assertThat(said("treasurer", Answer.REJECT, 0).status()).isEqualTo(422);
        assertThat(carried().approvals()).isEmpty();
    }
}
