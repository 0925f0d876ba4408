package tallystick.node.kit;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tallystick.core.tlog.TiledLog;
import tallystick.node.log.FileLog;

/// Waits for what other threads do.
public final class Patience {
    private static final long NANOS_MAX = 180_000_000_000L;
    private static final long PAUSE_NANOS = 1_000_000;

    private Patience() {}

    /// The log with all that is on disk by now: it is published a moment later.
    public static TiledLog published(FileLog log) {
        var written = log.size();
        until(() -> log.checkpoint().head().size() >= written);
        return log.tiles();
    }

    /// Returns as soon as `condition` holds; fails if it does not within three minutes.
    public static void until(BooleanSupplier condition) {
        var end = System.nanoTime() + NANOS_MAX;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) throw new AssertionError("not within three minutes");
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
