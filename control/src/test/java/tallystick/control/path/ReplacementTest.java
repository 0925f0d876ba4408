package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.core.approval.Answer;
import tools.jackson.databind.JsonNode;

@DisplayName("What waits for a block is sped up or cancelled on the chain, with real nodes and a real Ethereum node")
class ReplacementTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static World world;
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
    }

    @AfterEach
    void mineAgain() throws Exception {
        world.anvil().ask("evm_setAutomine", true);
    }

    /// One that the chain has and does not put into a block.
    private static String stuck(BigInteger wei) throws Exception {
        world.anvil().ask("evm_setAutomine", false);
        var id = desk.passed(desk.draft(desk.address(ETHER).path("id").asString(), TO, wei, Map.of()));
        desk.until(id, "MEMPOOL");
        return id;
    }

    private static Program.Answer asked(String id, String how) throws Exception {
        return desk.initiator().post("/v1/withdrawals/%s/%s".formatted(id, how), Map.of());
    }

    private static BigInteger nonce(JsonNode shown) {
        return new BigInteger(shown.path("transaction").path("nonce").asString());
    }

    private static void mine() throws Exception {
        world.anvil().ask("anvil_mine", "0x5");
    }

    @Test
    void speedUp_isMinedInPlaceOfTheFirst_andPaysOnce() throws Exception {
        var before = balance(TO);
        var first = stuck(BigInteger.valueOf(31));
        assertThat(replacements(first)).containsExactly("SPEED_UP", "CANCEL");
        var draft = Desk.made(asked(first, "speed-up"));
        assertThat(replacements(first)).as("it has one").isEmpty();
        assertThat(replacements(draft.path("id").asString()))
                .as("it does not wait")
                .isEmpty();
        assertThat(draft.path("kind").asString()).isEqualTo("SPEED_UP");
        assertThat(draft.path("replaces").asString()).isEqualTo(first);
        assertThat(nonce(draft)).isEqualTo(nonce(desk.shown(first)));
        assertThat(fee(draft)).isGreaterThan(fee(desk.shown(first)));
        assertThat(asked(first, "speed-up").status())
                .as("one replacement at a time")
                .isEqualTo(409);

        var second = desk.passed(draft);
        desk.until(second, "MEMPOOL");
        assertThat(desk.shown(first).path("replacedBy").asString()).isEqualTo(second);
        mine();
        desk.until(second, "COMPLETED");
        assertThat(desk.until(first, "REPLACED")
                        .path("subStatus")
                        .path("number")
                        .asInt())
                .isEqualTo(4004);
        assertThat(balance(TO).subtract(before)).isEqualTo(BigInteger.valueOf(31));
    }

    @Test
    void cancellation_takesTheNumber_andNothingIsPaid() throws Exception {
        var before = balance(TO);
        var first = stuck(BigInteger.valueOf(32));
        var draft = Desk.made(asked(first, "cancel-on-chain"));
        assertThat(draft.path("kind").asString()).isEqualTo("CANCEL");
        assertThat(draft.path("amount").asString()).isEqualTo("0");
        var second = desk.passed(draft);
        desk.until(second, "MEMPOOL");
        mine();
        desk.until(second, "COMPLETED");
        desk.until(first, "REPLACED");
        assertThat(balance(TO)).isEqualTo(before);
    }

    /// The chain may take the first all the same: then it is the replacement that is replaced.
    @Test
    void replacement_thatComesTooLate_isReplacedItself() throws Exception {
        var first = stuck(BigInteger.valueOf(33));
        var draft = Desk.made(asked(first, "speed-up"));
        mine();
        desk.until(first, "COMPLETED");
        var second = desk.submitted(draft);
        desk.answered(second, Answer.APPROVE);
        desk.until(second, "REPLACED");
    }

    @Test
    void replacementThatIsTakenBack_leavesTheFirstAsItIs_andAnotherMayFollow() throws Exception {
        var first = stuck(BigInteger.valueOf(34));
        var draft = Desk.made(asked(first, "speed-up"));
        assertThat(asked(draft.path("id").asString(), "cancel").status()).isEqualTo(200);
        assertThat(desk.shown(first).has("replacedBy")).isFalse();
        assertThat(asked(first, "cancel-on-chain").status()).isEqualTo(201);
        mine();
        desk.until(first, "COMPLETED");
    }

    @Test
    void whatDoesNotWait_isNotReplaced() throws Exception {
        var draft = desk.draft(desk.address(ETHER).path("id").asString(), TO, BigInteger.ONE, Map.of());
        for (var how : List.of("speed-up", "cancel-on-chain"))
            assertThat(asked(draft.path("id").asString(), how).status()).isEqualTo(409);
    }

    private static List<String> replacements(String id) throws Exception {
        return desk.shown(id)
                .path("replacements")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static BigInteger fee(JsonNode shown) {
        return new BigInteger(shown.path("feeMax").asString());
    }

    private static BigInteger balance(String account) throws Exception {
        return new BigInteger(
                world.anvil()
                        .ask("eth_getBalance", account, "latest")
                        .asString()
                        .substring(2),
                16);
    }
}
