package tallystick.mpc.access;

import java.util.List;
import java.util.SortedMap;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.session.PartyId;

/// Proof, in a type, that these parties satisfy the tree: only [QuorumTree#qualify] makes one.
///
/// The coefficients turn leaf shares into additive shares: Σ coefficient·leaf = key.
public final class SigningSet {
    private SigningSet() {}

    /// The tree.
    public QuorumTree tree() {
        throw new UnsupportedOperationException();
    }

    /// Ascending, distinct.
    public List<PartyId> parties() {
        throw new UnsupportedOperationException();
    }

    /// For every leaf owned by a party of the set its coefficient, zero included.
    public SortedMap<LeafId, Scalar> coefficients(Group group) {
        throw new UnsupportedOperationException();
    }
}
