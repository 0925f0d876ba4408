package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.SolanaBypass;
import tallystick.control.kit.SolanaNode;
import tallystick.control.kit.World;
import tallystick.core.approval.Answer;
import tools.jackson.databind.JsonNode;

/// A replica that died after it had kept with which block it asks: whoever goes on asks with no other.
class CompletionsTest {
    private static final String TO = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";
    private static final long SOL = 1_000_000_000;
    private static final int TOO_OLD = 4008;

    private static World world;
    private static SolanaNode chain;
    private static Desk desk;
    private static Withdrawals withdrawals;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        chain = world.solana();
        desk = Desk.onSolana(world);
        withdrawals = world.control().part(Withdrawals.class);
    }

    private static Withdrawal found(String id) {
        return withdrawals.find(UUID.fromString(id)).orElseThrow();
    }

    private static String waiting(JsonNode address) throws Exception {
        var draft = desk.draft(address.path("id").asString(), TO, BigInteger.valueOf(SOL), Map.of());
        var id = desk.submitted(draft);
        desk.until(id, "PENDING_APPROVAL");
        return id;
    }

    private static Withdrawal.Completion begun(String id) throws Exception {
        var begun = world.control().part(Completions.class).begun(found(id)).orElseThrow();
        return begun.completion().orElseThrow();
    }

    @Test
    void nodesThatAllRefusedAtOnce_haveBegunNothing_andTheNextQuestionIsFree() throws Exception {
        var id = waiting(desk.addressOf(5 * SOL));
        assertThat(found(id).completion()).isEmpty();
    }

    @Test
    void questionOfWhoDied_isAskedAgainWithTheSameBlock() throws Exception {
        var id = waiting(desk.addressOf(5 * SOL));
        var begun = begun(id);
        desk.answered(id, Answer.APPROVE);
        desk.until(id, "MEMPOOL");
        assertThat(found(id).completion()).contains(begun);
        chain.slots(32);
        desk.until(id, "COMPLETED");
    }

    /// Has nodes asked again, though no answer came.
    private static void again(String id) {
        var _ = withdrawals.toNodes(found(id)).orElseThrow();
        world.control().part(Jobs.class).now(UUID.fromString(id));
    }

    @Test
    void questionOfWhoDied_thatStillWaitsForPeople_endsOnceItsBlockIsTooOld() throws Exception {
        var id = waiting(desk.addressOf(5 * SOL));
        var begun = begun(id);
        again(id);
        desk.until(id, "PENDING_APPROVAL");
        assertThat(found(id).completion()).contains(begun);
        chain.expire();
        again(id);
        var failed = desk.until(id, "FAILED");
        assertThat(failed.path("subStatus").path("number").asInt()).isEqualTo(TOO_OLD);
    }

    /// What the account signed meanwhile may be what was asked for: nobody says that it was not executed.
    @Test
    void questionOfWhoDied_whoseAccountSignedSomethingSince_isNotSaidToBeOver() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var id = waiting(address);
        var begun = begun(id);
        var bypass = new SolanaBypass(world, desk);
        var other = desk.draft(address.path("id").asString(), TO, BigInteger.valueOf(2 * SOL), Map.of());
        var signed = bypass.signed(bypass.approved(other), bypass.block());
        var given = chain.ask(
                "sendTransaction",
                Base64.getEncoder().encodeToString(signed.bytes().toArray()),
                Map.of("encoding", "base64"));
        assertThat(given.path("result").asString()).isEqualTo(signed.id());
        chain.expire();
        again(id);
        desk.until(id, "PENDING_APPROVAL");
        assertThat(found(id).completion()).contains(begun);
    }

    @Test
    void questionOfWhoDied_whoseBlockIsTooOldByNow_isNotAskedWithAnother() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var id = waiting(address);
        var begun = begun(id);
        chain.expire();
        desk.answered(id, Answer.APPROVE);
        var failed = desk.until(id, "FAILED");
        assertThat(failed.path("subStatus").path("number").asInt()).isEqualTo(TOO_OLD);
        assertThat(found(id).completion()).contains(begun);
        assertThat(chain.balance(address.path("address").asString())).isEqualTo(5 * SOL);
    }
}
