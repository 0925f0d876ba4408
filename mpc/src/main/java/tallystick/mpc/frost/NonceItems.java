package tallystick.mpc.frost;

import tallystick.crypto.hash.Digest32;

/// Names consecutive commitments that one party made ahead.
///
/// @param pool id of the party's [NoncePool]
/// @param firstIndex the first one's place in the pool, from 0
/// @param count how many, from 1; the i-th serves the i-th request
public record NonceItems(Digest32 pool, int firstIndex, int count) {
    /// @throws IllegalArgumentException if out of range: the caller's fault
    public NonceItems {
        if (firstIndex < 0) throw new IllegalArgumentException("index %d negative".formatted(firstIndex));
        if (count < 1 || count > FrostSetup.REQUESTS_MAX)
            throw new IllegalArgumentException("%d items not in 1..%d".formatted(count, FrostSetup.REQUESTS_MAX));
        if (firstIndex > Integer.MAX_VALUE - count)
            throw new IllegalArgumentException("index %d too large".formatted(firstIndex));
    }
}
