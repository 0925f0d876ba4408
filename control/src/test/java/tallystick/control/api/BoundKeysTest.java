package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tools.jackson.databind.JsonNode;

@DisplayName("A key that is bound to vaults sees these, drafts from these, and knows of no other")
class BoundKeysTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static World world;
    private static Desk own;
    private static Desk other;
    private static String ownVault;
    private static Program initiator;
    private static Program administrator;
    private static JsonNode ofOther;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        own = Desk.open(world);
        other = Desk.open(world);
        ownVault = own.vault().path("id").asString();
        initiator = world.bound("INITIATOR", List.of(ownVault));
        administrator = world.bound("ADMINISTRATOR", List.of(ownVault));
        ofOther = other.draft(other.address(ETHER).path("id").asString(), TO, BigInteger.ONE, Map.of());
    }

    private static String id(JsonNode of) {
        return of.path("id").asString();
    }

    @Test
    void lists_haveWhatIsOfItsVaults_andNothingElse() throws Exception {
        var draft = own.draft(id(own.address(ETHER)), TO, BigInteger.ONE, Map.of());
        assertThat(initiator.get("/v1/vaults").json().path("items"))
                .extracting(BoundKeysTest::id)
                .containsExactly(ownVault);
        assertThat(initiator.get("/v1/withdrawals").json().path("items"))
                .extracting(BoundKeysTest::id)
                .contains(id(draft))
                .doesNotContain(id(ofOther));
        assertThat(initiator
                        .get("/v1/withdrawals?walletId=" + other.wallet())
                        .json()
                        .path("items"))
                .isEmpty();
        assertThat(initiator.get("/v1/approvals").json().path("items"))
                .extracting(BoundKeysTest::id)
                .doesNotContain(id(ofOther));
        assertThat(initiator.get("/v1/withdrawals/" + id(draft)).status()).isEqualTo(200);
        assertThat(own.initiator().get("/v1/withdrawals/" + id(ofOther)).status())
                .as("one that is bound to none")
                .isEqualTo(200);
    }

    /// It is asked for wallet by wallet, and put together.
    @Test
    void pages_ofSeveralVaults_areOneList_theLatestFirst() throws Exception {
        var both = world.bound("INITIATOR", List.of(ownVault, id(other.vault())));
        var first = id(own.draft(id(own.address(ETHER)), TO, BigInteger.ONE, Map.of()));
        var second = id(other.draft(id(other.address(ETHER)), TO, BigInteger.ONE, Map.of()));
        var third = id(own.draft(id(own.address(ETHER)), TO, BigInteger.ONE, Map.of()));
        var page = both.get("/v1/withdrawals?stage=DRAFT&limit=2");
        assertThat(page.json().path("items")).extracting(BoundKeysTest::id).containsExactly(third, second);
        var rest = both.get("/v1/withdrawals?stage=DRAFT&limit=1&cursor=" + page.text("next"));
        assertThat(rest.json().path("items")).extracting(BoundKeysTest::id).containsExactly(first);
        assertThat(both.get("/v1/withdrawals?limit=2&walletId=" + own.wallet())
                        .json()
                        .path("items"))
                .extracting(BoundKeysTest::id)
                .containsExactly(third, first);
    }

    @Test
    void whatIsOfAnotherVault_isNotThere_whoeverNamesIt() throws Exception {
        var of = "/v1/withdrawals/" + id(ofOther);
        var vault = "/v1/vaults/" + id(other.vault());
        var wallet = "/v1/wallets/" + other.wallet();
        var address = id(administratorOf(other));
        for (var target : List.of(
                of,
                of + "/history",
                of + "/evidence",
                of + "/approvals",
                of + "/decision",
                of + "/verdicts",
                of + "/comments",
                vault,
                vault + "/wallets",
                wallet,
                wallet + "/addresses",
                wallet + "/balances",
                "%s/addresses/%s/balance".formatted(wallet, address)))
            assertThat(initiator.get(target).status()).as(target).isEqualTo(404);
        var evidence = Map.of("evidence", world.signed(ofOther).encode().toHex());
        assertThat(initiator.post(of + "/submit", evidence).status()).isEqualTo(404);
        assertThat(initiator
                        .post(of + "/comments", Map.of("text", "none of it"))
                        .status())
                .isEqualTo(404);
        for (var target : List.of(of + "/cancel", of + "/speed-up", of + "/cancel-on-chain", wallet + "/sweeps"))
            assertThat(initiator.post(target, Map.of()).status()).as(target).isEqualTo(404);
        assertThat(administrator.post(wallet + "/addresses", Map.of()).status()).isEqualTo(404);
        assertThat(administrator
                        .post(vault + "/wallets", Map.of("chain", "eip155:1"))
                        .status())
                .isEqualTo(404);
        assertThat(other.initiator().get(of).json().path("stage").asString()).isEqualTo("DRAFT");
    }

    @Test
    void comment_onWhatIsOfItsVault_isKeptAndListed() throws Exception {
        var draft = own.draft(id(own.address(ETHER)), TO, BigInteger.ONE, Map.of());
        var of = "/v1/withdrawals/%s/comments".formatted(id(draft));
        assertThat(initiator.post(of, Map.of("text", "Order 1007.")).status()).isEqualTo(201);
        assertThat(initiator.get(of).json().path("items"))
                .extracting(each -> each.path("text").asString())
                .containsExactly("Order 1007.");
    }

    private static JsonNode administratorOf(Desk desk) throws Exception {
        return world.administrator()
                .get("/v1/wallets/%s/addresses".formatted(desk.wallet()))
                .json()
                .path("items")
                .path(0);
    }

    @Test
    void draft_isOfItsOwnVault() throws Exception {
        var from = id(own.address(ETHER));
        var mine = Map.of("walletId", own.wallet(), "addressId", from, "destination", TO, "amount", "1");
        assertThat(initiator.post("/v1/withdrawals", mine).status()).isEqualTo(201);
        var theirs = Map.of("walletId", other.wallet(), "destination", TO, "amount", "1");
        assertThat(initiator.post("/v1/withdrawals", theirs).status()).isEqualTo(404);
        var payout = Map.of("walletId", other.wallet(), "payments", List.of(Map.of("destination", TO, "amount", "1")));
        assertThat(initiator.post("/v1/payouts", payout).status()).isEqualTo(404);
    }

    @Test
    void keyBoundToNothing_orToWhatIsNoVault_isNotMade() throws Exception {
        for (var vaults : List.of(List.of(), List.of(UUID.randomUUID().toString()), List.of("none"))) {
            var program = Program.with(world.base(), tallystick.control.access.Algorithm.ED25519);
            var made = world.administrator()
                    .post(
                            "/v1/api-keys",
                            Map.of(
                                    "name", "bound to nothing",
                                    "algorithm", "ED25519",
                                    "publicKey", program.publicKey(),
                                    "role", "INITIATOR",
                                    "vaults", vaults));
            assertThat(made.status()).as(vaults.toString()).isEqualTo(422);
            assertThat(made.json().path("field").asString()).isEqualTo("vaults");
        }
    }

    @Test
    void listOfKeys_saysWhichAreBound() throws Exception {
        var items =
                world.administrator().get("/v1/api-keys").json().path("items").valueStream();
        var bound = items.filter(each -> id(each).equals(initiator.id())).findFirst();
        assertThat(bound.orElseThrow().path("vaults"))
                .extracting(JsonNode::asString)
                .containsExactly(ownVault);
    }
}
