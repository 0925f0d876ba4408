package tallystick.mpc.session;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// All messages of one round, complete as [Expect] asked: exactly the expected senders, parsed, of the right round.
///
/// @param broadcasts by sender, ascending
/// @param directs by sender, ascending
/// @param <M> the protocol's message type
public record Inbox<M>(SortedMap<PartyId, M> broadcasts, SortedMap<PartyId, M> directs) {
    /// Copies both maps.
    public Inbox {
        broadcasts = Collections.unmodifiableSortedMap(new TreeMap<>(broadcasts));
        directs = Collections.unmodifiableSortedMap(new TreeMap<>(directs));
    }
}
