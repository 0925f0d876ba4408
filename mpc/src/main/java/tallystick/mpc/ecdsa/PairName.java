package tallystick.mpc.ecdsa;

import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.PartyId;

/// Which pair of parties, for which key and epoch, seen by one of them: names the row of an [AttemptLedger] and the
/// place where a node keeps sealed [PairSecrets].
///
/// @param key the key's id
/// @param epoch generation of its shares, from 1
/// @param self this party
/// @param peer the other
public record PairName(Digest32 key, int epoch, PartyId self, PartyId peer) {
    /// @throws IllegalArgumentException if the parties are the same or the epoch is below 1: the caller's fault
    public PairName {
        if (epoch < 1) throw new IllegalArgumentException("epoch %d below 1".formatted(epoch));
        if (self.equals(peer)) throw new IllegalArgumentException("a pair of one party");
    }

    /// The party with the lower id, which allocates items.
    public PartyId lower() {
        return self.compareTo(peer) < 0 ? self : peer;
    }

    /// The party with the higher id.
    public PartyId higher() {
        return self.compareTo(peer) < 0 ? peer : self;
    }

    /// Whether this party is the lower one.
    public boolean selfIsLower() {
        return self.compareTo(peer) < 0;
    }
}
