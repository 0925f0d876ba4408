package tallystick.node.gate;

import java.util.List;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentId;
import tallystick.crypto.hash.Digest32;

/// Proof, in a type, that this node checked the intent itself and reserved it on disk. Only [Gate] makes one, and a
/// signing run takes nothing less.
public final class Authorized {
    private final Intent intent;
    private final IntentId id;
    private final UnsignedTransaction transaction;
    private final Digest32 policy;

    Authorized(Intent intent, IntentId id, UnsignedTransaction transaction, Digest32 policy) {
        this.intent = intent;
        this.id = id;
        this.transaction = transaction;
        this.policy = policy;
    }

    /// What was asked.
    public Intent intent() {
        return intent;
    }

    /// Its identity.
    public IntentId id() {
        return id;
    }

    /// Hash of the policy that allowed it; [Verdict#NO_POLICY] if none was in force.
    public Digest32 policy() {
        return policy;
    }

    /// What this node computed from the decoded bytes, open parts filled in; the only things it signs.
    public List<SigningInput> inputs() {
        return transaction.inputs();
    }

    /// The digests of [#inputs].
    public List<Digest32> digests() {
        return transaction.digests();
    }
}
