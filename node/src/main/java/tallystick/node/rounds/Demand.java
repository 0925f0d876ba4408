package tallystick.node.rounds;

/// How much to keep in stock: a little for whoever signs seldom, and as much as is asked for by those who sign all the
/// time. Each shortage doubles it, each quiet while takes an eighth back.
///
/// **Threads** guarded by its owner.
final class Demand {
    private static final int MIN = 16;
    private static final int MAX = 192;
    private static final long QUIET_NANOS = 10_000_000_000L;
    private static final long HURRY_NANOS = 2_000_000_000L;
    /// The fewest items of a fill.
    static final int BATCH_MIN = 4;
    /// The most items of a fill.
    static final int BATCH_MAX = 48;

    private static final int CALM_BATCH_MAX = 12;

    private int target = MIN;
    private long changedNanos;
    private long hurriedNanos;

    Demand(long nowNanos) {
        this.changedNanos = nowNanos;
        this.hurriedNanos = nowNanos - HURRY_NANOS;
    }

    /// Somebody had to wait for `count`.
    void shortage(int count, long nowNanos) {
        target = Math.min(MAX, Math.max(2 * target, count));
        changedNanos = nowNanos;
        hurriedNanos = nowNanos;
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

    /// How many items the next fill makes, where there are `stock`.
    ///
    /// **Why** a large fill costs less for each item, but computes for as long without a pause, and whoever asks
    /// for a signature meanwhile waits: it is for those who wait for items anyway.
    int batch(int stock, long nowNanos) {
        return Math.clamp(target - stock, BATCH_MIN, isHurried(stock, nowNanos) ? BATCH_MAX : CALM_BATCH_MAX);
    }

    /// Whether somebody waits for items, or soon will, where there are `stock`.
    boolean isHurried(int stock, long nowNanos) {
        return stock < floor() / 2 || isAwaited(nowNanos);
    }

    /// Whether somebody waits for items, or did a moment ago.
    boolean isAwaited(long nowNanos) {
        return nowNanos - hurriedNanos < HURRY_NANOS;
    }
}
