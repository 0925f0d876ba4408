package tallystick.control.balances;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.SolanaBypass;
import tallystick.control.kit.SolanaNode;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tools.jackson.databind.JsonNode;

@DisplayName("What addresses of Solana have is held against what withdrawals explain")
class SolanaReconciliationTest {
    private static final String TO = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";
    private static final long SOL = 1_000_000_000;

    private static World world;
    private static SolanaNode chain;
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        chain = world.solana();
        desk = Desk.onSolana(world);
    }

    private static JsonNode draft(JsonNode address) throws Exception {
        return desk.draft(address.path("id").asString(), TO, BigInteger.valueOf(SOL), Map.of());
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
                        World.SOLANA.toString()));
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
    void withdrawalAndDeposit_areExplained_andASpendPastControl_isNot_thoughADepositHidesTheAmount() throws Exception {
        var address = desk.addressOf(5 * SOL);
        look(address);
        assertThat(shown(address).path("amount").asString()).isEqualTo(Long.toString(5 * SOL));

        var draft = draft(address);
        var id = desk.passed(draft);
        desk.until(id, "MEMPOOL");
        chain.slots(32);
        desk.until(id, "COMPLETED");
        chain.fund(address.path("address").asString(), BigInteger.valueOf(7));
        look(address);
        var fee = Long.parseLong(draft.path("feeMax").asString());
        assertThat(shown(address).path("amount").asString()).isEqualTo(Long.toString(4 * SOL - fee + 7));
        assertThat(shown(address).has("unexplained")).isFalse();

        var kept = draft(address);
        var bypass = new SolanaBypass(world, desk);
        var past = bypass.signed(bypass.approved(kept), bypass.block());
        var given = chain.ask(
                "sendTransaction",
                Base64.getEncoder().encodeToString(past.bytes().toArray()),
                Map.of("encoding", "base64"));
        assertThat(given.path("result").asString()).isEqualTo(past.id());
        chain.fund(address.path("address").asString(), BigInteger.valueOf(2 * SOL));
        look(address);
        var found = shown(address).path("unexplained");
        assertThat(found.path("transactions").asInt()).isEqualTo(1);
        assertThat(found.path("less").asString()).isEqualTo("0");
    }
}
