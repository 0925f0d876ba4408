package tallystick.node.rounds;

/// What one key's signing spends, as it is in stock with one peer.
///
/// @param peer its name
/// @param items random VOLEs shared with it
/// @param peerNonces commitments of the peer's that are not spent
/// @param ownNonces nonces of this node's own that are not spent, the same for every peer
/// @param fills since the start, that came to their end
/// @param stoppedFills since the start, that did not
public record PoolStock(String peer, int items, int peerNonces, int ownNonces, long fills, long stoppedFills) {
    /// Whether one digest could be signed with the peer.
    public boolean isEnough() {
        return items > 0 && peerNonces > 0 && ownNonces > 0;
    }
}
