package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.SolanaNode;
import tallystick.control.kit.World;
import tallystick.core.approval.Answer;
import tools.jackson.databind.JsonNode;

@DisplayName("Withdrawals on Solana, with real nodes and Solana's own runtime")
class SolanaPathTest {
    private static final String TO = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";
    private static final long SOL = 1_000_000_000;
    private static final int TOO_OLD = 4008;
    private static final int FINAL = 32;

    private static World world;
    private static SolanaNode chain;
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        chain = world.solana();
        desk = Desk.onSolana(world);
    }

    private static JsonNode draft(JsonNode address, long lamports) throws Exception {
        return desk.draft(address.path("id").asString(), TO, BigInteger.valueOf(lamports), Map.of());
    }

    private static Program.Answer asked(JsonNode address, Map<String, String> more) throws Exception {
        var body = new HashMap<>(Map.of(
                "walletId",
                desk.wallet(),
                "addressId",
                address.path("id").asString(),
                "destination",
                TO,
                "amount",
                "1"));
        body.putAll(more);
        return desk.initiator().post("/v1/withdrawals", body);
    }

    private static int why(JsonNode shown) {
        return shown.path("subStatus").path("number").asInt();
    }

    private static long fee(JsonNode shown) {
        return Long.parseLong(shown.path("feeMax").asString());
    }

    private static String text(JsonNode address) {
        return address.path("address").asString();
    }

    private static void await(String id, int why) throws Exception {
        Patience.until(id + " because of " + why, () -> why(desk.shown(id)) == why);
    }

    @Test
    void withdrawal_isSigned_seen_andDoneOnceItIsFinal() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var before = chain.balance(TO);
        var draft = draft(address, 2 * SOL);
        assertThat(draft.path("transaction").has("nonce")).isFalse();
        assertThat(draft.path("confirmations").path("wanted").asInt()).isEqualTo(FINAL);
        var id = desk.passed(draft);
        desk.until(id, "MEMPOOL");
        chain.slots(3);
        var shallow = desk.until(id, "CONFIRMING");
        assertThat(shallow.path("confirmations").path("have").asInt()).isLessThan(FINAL);
        chain.slots(FINAL);
        var done = desk.until(id, "COMPLETED");
        assertThat(done.path("signed").path("unsigned"))
                .isNotEqualTo(draft.path("transaction").path("unsigned"));
        assertThat(chain.balance(TO) - before).isEqualTo(2 * SOL);
        assertThat(chain.balance(text(address))).isEqualTo(3 * SOL - fee(draft));
    }

    @Test
    void priceThatOthersPay_isPaid_andIsInTheFee() throws Exception {
        var address = desk.addressOf(5 * SOL);
        chain.fees(1_000_000, 2_000_000, 3_000_000, 4_000_000);
        try {
            var draft = draft(address, SOL);
            assertThat(fee(draft)).isEqualTo(9_000);
            var id = desk.passed(draft);
            desk.until(id, "MEMPOOL");
            chain.slots(FINAL);
            desk.until(id, "COMPLETED");
            assertThat(chain.balance(text(address))).isEqualTo(4 * SOL - 9_000);
        } finally {
            chain.fees();
        }
    }

    /// A blockhash counts for a minute, people take hours: each question to nodes names a new one.
    @Test
    void approval_thatComesAfterTheBlockIsTooOld_isGoodForANewOne() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var id = desk.submitted(draft(address, SOL));
        desk.until(id, "PENDING_APPROVAL");
        chain.expire();
        desk.answered(id, Answer.APPROVE);
        desk.until(id, "MEMPOOL");
        chain.slots(FINAL);
        desk.until(id, "COMPLETED");
    }

    @Test
    void lostEndpoint_isWaitedFor_andNodesAreAskedWithALaterBlock() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var id = desk.submitted(draft(address, SOL));
        desk.until(id, "PENDING_APPROVAL");
        world.solanaCable().cut();
        try {
            desk.answered(id, Answer.APPROVE);
            await(id, 4002);
            chain.expire();
        } finally {
            world.solanaCable().mend();
        }
        desk.until(id, "MEMPOOL");
        chain.slots(FINAL);
        desk.until(id, "COMPLETED");
        assertThat(chain.touched(text(address))).isEqualTo(2);
    }

    @Test
    void block_thatIsReorganisedAway_isSeen_andTheTransactionIsGivenAgain() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var before = chain.balance(TO);
        var id = desk.passed(draft(address, SOL));
        desk.until(id, "MEMPOOL");
        chain.slots(1);
        desk.until(id, "CONFIRMING");
        chain.fork();
        assertThat(chain.balance(TO)).isEqualTo(before);
        Patience.until(
                "a second look", () -> desk.shown(id).path("stage").asString().equals("MEMPOOL"));
        chain.slots(FINAL);
        desk.until(id, "COMPLETED");
        assertThat(chain.balance(TO) - before).isEqualTo(SOL);
    }

    @Test
    void transaction_thatAForkTook_andThatIsTooOldThen_endsAsFailed_andNothingIsPaid() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var id = desk.passed(draft(address, SOL));
        desk.until(id, "MEMPOOL");
        world.solanaCable().cut();
        try {
            await(id, 4002);
            chain.fork();
            chain.expire();
        } finally {
            world.solanaCable().mend();
        }
        var failed = desk.until(id, "FAILED");
        assertThat(why(failed)).isEqualTo(TOO_OLD);
        assertThat(chain.balance(text(address))).isEqualTo(5 * SOL);
    }

    @Test
    void sweep_movesAllOfADepositAddress_toTheWalletsOwn() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var swept = desk.initiator()
                .post(
                        "/v1/wallets/%s/sweeps".formatted(desk.wallet()),
                        Map.of("addressIds", List.of(address.path("id").asString())));
        assertThat(swept.status()).as(swept.json().toString()).isEqualTo(201);
        var draft = swept.json().path("items").path(0);
        assertThat(draft.path("amount").asString()).isEqualTo(Long.toString(5 * SOL - fee(draft)));
        var id = desk.passed(draft);
        desk.until(id, "MEMPOOL");
        chain.slots(FINAL);
        desk.until(id, "COMPLETED");
        assertThat(chain.balance(text(address))).isZero();
    }

    @Test
    void whatCannotBe_isRefusedByItsField() throws Exception {
        var address = desk.addressOf(SOL);
        var token = World.SOLANA + "/token:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
        assertThat(asked(address, Map.of("asset", token)).text("field")).isEqualTo("asset");
        assertThat(asked(address, Map.of("amount", Long.toString(SOL))).text("field"))
                .isEqualTo("amount");
        assertThat(asked(address, Map.of("amount", Long.toString(SOL - 6_000))).text("field"))
                .isEqualTo("amount");
        assertThat(asked(address, Map.of("destination", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"))
                        .text("field"))
                .isEqualTo("destination");
    }

    /// No transaction excludes another here.
    @Test
    void replacement_isRefused() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var id = desk.passed(draft(address, SOL));
        assertThat(desk.until(id, "MEMPOOL").path("replacements")).isEmpty();
        for (var what : List.of("speed-up", "cancel-on-chain")) {
            var refused = desk.initiator().post("/v1/withdrawals/%s/%s".formatted(id, what), Map.of());
            assertThat(refused.status()).as(what).isEqualTo(409);
            assertThat(refused.json().toString()).contains("no transaction excludes another here");
        }
        chain.slots(FINAL);
        desk.until(id, "COMPLETED");
    }
}
