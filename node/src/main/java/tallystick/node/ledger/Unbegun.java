package tallystick.node.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.intent.IntentId;

/// What this process has reserved and no run has begun that could have used it. Each leaves this once, as begun or to
/// be given back: whoever is second finds it gone.
///
/// **Why** a clock that jumps ahead has a reservation expire between the judgement and the run. One that was begun by
/// then stays counted; one that is given back is not begun.
///
/// **Threads** any.
final class Unbegun {
    private final Map<IntentId, Instant> expiring = new HashMap<>();
    private final Set<IntentId> leaving = new HashSet<>();

    synchronized void add(IntentId id, Instant expiresAt) {
        expiring.put(id, expiresAt);
    }

    synchronized boolean contains(IntentId id) {
        return expiring.containsKey(id);
    }

    synchronized Set<IntentId> ids() {
        return Set.copyOf(expiring.keySet());
    }

    /// Those that expire no later than `now`.
    synchronized Set<IntentId> expired(Instant now) {
        return expiring.entrySet().stream()
                .filter(each -> !now.isBefore(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// It has begun, or another process may have had it begin: it is not given back.
    synchronized void forget(IntentId id) {
        expiring.remove(id);
    }

    /// It begins.
    ///
    /// @return whether it may: it is not being given back
    synchronized boolean begin(IntentId id) {
        expiring.remove(id);
        return !leaving.contains(id);
    }

    /// It is about to be given back, until [#left].
    ///
    /// @return whether it may be: it had not begun
    synchronized boolean leave(IntentId id) {
        return expiring.remove(id) != null && leaving.add(id);
    }

    synchronized void left(IntentId id) {
        leaving.remove(id);
    }
}
