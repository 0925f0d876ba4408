package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Patience;
import tallystick.control.kit.World;
import tallystick.core.approval.Answer;

@DisplayName("The line to the chain is cut in the middle of a withdrawal")
class LostEndpointTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final int UNREACHABLE = 4002;
    private static final int IN_A_BLOCK = 4201;

    private static World world;
    private static Desk desk;
    private boolean isCut;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
    }

    private void cut() throws Exception {
        world.cable().cut();
        isCut = true;
    }

    private void mend() throws Exception {
        world.cable().mend();
        isCut = false;
    }

    @AfterEach
    void mendWhatIsCut() throws Exception {
        if (isCut) mend();
    }

    private static String drafted() throws Exception {
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        return desk.submitted(desk.draft(address, TO, BigInteger.valueOf(61), Map.of()));
    }

    private static void awaitUnreachable(String id) throws Exception {
        await(id, UNREACHABLE);
    }

    private static void await(String id, int subStatus) throws Exception {
        Patience.until(
                "sub-status " + subStatus,
                () -> desk.shown(id).path("subStatus").path("number").asInt() == subStatus);
    }

    @Test
    void signedWithdrawal_waitsForTheChain_andGoesOnOnceItIsBack() throws Exception {
        var id = drafted();
        desk.until(id, "PENDING_APPROVAL");
        cut();
        desk.answered(id, Answer.APPROVE);
        awaitUnreachable(id);
        assertThat(desk.shown(id).path("stage").asString()).isEqualTo("BROADCASTING");
        mend();
        desk.until(id, "CONFIRMING");
        world.anvil().ask("anvil_mine", "0x3");
        desk.until(id, "COMPLETED");
    }

    @Test
    void broadcastWithdrawal_isCountedOn_onceTheChainIsBack() throws Exception {
        var id = drafted();
        desk.answered(id, Answer.APPROVE);
        desk.until(id, "CONFIRMING");
        cut();
        awaitUnreachable(id);
        mend();
        await(id, IN_A_BLOCK);
        world.anvil().ask("anvil_mine", "0x3");
        desk.until(id, "COMPLETED");
    }

    @Test
    void draft_withoutTheChain_isAnsweredAsAProblem_andKeepsNoNumber() throws Exception {
        var address = desk.address(BigInteger.TEN.pow(18)).path("id").asString();
        cut();
        var refused = desk.initiator()
                .post(
                        "/v1/withdrawals",
                        Map.of("walletId", desk.wallet(), "addressId", address, "destination", TO, "amount", "1"));
        assertThat(refused.status()).isEqualTo(503);
        mend();
        assertThat(desk.draft(address, TO, BigInteger.ONE, Map.of())
                        .path("transaction")
                        .path("nonce")
                        .asString())
                .isEqualTo("0");
    }
}
