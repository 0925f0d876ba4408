package tallystick.mpc.ceremony;

import java.util.Optional;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;

/// What a ceremony leaves with one party: a share that must be sealed and synced before the party signs PREPARED, and
/// may be used only once the certificate is complete.
///
/// @param plan what was agreed
/// @param key the public half of the new epoch
/// @param transcript hash of all that was said in public; certificates name it
/// @param share this party's share; empty for a dealer that leaves the tree
public record PendingShare(CeremonyPlan plan, GroupKey key, Digest32 transcript, Optional<KeyShare> share)
        implements AutoCloseable {
    /// Destroys the share.
    @Override
    public void close() {
        share.ifPresent(KeyShare::close);
    }

    @Override
    public String toString() {
        return "PendingShare[%s, epoch %d]".formatted(key.id(), key.epoch());
    }
}
