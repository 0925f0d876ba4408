package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.BitcoinNode;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tallystick.core.approval.Answer;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.StandardHash;
import tools.jackson.databind.JsonNode;

@DisplayName("Withdrawals in bitcoin, with real nodes and a real Bitcoin node")
class BitcoinPathTest {
    private static final String TO = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    private static final int OUTPUT_SPENT = 4006;
    private static final int OUTPUT_GONE = 4007;
    private static final int WITHHELD_EXPIRED = 3102;

    private static World world;
    private static BitcoinNode chain;
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        chain = world.bitcoin();
        desk = Desk.onBitcoin(world);
    }

    private static JsonNode draft(JsonNode address, long satoshi) throws Exception {
        return desk.draft(address.path("id").asString(), TO, BigInteger.valueOf(satoshi), Map.of());
    }

    private static Program.Answer asked(JsonNode address, String to, long satoshi) throws Exception {
        return desk.initiator()
                .post(
                        "/v1/withdrawals",
                        Map.of(
                                "walletId", desk.wallet(),
                                "addressId", address.path("id").asString(),
                                "destination", to,
                                "amount", Long.toString(satoshi)));
    }

    private static int why(JsonNode shown) {
        return shown.path("subStatus").path("number").asInt();
    }

    private static long fee(JsonNode shown) {
        return Long.parseLong(shown.path("feeMax").asString());
    }

    private static void await(String id, int why) throws Exception {
        Patience.until(id + " because of " + why, () -> why(desk.shown(id)) == why);
    }

    private static List<Integer> reasons(String id) throws Exception {
        return desk.initiator()
                .get("/v1/withdrawals/%s/history".formatted(id))
                .json()
                .path("items")
                .valueStream()
                .map(BitcoinPathTest::why)
                .toList();
    }

    @Test
    void withdrawalOfSeveralOutputs_isSigned_mined_andDone_andTheRestComesBack() throws Exception {
        var address = desk.addressWith(40_000, 50_000, 60_000);
        var before = chain.balance(TO);
        var draft = draft(address, 120_000);
        assertThat(draft.path("transaction").path("digests")).hasSize(3);
        assertThat(draft.path("transaction").has("nonce")).isFalse();
        assertThat(fee(draft)).isBetween(200L, 2_000L);

        var id = desk.passed(draft);
        desk.until(id, "MEMPOOL");
        chain.mine(1);
        desk.until(id, "CONFIRMING");
        chain.mine(2);
        var done = desk.until(id, "COMPLETED");
        assertThat(why(done)).isEqualTo(4301);
        assertThat(chain.balance(TO) - before).isEqualTo(120_000);
        var left = 30_000 - fee(draft);
        assertThat(chain.balance(address.path("address").asString())).isEqualTo(left);
        var shown = desk.initiator()
                .get("/v1/wallets/%s/addresses/%s/balance"
                        .formatted(desk.wallet(), address.path("id").asString()));
        assertThat(shown.text("amount")).isEqualTo(Long.toString(left));
    }

    @Test
    void addresses_areThoseThatAnybodyDerives() throws Exception {
        var key = Curve.SECP256K1.group().parsePoint(world.key().point()).orThrow();
        var derivation = new Derivation(key, world.key().chainCode());
        var address = desk.addressWith(10_000);
        if (!(DerivationPath.parse(address.path("path").asString()) instanceof DerivationPath.Reading.Good(var path)
                && derivation.along(path) instanceof Derivation.Derived(var _, var child, var _)))
            throw new AssertionError("nothing is there");
        var program = Bytes.concat(Bytes.ofHex("0014"), StandardHash.hash160(child.encode()));
        assertThat(new OutputScript(program).account(BitcoinNetwork.REGTEST).address())
                .isEqualTo(address.path("address").asString());
    }

    @Test
    void outputs_areSpentByOneWithdrawalAlone_andFreeAgainOnceItIsTakenBack() throws Exception {
        var address = desk.addressWith(30_000, 31_000);
        var first = draft(address, 20_000);
        var second = draft(address, 20_000);
        assertThat(second.path("transaction").path("unsigned"))
                .isNotEqualTo(first.path("transaction").path("unsigned"));
        var third = asked(address, TO, 20_000);
        assertThat(third.status()).isEqualTo(422);
        assertThat(third.json().toString()).contains("satoshi more are needed");

        var taken = desk.initiator()
                .post("/v1/withdrawals/%s/cancel".formatted(first.path("id").asString()), Map.of());
        assertThat(taken.status()).isEqualTo(200);
        assertThat(asked(address, TO, 20_000).status()).isEqualTo(201);
        assertThat(asked(address, TO, 20_000).status()).isEqualTo(422);
    }

    @Test
    void payout_isOneWithdrawalForEachPayment_ofOutputsOfItsOwn_allOrNone() throws Exception {
        var address = desk.addressWith(30_000, 31_000);
        var two = List.of(Map.of("destination", TO, "amount", "20000"), Map.of("destination", TO, "amount", "20001"));
        var three = List.of(two.get(0), two.get(1), Map.of("destination", TO, "amount", "20002"));
        var id = address.path("id").asString();
        var none = desk.initiator()
                .post("/v1/payouts", Map.of("walletId", desk.wallet(), "addressId", id, "payments", three));
        assertThat(none.status()).isEqualTo(422);
        var both = desk.initiator()
                .post("/v1/payouts", Map.of("walletId", desk.wallet(), "addressId", id, "payments", two));
        assertThat(both.status()).as(both.json().toString()).isEqualTo(201);
        assertThat(both.json().path("items")).hasSize(2);
    }

    @Test
    void amountThatIsDust_orTooMuch_orOfAnotherNetwork_isRefusedByItsField() throws Exception {
        var address = desk.addressWith(30_000);
        for (var wrong : List.of(
                Map.entry(TO, 200L),
                Map.entry(TO, 30_000L),
                Map.entry("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", 9_000L),
                Map.entry("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", 9_000L))) {
            var refused = asked(address, wrong.getKey(), wrong.getValue());
            assertThat(refused.status()).as(wrong.toString()).isEqualTo(422);
            assertThat(refused.text("field")).isEqualTo(wrong.getKey().equals(TO) ? "amount" : "destination");
        }
    }

    @Test
    void sweep_movesAllOutputsOfADepositAddress_toTheWalletsOwn() throws Exception {
        var address = desk.addressWith(21_000, 22_000, 23_000);
        var swept = desk.initiator()
                .post(
                        "/v1/wallets/%s/sweeps".formatted(desk.wallet()),
                        Map.of("addressIds", List.of(address.path("id").asString())));
        assertThat(swept.status()).as(swept.json().toString()).isEqualTo(201);
        var draft = swept.json().path("items").path(0);
        assertThat(draft.path("amount").asString()).isEqualTo(Long.toString(66_000 - fee(draft)));
        var own = draft.path("destination").asString();
        var before = chain.balance(own);
        var id = desk.passed(draft);
        desk.until(id, "MEMPOOL");
        chain.mine(3);
        desk.until(id, "COMPLETED");
        assertThat(chain.balance(own) - before).isEqualTo(66_000 - fee(draft));
        assertThat(chain.balance(address.path("address").asString())).isZero();
    }

    @Test
    void block_thatIsReorganisedAway_isSeen_andTheTransactionIsGivenAgain() throws Exception {
        var address = desk.addressWith(50_000);
        var id = desk.passed(draft(address, 20_000));
        desk.until(id, "MEMPOOL");
        chain.mine(1);
        var block = desk.until(id, "CONFIRMING").path("block").path("hash").asString();
        chain.fork(1);
        Patience.until("a second look", () -> reasons(id).stream().anyMatch(List.of(4102, 4202)::contains));
        desk.until(id, "MEMPOOL");
        // It may be given again only after the next blocks: as on a real chain, more follow.
        Patience.until("it is in blocks again", () -> {
            if (desk.shown(id).path("stage").asString().equals("COMPLETED")) return true;
            chain.mine(1);
            Thread.sleep(1_000);
            return false;
        });
        var done = desk.shown(id);
        assertThat(done.path("block").path("hash").asString()).isNotEqualTo(block);
    }

    @Test
    void outputThatIsReorganisedAway_isTold_andTheWithdrawalGoesOnOnceItIsBack() throws Exception {
        var address = desk.addressWith(50_000);
        var place = "/address/%s/utxo".formatted(address.path("address").asString());
        var funding = chain.json(place).path(0).path("txid").asString();
        var hex = chain.ask("/tx/%s/hex".formatted(funding));
        var id = desk.submitted(draft(address, 20_000));
        desk.until(id, "PENDING_APPROVAL");
        chain.fork(1);
        chain.forget(funding);
        desk.answered(id, Answer.APPROVE);
        await(id, OUTPUT_GONE);
        chain.block(hex);
        desk.until(id, "MEMPOOL");
        chain.mine(3);
        desk.until(id, "COMPLETED");
    }

    @Test
    void lostEndpoint_isWaitedFor() throws Exception {
        var address = desk.addressWith(50_000);
        var id = desk.submitted(draft(address, 20_000));
        desk.until(id, "PENDING_APPROVAL");
        world.bitcoinCable().cut();
        try {
            desk.answered(id, Answer.APPROVE);
            await(id, 4002);
            assertThat(asked(address, TO, 1_000).status()).isEqualTo(503);
        } finally {
            world.bitcoinCable().mend();
        }
        desk.until(id, "MEMPOOL");
        chain.mine(3);
        desk.until(id, "COMPLETED");
    }

    private static JsonNode spedUp(String id) throws Exception {
        return Desk.made(desk.initiator().post("/v1/withdrawals/%s/speed-up".formatted(id), Map.of()));
    }

    /// The node of the tests keeps what it has in its pool: the second comes in once the first is forgotten.
    @Test
    void speedUp_spendsTheSameForMore_andOneOfTheTwoIsMined() throws Exception {
        var address = desk.addressWith(50_000);
        var before = chain.balance(TO);
        var first = desk.passed(draft(address, 20_000));
        var waiting = desk.until(first, "MEMPOOL");
        var draft = spedUp(first);
        assertThat(draft.path("kind").asString()).isEqualTo("SPEED_UP");
        assertThat(fee(draft)).isGreaterThan(fee(waiting));
        var second = desk.passed(draft);
        await(second, OUTPUT_SPENT);
        assertThat(desk.shown(second).path("subStatus").path("detail").asString())
                .contains(waiting.path("transactionId").asString());
        chain.forget(waiting.path("transactionId").asString());
        desk.until(second, "MEMPOOL");
        chain.mine(3);
        desk.until(second, "COMPLETED");
        assertThat(why(desk.until(first, "REPLACED"))).isEqualTo(OUTPUT_SPENT);
        assertThat(chain.balance(TO) - before).isEqualTo(20_000);
    }

    private static JsonNode cancelled(String id) throws Exception {
        return Desk.made(desk.initiator().post("/v1/withdrawals/%s/cancel-on-chain".formatted(id), Map.of()));
    }

    @Test
    void cancellation_bringsTheSameOutputsBack_forAHigherFee_andThePaymentDoesNotHappen() throws Exception {
        var address = desk.addressWith(50_000);
        var own = address.path("address").asString();
        var before = chain.balance(TO);
        var first = desk.passed(draft(address, 20_000));
        var waiting = desk.until(first, "MEMPOOL");
        assertThat(waiting.path("replacements").valueStream().map(JsonNode::asString))
                .containsExactly("SPEED_UP", "CANCEL");
        var draft = cancelled(first);
        assertThat(desk.shown(first).path("replacements")).isEmpty();
        assertThat(draft.path("kind").asString()).isEqualTo("CANCEL");
        assertThat(draft.path("amount").asString()).isEqualTo("0");
        assertThat(draft.path("destination").asString()).isEqualTo(own);
        assertThat(fee(draft)).isGreaterThan(fee(waiting));
        var second = desk.passed(draft);
        await(second, OUTPUT_SPENT);
        chain.forget(waiting.path("transactionId").asString());
        desk.until(second, "MEMPOOL");
        chain.mine(3);
        desk.until(second, "COMPLETED");
        assertThat(why(desk.until(first, "REPLACED"))).isEqualTo(OUTPUT_SPENT);
        assertThat(chain.balance(TO)).isEqualTo(before);
        assertThat(chain.balance(own)).isEqualTo(50_000 - fee(draft));
    }

    /// Without a cancellation its outputs would be held for ever.
    @Test
    void withheldWithdrawal_isCancelled_andWhatItHeldIsFree() throws Exception {
        var address = desk.addressWith(50_000);
        var before = chain.balance(TO);
        var id = desk.submitted(draft(address, 20_000));
        desk.until(id, "PENDING_APPROVAL");
        world.bitcoinCable().cut();
        try {
            desk.answered(id, Answer.APPROVE);
            await(id, 4002);
            store().sql("update withdrawals set signed_at = signed_at - interval '1 minute',"
                            + " expires_at = now() - interval '1 second' where id = ?")
                    .param(UUID.fromString(id))
                    .update();
        } finally {
            world.bitcoinCable().mend();
            hurry();
        }
        await(id, WITHHELD_EXPIRED);
        assertThat(asked(address, TO, 20_000).status()).isEqualTo(422);
        var stop = cancelled(id);
        var second = desk.passed(stop);
        desk.until(second, "MEMPOOL");
        chain.mine(3);
        desk.until(second, "COMPLETED");
        hurry();
        assertThat(why(desk.until(id, "REPLACED"))).isEqualTo(OUTPUT_SPENT);
        assertThat(chain.balance(TO)).isEqualTo(before);
        assertThat(asked(address, TO, 20_000).status()).isEqualTo(201);
    }

    private static Store store() {
        return world.control().part(Store.class);
    }

    /// Has every withdrawal looked at now, not after the pause of one whose chain is gone.
    private static void hurry() {
        store().sql("update scheduled_tasks set execution_time = now() where not picked")
                .update();
    }
}
