package tallystick.mpc.ecdsa;

import java.util.Optional;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Activation;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.session.Roster;

/// What an ECDSA ceremony leaves with one party: both halves are sealed and synced before it signs PREPARED, and
/// neither signs before it is certified.
///
/// **Threads** one at a time. Closing destroys everything, unless it was activated: then it is the caller's.
public final class EcdsaPending implements AutoCloseable {
    private final PendingShare share;
    private final Optional<RosterSecrets> pairs;
    private boolean activated;

    /// Takes over both.
    EcdsaPending(PendingShare share, Optional<RosterSecrets> pairs) {
        this.share = share;
        this.pairs = pairs;
    }

    /// The pending share.
    public PendingShare share() {
        return share;
    }

    /// Base OTs and zero-share seeds with every other owner, to be sealed; empty for a dealer that leaves the tree.
    public Optional<RosterSecrets> pairs() {
        return pairs;
    }

    /// All that signing takes, once every party has certified the share. Asked again it holds the same secrets.
    ///
    /// @param roster identity keys by the plan's numbers
    /// @param home where the secrets of signing sessions live
    public Activation<EcdsaKeyShare> activate(Certificate certificate, Roster roster, SecretMemory home) {
        return share.activate(certificate, roster).map(active -> {
            activated = true;
            return new EcdsaKeyShare(active, pairs.orElseThrow().byPeer(), home);
        });
    }

    @Override
    public void close() {
        share.close();
        if (!activated) pairs.ifPresent(RosterSecrets::close);
    }

    @Override
    public String toString() {
        return "EcdsaPending[%s]".formatted(share);
    }
}
