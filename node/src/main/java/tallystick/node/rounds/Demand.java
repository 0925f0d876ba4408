package tallystick.node.rounds;

/// How much to keep in stock: a little for whoever signs seldom, and as much as is asked for by those who sign all the
/// time. Each shortage doubles it, each quiet while takes an eighth back.
///
/// **Threads** guarded by its owner.
final class Demand {
    private static final int MIN = 16;
    private static final int MAX = 192;
    private static final long QUIET_NANOS = 10_000_000_000L;

    private int target = MIN;
    private long changedNanos;

    Demand(long nowNanos) {
        this.changedNanos = nowNanos;
    }

    /// Somebody had to wait for `count`.
    void shortage(int count, long nowNanos) {
        target = Math.min(MAX, Math.max(2 * target, count));
        changedNanos = nowNanos;
    }

    /// Time has passed.
    void tick(long nowNanos) {
        if (nowNanos - changedNanos < QUIET_NANOS) return;
        target = Math.max(MIN, target - target / 8);
        changedNanos = nowNanos;
    }

    /// What to fill up to.
    int target() {
        return target;
    }

    /// Below which filling begins.
    int floor() {
        return target / 2;
    }
}
