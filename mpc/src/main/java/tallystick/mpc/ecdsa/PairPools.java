package tallystick.mpc.ecdsa;

import tallystick.mpc.session.PartyId;

/// One party's stock of VOLE items for one key and epoch, by peer: what signing takes from.
///
/// **Threads** any; taking is atomic over all items of both directions, all or nothing.
public interface PairPools {
    /// Chooses and removes the next `count` items of both directions with `peer`: for the party with the lower id.
    ///
    /// @param count 1..[Allocation#ITEMS_MAX]
    Taken allocate(PartyId peer, int count);

    /// Removes exactly the items the lower party chose: for the party with the higher id.
    Taken take(PartyId peer, Allocation allocation);

    /// Destroys what is still here of the items the lower party chose, for the party with the higher id: the session
    /// they were chosen for has stopped, and the lower party has them no more.
    void discard(PartyId peer, Allocation allocation);
}
