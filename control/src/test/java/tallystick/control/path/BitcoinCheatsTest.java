package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.BitcoinNode;
import tallystick.control.kit.Bypass;
import tallystick.control.kit.Desk;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.control.relay.Refusal;
import tallystick.control.relay.SigningOutcome;
import tallystick.core.chain.Account;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.crypto.codec.Parsed;
import tools.jackson.databind.JsonNode;

@DisplayName("Bitcoin where somebody cheats: real nodes and a real Bitcoin node")
class BitcoinCheatsTest {
    private static final String TO = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    private static final BitcoinNetwork REGTEST = BitcoinNetwork.REGTEST;
    private static final int OUTPUT_SPENT = 4006;

    private static World world;
    private static BitcoinNode chain;
    private static Desk desk;
    private static Bypass bypass;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        chain = world.bitcoin();
        desk = Desk.onBitcoin(world);
        bypass = new Bypass(world, desk);
    }

    private static JsonNode draft(JsonNode address, long satoshi) throws Exception {
        return desk.draft(address.path("id").asString(), TO, BigInteger.valueOf(satoshi), Map.of());
    }

    @Test
    void outputWhoseAmountIsMadeUp_isSignedByNoNode() throws Exception {
        var address = desk.addressWith(40_000, 50_000);
        var draft = draft(address, 80_000);
        var honest = Bypass.bundle(draft);
        var richer = honest.spent().stream()
                .map(each -> SpentOutput.whole(
                        new TxOutput(
                                each.output().valueSatoshi() * 2, each.output().script()),
                        each.key(),
                        each.path()))
                .toList();
        var unproven = Bundle.of(REGTEST, honest.transaction(), richer, honest.paths(), List.of())
                .orThrow();
        assertThat(unproven.feeSatoshi()).isGreaterThan(honest.feeSatoshi());
        assertThat(bypass.sign(bypass.approved(draft, unproven)))
                .isInstanceOfSatisfying(SigningOutcome.Refused.class, refused -> {
                    assertThat(refused.why()).isEqualTo(Refusal.OTHER);
                    assertThat(refused.words()).containsIgnoringCase("understood");
                });
        assertThat(Bundle.of(REGTEST, honest.transaction(), richer, honest.paths(), honest.previous()))
                .as("beside the transactions that made them it is not even a bundle")
                .isInstanceOf(Parsed.Malformed.class);
        assertThat(bypass.sign(bypass.approved(draft, honest)))
                .as("the honest twin is signed")
                .isInstanceOf(SigningOutcome.Signed.class);
    }

    @Test
    void changeToAStranger_isNoChange_andNoBytesButTheDraftsAreTaken() throws Exception {
        var address = desk.addressWith(50_000);
        var draft = draft(address, 20_000);
        var honest = Bypass.bundle(draft);
        var account = new Account(REGTEST.chain(), address.path("address").asString());
        var known = Knowledge.none().chapter(KeyTree.class, new KeyTree(bypass.key(draft)));
        assertThat(honest.effects(account, known)).anyMatch(Effect.Change.class::isInstance);

        var stranger = OutputScript.parse(REGTEST, "bcrt1q6lf47zhvr59pnetyadlzxxfur6hkclcsccnnq8")
                .orElseThrow();
        var outputs = IntStream.range(0, honest.paths().size())
                .mapToObj(i -> honest.paths().get(i).isPresent()
                        ? new TxOutput(honest.transaction().outputs().get(i).valueSatoshi(), stranger)
                        : honest.transaction().outputs().get(i))
                .toList();
        var forged = Bundle.of(
                        REGTEST,
                        new Transaction(
                                honest.transaction().version(),
                                honest.transaction().inputs(),
                                outputs,
                                honest.transaction().lockTime()),
                        honest.spent(),
                        honest.paths(),
                        honest.previous())
                .orThrow();
        assertThat(forged.effects(account, known))
                .noneMatch(Effect.Change.class::isInstance)
                .filteredOn(Effect.Transfer.class::isInstance)
                .hasSize(2);
        assertThat(forged.warnings(account, known)).anyMatch(each -> each.code().equals("CHANGE_UNPROVEN"));
        var submitted = desk.initiator()
                .post(
                        "/v1/withdrawals/%s/submit".formatted(draft.path("id").asString()),
                        Map.of(
                                "evidence",
                                bypass.approved(draft, forged).encode().toHex()));
        assertThat(submitted.status()).isEqualTo(422);
    }

    /// Nodes sign what control never hands on: a withdrawal that was taken back, of which somebody kept the evidence.
    @Test
    void outputThatAnotherTransactionSpends_isTold_andEndsIt_onceThatIsDeep() throws Exception {
        var address = desk.addressWith(100_000);
        var kept = draft(address, 70_000);
        var transaction = Bypass.bundle(kept);
        var rival = bypass.signed(kept);
        var taken = desk.initiator()
                .post("/v1/withdrawals/%s/cancel".formatted(kept.path("id").asString()), Map.of());
        assertThat(taken.status()).isEqualTo(200);

        var draft = draft(address, 60_000);
        assertThat(Bypass.bundle(draft).transaction().inputs().getFirst().spends())
                .isEqualTo(transaction.transaction().inputs().getFirst().spends());
        var id = desk.passed(draft);
        desk.until(id, "MEMPOOL");
        chain.block(rival.bytes().toHex());
        Patience.until("the rival", () -> why(desk.shown(id)) == OUTPUT_SPENT);
        assertThat(desk.shown(id).path("stage").asString()).isEqualTo("DROPPED");
        assertThat(desk.shown(id).path("subStatus").path("detail").asString()).contains(rival.id());
        chain.mine(2);
        assertThat(why(desk.until(id, "REPLACED"))).isEqualTo(OUTPUT_SPENT);
        assertThat(chain.balance(address.path("address").asString())).isEqualTo(30_000 - transaction.feeSatoshi());
    }

    private static int why(JsonNode shown) {
        return shown.path("subStatus").path("number").asInt();
    }

    @Test
    void replicasThatRaceForOutputs_neverChooseTheSame() throws Exception {
        var outputs = 4;
        var address = desk.addressWith(30_000, 31_000, 32_000, 33_000);
        var other = world.program("INITIATOR");
        try (var beside = world.beside();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var there = URI.create("http://127.0.0.1:" + beside.port());
            var tasks = new ArrayList<Callable<Optional<JsonNode>>>();
            for (var program : List.of(desk.initiator(), other.at(there)))
                for (var i = 0; i < 2 * outputs; i++) tasks.add(() -> asked(program, address));
            Collections.shuffle(tasks);
            var spent = new HashSet<String>();
            var drafts = 0;
            for (var each : threads.invokeAll(tasks)) {
                if (each.get().isEmpty()) continue;
                drafts++;
                for (var input : Bypass.bundle(each.get().get()).transaction().inputs())
                    assertThat(spent.add(input.spends().toString())).isTrue();
            }
            assertThat(drafts).isEqualTo(outputs);
        }
    }

    private static Optional<JsonNode> asked(Program program, JsonNode address) throws Exception {
        var answer = program.post(
                "/v1/withdrawals",
                Map.of(
                        "walletId",
                        desk.wallet(),
                        "addressId",
                        address.path("id").asString(),
                        "destination",
                        TO,
                        "amount",
                        "20000"));
        if (answer.status() == 201) return Optional.of(answer.json());
        assertThat(answer.status()).as(answer.json().toString()).isIn(409, 422);
        return Optional.empty();
    }
}
