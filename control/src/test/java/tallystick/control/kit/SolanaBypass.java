package tallystick.control.kit;

import java.util.List;
import tallystick.control.relay.Nodes;
import tallystick.control.relay.SigningOutcome;
import tallystick.core.approval.Answer;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.intent.Evidence;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tools.jackson.databind.JsonNode;

/// Past control, on Solana: somebody else brings nodes what people signed, with a block that he chose.
public final class SolanaBypass {
    private static final List<String> SIGNERS = List.of("client", "risk");
    private static final int HASH_CHARACTERS_MAX = 44;

    private final World world;
    private final Desk desk;

    /// @param desk at which the drafts are made
    public SolanaBypass(World world, Desk desk) {
        this.world = world;
        this.desk = desk;
    }

    /// The latest block of now.
    public Bytes block() throws Exception {
        var said = world.solana().ask("getLatestBlockhash").path("result").path("value");
        if (Base58.parse(said.path("blockhash").asString(), HASH_CHARACTERS_MAX) instanceof Parsed.Ok<Bytes>(var hash))
            return hash;
        throw new AssertionError("no blockhash");
    }

    /// The evidence of a withdrawal that was submitted, with Bo's yes.
    public Evidence approved(String id) throws Exception {
        var shown = desk.initiator().get("/v1/withdrawals/%s/evidence".formatted(id));
        var evidence = Evidence.parse(Bytes.ofHex(shown.text("evidence"))).orThrow();
        return with(evidence);
    }

    /// The treasurer's intent over a draft, with Bo's yes; control never sees it.
    public Evidence approved(JsonNode draft) {
        return with(world.signed(draft));
    }

    private Evidence with(Evidence evidence) {
        return evidence.with(List.of(world.answer("bo", evidence, Answer.APPROVE, desk.policy())), evidence.facts());
    }

    /// The intent's transaction with this block.
    public static SolanaTransaction completed(Evidence evidence, Bytes block) {
        return SolanaTransaction.parse(World.SOLANA, evidence.intent().unsigned())
                .orThrow()
                .withBlockhash(block);
    }

    /// What nodes make of it.
    public SigningOutcome sign(Evidence evidence, Bytes block) throws InterruptedException {
        return world.control()
                .part(Nodes.class)
                .sign(evidence, completed(evidence, block).bytes(), SIGNERS);
    }

    /// What a chain takes.
    public SignedTransaction signed(Evidence evidence, Bytes block) throws InterruptedException {
        var outcome = sign(evidence, block);
        if (outcome instanceof SigningOutcome.Signed(var given))
            return completed(evidence, block).attach(given.getFirst());
        throw new AssertionError("nodes did not sign: " + outcome);
    }
}
