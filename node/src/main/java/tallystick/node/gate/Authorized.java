package tallystick.node.gate;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.intent.Intent;
import tallystick.core.intent.IntentId;
import tallystick.crypto.hash.Digest32;
import tallystick.node.ledger.StoreUnavailable;

/// Proof, in a type, that this node checked the intent itself and reserved it on disk. Only [Gate] makes one, and a
/// signing run takes nothing less.
public final class Authorized {
    private final Intent intent;
    private final IntentId id;
    private final UnsignedTransaction transaction;
    private final Digest32 policy;
    private final Recheck recheck;

    /// Asks again.
    @FunctionalInterface
    interface Recheck {
        /// Nothing can have changed: no policy is in force.
        Recheck NONE = Optional::empty;

        /// Why it may not be signed any more; empty if it may.
        Optional<Verdict.Refuse> refusal() throws StoreUnavailable;
    }

    Authorized(Intent intent, UnsignedTransaction transaction, Digest32 policy, Recheck recheck) {
        this.intent = intent;
        this.id = intent.id();
        this.transaction = transaction;
        this.policy = policy;
        this.recheck = recheck;
    }

    /// Why it may not be signed any more, by the documents in force and the clock; empty if it may. To be asked before
    /// anything of a signature leaves.
    ///
    /// @throws StoreUnavailable if that cannot be written down: it may not
    /// @spec docs/spec/court.md#CO-12 court
    public Optional<Verdict.Refuse> refusal() throws StoreUnavailable {
        return recheck.refusal();
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
