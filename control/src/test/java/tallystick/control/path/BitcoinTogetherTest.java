package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.BitcoinNode;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;
import tallystick.core.approval.Answer;
import tallystick.core.chain.Account;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.sdk.ApiKey;
import tallystick.sdk.Client;
import tallystick.sdk.NotSo;
import tallystick.sdk.Payment;
import tallystick.sdk.Vault;
import tools.jackson.databind.JsonNode;

@DisplayName("Several payments in one transaction of bitcoin, with real nodes and a real Bitcoin node")
class BitcoinTogetherTest {
    private static final List<String> TO = List.of(
            "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080",
            "bcrt1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qzf4jry");
    private static final BigInteger FEE_MAX = BigInteger.valueOf(5_000);

    private static World world;
    private static BitcoinNode chain;
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        chain = world.bitcoin();
        desk = Desk.onBitcoin(world);
    }

    private static Map<String, Object> together(JsonNode address, List<Map<String, String>> payments) {
        return Map.of(
                "walletId",
                desk.wallet(),
                "addressId",
                address.path("id").asString(),
                "together",
                true,
                "payments",
                payments);
    }

    private static Map<String, String> line(int to, long satoshi) {
        return Map.of("destination", TO.get(to), "amount", Long.toString(satoshi));
    }

    @Test
    void payments_areOutputsOfOneTransaction_andOneWithdrawal() throws Exception {
        var address = desk.addressWith(100_000);
        var before = List.of(chain.balance(TO.get(0)), chain.balance(TO.get(1)));
        var made = Desk.made(desk.initiator()
                .post("/v1/payouts", together(address, List.of(line(0, 20_000), line(1, 30_000), line(0, 5_000)))));
        assertThat(made.path("items")).hasSize(1);
        var draft = made.path("items").path(0);
        assertThat(draft.path("kind").asString()).isEqualTo("PAYOUT");
        assertThat(draft.path("amount").asString()).isEqualTo("55000");
        assertThat(draft.path("destination").asString()).isEmpty();
        assertThat(draft.path("payments")
                        .valueStream()
                        .map(each -> each.path("amount").asString()))
                .containsExactly("20000", "30000", "5000");
        var id = desk.passed(draft);
        desk.until(id, "MEMPOOL");
        chain.mine(3);
        var done = desk.until(id, "COMPLETED");
        var outputs = chain.json("/tx/" + done.path("transactionId").asString()).path("vout");
        assertThat(outputs).hasSize(4);
        assertThat(chain.balance(TO.get(0)) - before.get(0)).isEqualTo(25_000);
        assertThat(chain.balance(TO.get(1)) - before.get(1)).isEqualTo(30_000);
    }

    @Test
    void approvers_areAskedOnce_andOneNoEndsAllOfThem() throws Exception {
        var address = desk.addressWith(100_000);
        var made = Desk.made(desk.initiator()
                .post("/v1/payouts", together(address, List.of(line(0, 20_000), line(1, 30_000)))));
        var id = desk.submitted(made.path("items").path(0));
        desk.answered(id, Answer.REJECT);
        desk.until(id, "REJECTED");
    }

    @Test
    void speedUp_keepsAllPayments() throws Exception {
        var address = desk.addressWith(100_000);
        var made = Desk.made(desk.initiator()
                .post("/v1/payouts", together(address, List.of(line(0, 20_000), line(1, 30_000)))));
        var first = desk.passed(made.path("items").path(0));
        var waiting = desk.until(first, "MEMPOOL");
        var draft = Desk.made(desk.initiator().post("/v1/withdrawals/%s/speed-up".formatted(first), Map.of()));
        assertThat(draft.path("payments")).isEqualTo(waiting.path("payments"));
        assertThat(draft.path("amount").asString()).isEqualTo("50000");
        chain.mine(3);
        desk.until(first, "COMPLETED");
    }

    @Test
    void whatCannotBePaidTogether_isRefusedByItsField() throws Exception {
        var address = desk.addressWith(100_000);
        var dust = desk.initiator().post("/v1/payouts", together(address, List.of(line(0, 20_000), line(1, 100))));
        assertThat(dust.status()).isEqualTo(422);
        assertThat(dust.text("field")).isEqualTo("amount");
        var much = desk.initiator().post("/v1/payouts", together(address, List.of(line(0, 60_000), line(1, 60_000))));
        assertThat(much.status()).isEqualTo(422);
        var named = Map.of(
                "destination",
                TO.get(0),
                "amount",
                "20000",
                "externalId",
                UUID.randomUUID().toString());
        var lines = desk.initiator().post("/v1/payouts", together(address, List.of(named)));
        assertThat(lines.text("field")).isEqualTo("payments");
        var alone = desk.initiator()
                .post(
                        "/v1/payouts",
                        Map.of(
                                "walletId",
                                desk.wallet(),
                                "addressId",
                                address.path("id").asString(),
                                "note",
                                "of all",
                                "payments",
                                List.of(line(0, 20_000))));
        assertThat(alone.text("field")).isEqualTo("together");
    }

    private static Vault vault() {
        var key = world.key();
        return new Vault(key.id(), SigningInput.Algorithm.ECDSA_SECP256K1, key.point(), key.chainCode());
    }

    private static Payment payment(JsonNode address, int to, long satoshi) {
        return new Payment(
                desk.wallet(),
                Optional.of(address.path("id").asString()),
                BitcoinNetwork.REGTEST.coin(),
                new Account(World.BITCOIN, TO.get(to)),
                BigInteger.valueOf(satoshi),
                FEE_MAX,
                Optional.empty());
    }

    @Test
    void program_readsTheBytesOfAllPayments_andBelievesNoOthers() throws Exception {
        var address = desk.addressWith(100_000, 100_000);
        var key = ApiKey.ed25519(desk.initiator().id(), desk.initiator().privateKey());
        var client = new Client(world.base(), key, vault());
        var payments = List.of(payment(address, 0, 20_000), payment(address, 1, 30_000));
        var draft = client.draftTogether(
                payments, FEE_MAX, Optional.empty(), UUID.randomUUID().toString());
        var id = desk.passed(desk.shown(draft.id()));
        desk.until(id, "MEMPOOL");
        var receipt = client.receipt(draft).orElseThrow();
        chain.mine(3);
        desk.until(id, "COMPLETED");
        assertThat(desk.shown(id).path("transactionId").asString())
                .isEqualTo(receipt.transaction().id());
        assertThatThrownBy(() -> client.draftTogether(
                        payments,
                        BigInteger.ONE,
                        Optional.empty(),
                        UUID.randomUUID().toString()))
                .isInstanceOf(NotSo.class);
    }
}
