package tallystick.mpc.ceremony;

import java.util.Optional;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.Roster;

/// What a ceremony leaves with one party: a share that must be sealed and synced before the party signs PREPARED, and
/// that cannot sign.
///
/// **Why** a share that signs before every party is known to hold its own lets two epochs be used at once. So there is
/// no way from here to a [KeyShare] but a complete [Certificate] of this very result.
///
/// **Threads** one at a time. Closing destroys the share, unless it was activated: then it is the caller's.
public final class PendingShare implements AutoCloseable {
    private final CeremonyPlan plan;
    private final GroupKey key;
    private final Digest32 transcript;
    private final Optional<KeyShare> share;
    private boolean activated;
    private boolean destroyed;

    /// Takes over `share`.
    PendingShare(CeremonyPlan plan, GroupKey key, Digest32 transcript, Optional<KeyShare> share) {
        this.plan = plan;
        this.key = key;
        this.transcript = transcript;
        this.share = share;
    }

    /// What was agreed.
    public CeremonyPlan plan() {
        return plan;
    }

    /// The public half of the new epoch.
    public GroupKey key() {
        return key;
    }

    /// Hash of all that was said in public; certificates name it.
    public Digest32 transcript() {
        return transcript;
    }

    /// Whether there is a share: a dealer that leaves the tree has none.
    public boolean owns() {
        return share.isPresent();
    }

    /// The share in its [SealedShareForm], to be sealed and synced before PREPARED is signed; the caller closes it.
    /// Read again it is a [KeptShare], as pending as this.
    ///
    /// @throws IllegalStateException if there is none: the caller's fault
    public SecretBytes write(SecretMemory home) {
        return SealedShareForm.write(
                share.orElseThrow(() -> new IllegalStateException("no share to write: this party leaves the tree")),
                home);
    }

    /// The share, once all parties have certified it. Asked again with such a certificate it is the same share.
    ///
    /// @param certificate what an [EpochMove.Effect.Activate] carries
    /// @param roster identity keys by the plan's numbers
    public Activation<KeyShare> activate(Certificate certificate, Roster roster) {
        if (destroyed) return new Activation.Refused<>("the pending share was destroyed");
        if (!certificate.about().equals(EpochAttempt.of(plan, key, transcript)))
            return new Activation.Refused<>("a certificate of another attempt or result");
        if (certificate.verify(roster, plan.tree()) instanceof Certificate.Verdict.Invalid(var why))
            return new Activation.Refused<>(why);
        activated = true;
        return share.<Activation<KeyShare>>map(Activation.Active::new).orElseGet(Activation.Left::new);
    }

    /// Destroys the share, if it was never activated.
    @Override
    public void close() {
        if (activated) return;
        destroyed = true;
        share.ifPresent(KeyShare::close);
    }

    @Override
    public String toString() {
        return "PendingShare[%s, epoch %d]".formatted(key.id(), key.epoch());
    }
}
