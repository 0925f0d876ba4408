package tallystick.mpc.ecdsa;

import java.util.Optional;
import tallystick.mpc.ceremony.PendingShare;

/// What an ECDSA ceremony leaves with one party: both are sealed and synced before it signs PREPARED.
///
/// @param share the pending share
/// @param pairs base OTs and zero-share seeds with every other owner; empty for a dealer that leaves the tree
public record EcdsaPending(PendingShare share, Optional<RosterSecrets> pairs) implements AutoCloseable {
    @Override
    public void close() {
        share.close();
        pairs.ifPresent(RosterSecrets::close);
    }

    @Override
    public String toString() {
        return "EcdsaPending[%s]".formatted(share);
    }
}
