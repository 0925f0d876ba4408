package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Payouts, sweeps of deposit addresses, and tokens, with real nodes and a real Ethereum node")
class BatchesTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final Path TOKEN = Path.of(System.getProperty("tallystick.root", ".."))
            .resolve("target/chains/node_modules/@openzeppelin/contracts/build/contracts/ERC20PresetFixedSupply.json");

    private static World world;
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
    }

    private static List<JsonNode> drafts(String target, Map<String, ?> body) throws Exception {
        return Desk.made(desk.initiator().post(target, body))
                .path("items")
                .valueStream()
                .toList();
    }

    @Test
    void payout_isAllItsPaymentsUnderNumbersThatFollowEachOther() throws Exception {
        var from = desk.address(ETHER);
        var payments = List.of(
                Map.of("destination", TO, "amount", "1"),
                Map.of("destination", TO, "amount", "2"),
                Map.of("destination", TO, "amount", "3"));
        var drafts = drafts(
                "/v1/payouts",
                Map.of("walletId", desk.wallet(), "addressId", from.path("id").asString(), "payments", payments));
        assertThat(drafts)
                .extracting(each -> each.path("transaction").path("nonce").asString())
                .containsExactly("0", "1", "2");
        var ids = List.of(desk.passed(drafts.get(0)), desk.passed(drafts.get(1)), desk.passed(drafts.get(2)));
        for (var id : ids) desk.until(id, "CONFIRMING");
        world.anvil().ask("anvil_mine", "0x3");
        for (var id : ids) desk.until(id, "COMPLETED");
    }

    @Test
    void payout_thatTheBalanceDoesNotCoverAsAWhole_isNotDraftedAtAll() throws Exception {
        var from = desk.address(ETHER);
        var most = ETHER.multiply(BigInteger.TWO).divide(BigInteger.valueOf(3)).toString();
        var body = Map.of(
                "walletId",
                desk.wallet(),
                "addressId",
                from.path("id").asString(),
                "payments",
                List.of(Map.of("destination", TO, "amount", most), Map.of("destination", TO, "amount", most)));
        var refused = desk.initiator().post("/v1/payouts", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("field")).isEqualTo("payments");
        var next = desk.draft(from.path("id").asString(), TO, BigInteger.ONE, Map.of());
        assertThat(next.path("transaction").path("nonce").asString()).isEqualTo("0");
    }

    /// A transaction here pays one.
    @Test
    void payout_inOneTransaction_isRefused() throws Exception {
        var from = desk.address(ETHER);
        var body = Map.of(
                "walletId",
                desk.wallet(),
                "addressId",
                from.path("id").asString(),
                "together",
                true,
                "payments",
                List.of(Map.of("destination", TO, "amount", "1"), Map.of("destination", TO, "amount", "2")));
        var refused = desk.initiator().post("/v1/payouts", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("field")).isEqualTo("together");
    }

    @Test
    void payoutAgain_underTheSameKey_isTheSamePayout() throws Exception {
        var from = desk.address(ETHER);
        var body = Map.of(
                "walletId",
                desk.wallet(),
                "addressId",
                from.path("id").asString(),
                "payments",
                List.of(Map.of("destination", TO, "amount", "1"), Map.of("destination", TO, "amount", "2")));
        var key = UUID.randomUUID().toString();
        var first = Desk.made(desk.initiator().post("/v1/payouts", body, key));
        assertThat(Desk.made(desk.initiator().post("/v1/payouts", body, key))).isEqualTo(first);
        var next = desk.draft(from.path("id").asString(), TO, BigInteger.ONE, Map.of());
        assertThat(next.path("transaction").path("nonce").asString()).isEqualTo("2");
    }

    @Test
    void sweep_movesAllOfADepositAddressToTheWalletsOwn() throws Exception {
        var deposit = desk.address(ETHER.divide(BigInteger.TEN));
        var empty = desk.address(BigInteger.ZERO);
        var drafts = drafts(
                "/v1/wallets/%s/sweeps".formatted(desk.wallet()),
                Map.of(
                        "addressIds",
                        List.of(deposit.path("id").asString(), empty.path("id").asString())));
        assertThat(drafts).hasSize(1);
        var draft = drafts.getFirst();
        assertThat(draft.path("kind").asString()).isEqualTo("SWEEP");
        var all = new BigInteger(draft.path("amount").asString())
                .add(new BigInteger(draft.path("feeMax").asString()));
        assertThat(all).isEqualTo(ETHER.divide(BigInteger.TEN));
        var id = desk.passed(draft);
        desk.until(id, "CONFIRMING");
        world.anvil().ask("anvil_mine", "0x3");
        desk.until(id, "COMPLETED");
    }

    @Test
    void token_isPaidAndSwept() throws Exception {
        var from = desk.address(ETHER);
        var token = token(from.path("address").asString(), BigInteger.valueOf(1_000_000));
        var asset = "%s/erc20:%s".formatted(World.CHAIN, token);
        var id = desk.passed(
                desk.draft(from.path("id").asString(), TO, BigInteger.valueOf(400_000), Map.of("asset", asset)));
        desk.until(id, "CONFIRMING");
        world.anvil().ask("anvil_mine", "0x3");
        desk.until(id, "COMPLETED");
        assertThat(held(token, TO)).isEqualTo(BigInteger.valueOf(400_000));

        var swept = drafts(
                "/v1/wallets/%s/sweeps".formatted(desk.wallet()),
                Map.of("asset", asset, "addressIds", List.of(from.path("id").asString())));
        assertThat(swept).hasSize(1);
        assertThat(swept.getFirst().path("amount").asString()).isEqualTo("600000");
        var second = desk.passed(swept.getFirst());
        desk.until(second, "CONFIRMING");
        world.anvil().ask("anvil_mine", "0x3");
        desk.until(second, "COMPLETED");
        assertThat(held(token, from.path("address").asString())).isEqualTo(BigInteger.ZERO);
    }

    /// A token of OpenZeppelin's, all of it `owner`'s.
    private static String token(String owner, BigInteger supply) throws Exception {
        var code = new JsonMapper()
                .readTree(Files.readString(TOKEN))
                .path("bytecode")
                .asString();
        var text = "%064x%064x%064x%s%064x%s%064x%s"
                .formatted(
                        128,
                        192,
                        supply,
                        "0".repeat(24) + owner.substring(2).toLowerCase(java.util.Locale.ROOT),
                        3,
                        "545354" + "0".repeat(58),
                        3,
                        "545354" + "0".repeat(58));
        var deployer = world.anvil().ask("eth_accounts").path(0).asString();
        var id = world.anvil()
                .ask("eth_sendTransaction", Map.of("from", deployer, "data", code + text, "gas", "0x300000"))
                .asString();
        world.anvil().ask("anvil_mine", "0x1");
        var at = world.anvil()
                .ask("eth_getTransactionReceipt", id)
                .path("contractAddress")
                .asString();
        return tallystick.core.chain.registry.Chains.all()
                .family(World.CHAIN)
                .orElseThrow()
                .account(World.CHAIN, at)
                .orElseThrow()
                .address();
    }

    private static BigInteger held(String token, String account) throws Exception {
        var data = "0x70a08231" + "0".repeat(24) + account.substring(2).toLowerCase(java.util.Locale.ROOT);
        return new BigInteger(
                world.anvil()
                        .ask("eth_call", Map.of("to", token, "data", data), "latest")
                        .asString()
                        .substring(2),
                16);
    }
}
