package tallystick.node.rounds;

import tallystick.mpc.ecdsa.EcdsaKeyShare;

/// One key this node can sign with.
///
/// @param share owned by this key
/// @param roster who the other share holders are
/// @param pools what signing spends; owned by this key
public record HeldKey(EcdsaKeyShare share, NodeRoster roster, Pools pools) implements AutoCloseable {
    @Override
    public void close() {
        pools.close();
        share.close();
    }

    @Override
    public String toString() {
        return "HeldKey " + share.key().id();
    }
}
