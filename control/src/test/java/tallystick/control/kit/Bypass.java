package tallystick.control.kit;

import java.util.List;
import java.util.Set;
import tallystick.control.relay.Nodes;
import tallystick.control.relay.SigningOutcome;
import tallystick.core.approval.Answer;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.registry.Attachment;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.Intent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tools.jackson.databind.JsonNode;

/// Past control: people who sign what control does not carry, and have nodes sign it.
public final class Bypass {
    private static final List<String> SIGNERS = List.of("client", "risk");

    private final World world;
    private final Digest32 policy;

    /// @param desk at which the drafts are made that it starts from
    public Bypass(World world, Desk desk) {
        this.world = world;
        this.policy = desk.policy();
    }

    /// What a draft in bitcoin is.
    public static Bundle bundle(JsonNode draft) {
        var bytes = Bytes.ofHex(draft.path("transaction").path("unsigned").asString());
        return Bundle.parse(BitcoinNetwork.REGTEST, bytes, Set.of()).orThrow();
    }

    /// The key of the address that pays a draft.
    public Derivation key(JsonNode draft) {
        var root = new Derivation(
                Curve.SECP256K1.group().parsePoint(world.key().point()).orThrow(),
                world.key().chainCode());
        var path = DerivationPath.of(draft.path("transaction")
                .path("path")
                .valueStream()
                .map(JsonNode::asInt)
                .toArray(Integer[]::new));
        if (root.along(path) instanceof Derivation.Derived(var _, var child, var code))
            return new Derivation(child, code);
        throw new AssertionError("nothing is at " + path);
    }

    /// The treasurer's intent and Bo's yes, over another transaction in place of a draft's.
    public Evidence approved(JsonNode draft, Bundle instead) {
        var was = world.signed(draft).intent();
        var treasurer = world.fleet().identity("treasurer").key();
        var intent = new Intent(
                was.version(),
                was.keyId(),
                was.path(),
                was.chain(),
                was.content(),
                instead.bytes(),
                instead.digests(),
                was.expiresAt(),
                treasurer.verifyKey(),
                new SystemEntropy().bytes(16));
        var evidence = Evidence.of(intent, treasurer);
        return evidence.with(List.of(world.answer("bo", evidence, Answer.APPROVE, policy)), evidence.facts());
    }

    /// What nodes make of it.
    public SigningOutcome sign(Evidence evidence) throws InterruptedException {
        return world.control().part(Nodes.class).sign(evidence, Bytes.empty(), SIGNERS);
    }

    /// A draft's transaction as nodes sign it for whoever has the evidence.
    public SignedTransaction signed(JsonNode draft) throws InterruptedException {
        var transaction = bundle(draft);
        if (sign(approved(draft, transaction)) instanceof SigningOutcome.Signed(var given))
            return Attachment.of(transaction, key(draft), given.getFirst()).orElseThrow();
        throw new AssertionError("nodes did not sign");
    }
}
