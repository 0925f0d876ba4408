package tallystick.mpc.key;

import java.util.SortedMap;
import tallystick.crypto.curve.SecretScalar;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.session.PartyId;

/// One party's share of a key in one epoch: one secret scalar per leaf it owns, each checked against the leaf's point.
///
/// **Threads** immutable until closed. Closing destroys the scalars.
public final class KeyShare implements AutoCloseable {
    /// Takes over `leaves`; checks each against its public point.
    ///
    /// @throws IllegalArgumentException if a leaf is missing, foreign, or does not fit its point
    public KeyShare(GroupKey key, PartyId self, SortedMap<LeafId, SecretScalar> leaves) {
        throw new UnsupportedOperationException();
    }

    /// The public half.
    public GroupKey key() {
        throw new UnsupportedOperationException();
    }

    /// Whose share.
    public PartyId self() {
        throw new UnsupportedOperationException();
    }

    /// The secret scalars by leaf; owned by this share.
    public SortedMap<LeafId, SecretScalar> leaves() {
        throw new UnsupportedOperationException();
    }

    /// y_i = Σ coefficient·leaf for a signing set this party is in; the caller closes it.
    public SecretScalar additiveShare(SigningSet set) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "KeyShare";
    }
}
