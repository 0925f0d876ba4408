package tallystick.node.kit;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what other threads do.
public final class Patience {
    private static final long NANOS_MAX = 180_000_000_000L;
    private static final long PAUSE_NANOS = 1_000_000;

    private Patience() {}

    /// Returns as soon as `condition` holds; fails if it does not within three minutes.
    public static void until(BooleanSupplier condition) {
        var end = System.nanoTime() + NANOS_MAX;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) throw new AssertionError("not within three minutes");
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
