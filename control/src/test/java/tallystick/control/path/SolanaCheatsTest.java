package tallystick.control.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Desk;
import tallystick.control.kit.SolanaBypass;
import tallystick.control.kit.SolanaNode;
import tallystick.control.kit.World;
import tallystick.control.relay.SigningOutcome;
import tallystick.core.approval.Answer;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.wire.RefusalCode;
import tools.jackson.databind.JsonNode;

@DisplayName("One intent is one payment on Solana, whoever brings it to nodes and however often")
class SolanaCheatsTest {
    private static final String TO = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";
    private static final long SOL = 1_000_000_000;
    private static final int OTHER_COMPLETION = 2609;

    private static World world;
    private static SolanaNode chain;
    private static Desk desk;
    private static SolanaBypass bypass;

    @BeforeAll
    static void open() throws Exception {
        world = World.get();
        chain = world.solana();
        desk = Desk.onSolana(world);
        bypass = new SolanaBypass(world, desk);
    }

    private static JsonNode draft(JsonNode address) throws Exception {
        return desk.draft(address.path("id").asString(), TO, BigInteger.valueOf(SOL), Map.of());
    }

    private static JsonNode given(SignedTransaction signed) throws Exception {
        return chain.ask(
                "sendTransaction",
                Base64.getEncoder().encodeToString(signed.bytes().toArray()),
                Map.of("encoding", "base64"));
    }

    @Test
    void nodesThatSignedWithOneBlock_signWithNoOther() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var evidence = bypass.approved(draft(address));
        var first = bypass.signed(evidence, bypass.block());
        chain.expire();
        assertThat(bypass.sign(evidence, bypass.block()))
                .isInstanceOfSatisfying(
                        SigningOutcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(RefusalCode.OTHER_COMPLETION));
        assertThat(given(first).path("error").path("message").asString()).contains("Blockhash not found");
    }

    /// Somebody else had the same evidence signed and executed it: control's own question comes to nothing.
    @Test
    void intentThatSomebodyElseHadSigned_endsWithoutASecondPayment() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var before = chain.balance(TO);
        var id = desk.submitted(draft(address));
        desk.until(id, "PENDING_APPROVAL");
        var signed = bypass.signed(bypass.approved(id), bypass.block());
        assertThat(given(signed).path("result").asString()).isEqualTo(signed.id());
        chain.expire();
        desk.answered(id, Answer.APPROVE);
        var failed = desk.until(id, "FAILED");
        assertThat(failed.path("subStatus").path("number").asInt()).isEqualTo(OTHER_COMPLETION);
        assertThat(chain.balance(TO) - before).isEqualTo(SOL);
    }

    /// The same block, so the same transaction: control is given the same signature, and the chain executed it once.
    @Test
    void intentThatSomebodyElseHadSignedWithTheSameBlock_isOneTransaction() throws Exception {
        var address = desk.addressOf(5 * SOL);
        var before = chain.balance(TO);
        var id = desk.submitted(draft(address));
        desk.until(id, "PENDING_APPROVAL");
        var signed = bypass.signed(bypass.approved(id), bypass.block());
        assertThat(given(signed).path("result").asString()).isEqualTo(signed.id());
        desk.answered(id, Answer.APPROVE);
        desk.until(id, "MEMPOOL");
        chain.slots(32);
        var done = desk.until(id, "COMPLETED");
        assertThat(done.path("transactionId").asString()).isEqualTo(signed.id());
        assertThat(chain.balance(TO) - before).isEqualTo(SOL);
    }
}
