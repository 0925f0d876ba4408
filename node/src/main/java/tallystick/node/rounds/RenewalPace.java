package tallystick.node.rounds;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tallystick.mpc.ecdsa.PairName;

/// How often what is shared with a peer may be set up anew.
///
/// **Why** each time the key is opened again, and what it has in stock with all others goes. A peer that asks for it
/// again and again must not keep this node from signing with the others.
///
/// **Form** the first time at once; then after five seconds, and twice as long each time up to ten minutes. An hour
/// without one begins anew. In memory only: who has crashed in the middle of a check is served at once.
///
/// **Threads** any.
final class RenewalPace {
    private static final long PAUSE_MIN_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PAUSE_MAX_NANOS = Duration.ofMinutes(10).toNanos();
    private static final long QUIET_NANOS = Duration.ofHours(1).toNanos();

    private final Map<PairName, Renewed> last = new HashMap<>();

    private record Renewed(long atNanos, long pauseNanos) {}

    /// Whether `pair` may be set up anew now.
    synchronized boolean allows(PairName pair, long nowNanos) {
        var before = last.get(pair);
        return before == null || nowNanos - before.atNanos() >= before.pauseNanos();
    }

    /// It has been.
    synchronized void renewed(PairName pair, long nowNanos) {
        var before = last.get(pair);
        var pause = before == null || nowNanos - before.atNanos() >= QUIET_NANOS
                ? PAUSE_MIN_NANOS
                : Math.min(PAUSE_MAX_NANOS, 2 * before.pauseNanos());
        last.put(pair, new Renewed(nowNanos, pause));
    }
}
