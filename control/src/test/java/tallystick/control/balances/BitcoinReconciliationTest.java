package tallystick.control.balances;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.BitcoinNode;
import tallystick.control.kit.Bypass;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tools.jackson.databind.JsonNode;

@DisplayName("What addresses of Bitcoin have on a real chain is held against what withdrawals explain")
class BitcoinReconciliationTest {
    private static final String TO = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

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

    private static void look(JsonNode address) throws Exception {
        var store = world.control().part(Store.class);
        var workspace = store.sql("select id from workspaces").query(UUID.class).single();
        world.control()
                .part(Reconciliation.class)
                .look(new Balances.Due(
                        UUID.fromString(address.path("id").asString()),
                        UUID.fromString(desk.wallet()),
                        workspace,
                        World.BITCOIN.toString()));
    }

    private static JsonNode shown(JsonNode address) throws Exception {
        return world.program("AUDITOR")
                .get("/v1/wallets/%s/balances?limit=200".formatted(desk.wallet()))
                .json()
                .path("items")
                .valueStream()
                .filter(each -> each.path("addressId").equals(address.path("id")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withdrawalOfSeveralOutputs_isExplained_andASpendPastControl_isNot() throws Exception {
        var address = desk.addressWith(40_000, 50_000, 60_000);
        chain.mine(2);
        look(address);
        assertThat(shown(address).path("amount").asString()).isEqualTo("150000");

        var draft = draft(address, 85_000);
        var id = desk.passed(draft);
        desk.until(id, "MEMPOOL");
        chain.mine(3);
        desk.until(id, "COMPLETED");
        look(address);
        var left = 65_000 - Long.parseLong(draft.path("feeMax").asString());
        assertThat(shown(address).path("amount").asString()).isEqualTo(Long.toString(left));
        assertThat(shown(address).has("unexplained")).isFalse();

        var kept = draft(address, 30_000);
        var past = new Bypass(world, desk).signed(kept);
        var taken = desk.initiator()
                .post("/v1/withdrawals/%s/cancel".formatted(kept.path("id").asString()), Map.of());
        assertThat(taken.status()).isEqualTo(200);
        chain.block(past.bytes().toHex());
        chain.mine(2);
        look(address);
        var spent = Bypass.bundle(kept).transaction().inputs().size();
        var found = shown(address).path("unexplained");
        assertThat(found.path("transactions").asInt()).isEqualTo(spent);
        assertThat(found.path("less").asString())
                .isEqualTo(Long.toString(30_000 + Bypass.bundle(kept).feeSatoshi()));
    }
}
