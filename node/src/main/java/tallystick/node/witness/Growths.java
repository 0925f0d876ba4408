package tallystick.node.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// How often another node may show its log longer than before: so many times at once, and once more each second.
///
/// **Why** each time is a file and an entry of this node's own log. A node that shows one entry more without end would
/// fill this one's disk. An honest one asks every five seconds, and again what was not answered.
///
/// **Threads** one at a time.
final class Growths {
    static final int AT_ONCE = 12;

    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration FULL = PACE.multipliedBy(AT_ONCE);

    /// When all of a node's times are there again.
    private final Map<String, Instant> whole = new HashMap<>();

    /// Takes one of the times that `peer` has, if there is one.
    boolean take(String peer, Instant now) {
        var known = whole.getOrDefault(peer, now);
        var owed = Duration.between(now, known);
        // After a clock was set back nobody waits for longer than after the last of his times.
        if (owed.compareTo(FULL) > 0) owed = FULL;
        if (owed.isNegative()) owed = Duration.ZERO;
        var more = owed.plus(PACE);
        var isThere = more.compareTo(FULL) <= 0;
        whole.put(peer, now.plus(isThere ? more : owed));
        return isThere;
    }
}
