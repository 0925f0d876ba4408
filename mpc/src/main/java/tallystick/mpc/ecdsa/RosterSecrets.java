package tallystick.mpc.ecdsa;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.mpc.session.PartyId;

/// What a party shares with each other party of a roster after the set-up.
///
/// @param byPeer ascending
public record RosterSecrets(SortedMap<PartyId, PairSecrets> byPeer) implements AutoCloseable {
    /// Copies.
    public RosterSecrets {
        byPeer = Collections.unmodifiableSortedMap(new TreeMap<>(byPeer));
    }

    /// Destroys all of them.
    @Override
    public void close() {
        byPeer.values().forEach(PairSecrets::close);
    }
}
