package tallystick.control.balances;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("What addresses have on a real chain is held against what withdrawals explain")
class ReconciliationTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static final int ALL = 10_000;

    private static World world;
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        desk = Desk.open(world);
    }

    /// So deep that it counts.
    private static void mine() throws Exception {
        world.anvil().ask("anvil_mine", "0x3");
    }

    private static void look(JsonNode address) throws Exception {
        var store = world.control().part(Store.class);
        var workspace = store.sql("select id from workspaces").query(UUID.class).single();
        world.control()
                .part(Reconciliation.class)
                .look(new Balances.Due(
                        UUID.fromString(address.path("id").asString()),
                        UUID.fromString(desk.wallet()),
                        workspace,
                        World.CHAIN.toString()));
    }

    private static JsonNode shown(JsonNode address) throws Exception {
        var page = world.program("AUDITOR").get("/v1/wallets/%s/balances?limit=200".formatted(desk.wallet()));
        assertThat(page.status()).as(page.json().toString()).isEqualTo(200);
        return page.json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("addressId").equals(address.path("id")))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> events(JsonNode address, String kind) {
        var subject = UUID.fromString(address.path("id").asString());
        return world
                .control()
                .part(Store.class)
                .sql("select body from events where subject = ? and kind = ? order by number")
                .params(subject, kind)
                .query(String.class)
                .list()
                .stream()
                .map(each -> new JsonMapper().readTree(each))
                .toList();
    }

    private static void spendOutside(JsonNode address, String wei) throws Exception {
        var from = address.path("address").asString();
        world.anvil().ask("anvil_impersonateAccount", from);
        world.anvil().ask("eth_sendTransaction", Map.of("from", from, "to", TO, "value", wei));
        world.anvil().ask("anvil_stopImpersonatingAccount", from);
    }

    @Test
    void withdrawal_isExplained_andASpendFromOutside_isNot() throws Exception {
        var address = desk.address(ETHER);
        mine();
        look(address);
        assertThat(shown(address).path("amount").asString()).isEqualTo(ETHER.toString());
        assertThat(events(address, "balance.changed")).hasSize(1);

        var id = desk.passed(desk.draft(address.path("id").asString(), TO, BigInteger.valueOf(5000), Map.of()));
        desk.until(id, "CONFIRMING");
        mine();
        desk.until(id, "COMPLETED");
        look(address);
        var after = new BigInteger(shown(address).path("amount").asString());
        assertThat(after).isLessThan(ETHER.subtract(BigInteger.valueOf(5000)));
        assertThat(shown(address).has("unexplained")).isFalse();
        assertThat(events(address, "balance.changed")).hasSize(2);

        spendOutside(address, "0x7");
        mine();
        look(address);
        var found = shown(address).path("unexplained");
        assertThat(found.path("transactions").asInt()).isEqualTo(1);
        assertThat(new BigInteger(found.path("less").asString())).isGreaterThan(BigInteger.valueOf(7));
        assertThat(events(address, "balance.unexplained"))
                .singleElement()
                .satisfies(told -> assertThat(told.path("transactions").asInt()).isEqualTo(1));
        mine();
        look(address);
        assertThat(events(address, "balance.unexplained")).as("told once").hasSize(1);
    }

    /// More comes in than goes out: the number of transactions tells.
    @Test
    void spendThatADepositHides_isFound() throws Exception {
        var address = desk.address(ETHER);
        mine();
        look(address);
        spendOutside(address, "0x7");
        world.fund(address.path("address").asString(), ETHER.multiply(BigInteger.TWO));
        mine();
        look(address);
        var found = shown(address).path("unexplained");
        assertThat(found.path("transactions").asInt()).isEqualTo(1);
        assertThat(found.path("less").asString()).isEqualTo("0");
    }

    /// One answer of an endpoint that lied once does not stand for ever.
    @Test
    void blockThatThereWasNot_isComparedWithNoMore_onceTheChainHadTime() throws Exception {
        var address = desk.address(ETHER);
        mine();
        look(address);
        kept(address, "block_number = 9000000000000000000, amount = 5");
        mine();
        look(address);
        assertThat(shown(address).path("amount").asString())
                .as("it may be an endpoint that is behind")
                .isEqualTo("5");
        kept(address, "at = now() - interval '181 minutes'");
        look(address);
        assertThat(shown(address).path("amount").asString()).isEqualTo(ETHER.toString());
        spendOutside(address, "0x7");
        mine();
        look(address);
        assertThat(shown(address).path("unexplained").path("transactions").asInt())
                .isEqualTo(1);
    }

    /// A chain that stands still is no lie.
    @Test
    void blockThatIsTheSame_howeverLong_isCompared() throws Exception {
        var address = desk.address(ETHER);
        mine();
        look(address);
        kept(address, "amount = 5, at = now() - interval '1 day'");
        look(address);
        assertThat(shown(address).path("amount").asString()).isEqualTo("5");
    }

    private static void kept(JsonNode address, String otherwise) {
        var changed = world.control()
                .part(Store.class)
                .sql("update balances set " + otherwise + " where address_id = ?")
                .params(UUID.fromString(address.path("id").asString()))
                .update();
        assertThat(changed).isEqualTo(1);
    }

    @Test
    void addressWithAWithdrawalOnItsWay_isLeftForLater() throws Exception {
        var address = desk.address(ETHER);
        var row = UUID.fromString(address.path("id").asString());
        var balances = world.control().part(Balances.class);
        mine();
        look(address);
        assertThat(balances.isUnderWay(row)).isFalse();
        world.anvil().ask("evm_setAutomine", false);
        try {
            var id = desk.passed(desk.draft(row.toString(), TO, BigInteger.valueOf(9), Map.of()));
            desk.until(id, "MEMPOOL");
            assertThat(balances.isUnderWay(row)).isTrue();
            mine();
            world.anvil().ask("evm_setAutomine", true);
            desk.until(id, "COMPLETED");
        } finally {
            world.anvil().ask("evm_setAutomine", true);
        }
        assertThat(balances.isUnderWay(row)).isFalse();
        look(address);
        assertThat(shown(address).has("unexplained")).isFalse();
    }

    @Test
    void chainThatDoesNotAnswer_isLeftForTheNextRound() throws Exception {
        var reconciliation = world.control().part(Reconciliation.class);
        world.cable().cut();
        JsonNode address;
        try {
            address = desk.address(ETHER);
            mine();
            assertThat(reconciliation.round(ALL)).isPositive();
            assertThat(events(address, "balance.changed")).isEmpty();
        } finally {
            world.cable().mend();
        }
        assertThat(reconciliation.round(ALL)).isPositive();
        assertThat(events(address, "balance.changed")).isNotEmpty();
    }

    @Test
    void pages_goOnWhereTheOneBeforeEnded() throws Exception {
        var fresh = Desk.open(world);
        for (var i = 0; i < 3; i++) {
            var made = fresh.address(ETHER);
            var store = world.control().part(Store.class);
            var workspace =
                    store.sql("select id from workspaces").query(UUID.class).single();
            world.control()
                    .part(Reconciliation.class)
                    .look(new Balances.Due(
                            UUID.fromString(made.path("id").asString()),
                            UUID.fromString(fresh.wallet()),
                            workspace,
                            World.CHAIN.toString()));
        }
        var auditor = world.program("AUDITOR");
        var place = "/v1/wallets/%s/balances?limit=2".formatted(fresh.wallet());
        var first = auditor.get(place);
        assertThat(first.json().path("items").size()).isEqualTo(2);
        var second = auditor.get(place + "&cursor=" + first.text("next"));
        assertThat(second.json().path("items").size()).isEqualTo(1);
        assertThat(second.text("next")).isEmpty();
    }
}
