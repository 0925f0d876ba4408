package tallystick.control.kit;

import java.time.Duration;
import java.time.Instant;

/// Waits for what other threads and processes do: long enough for a slow machine, not a moment longer than needed.
public final class Patience {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Patience() {}

    /// Something that is so sooner or later.
    @FunctionalInterface
    public interface Sooner {
        /// Whether it is so by now.
        boolean isSo() throws Exception;
    }

    /// Waits until it is so.
    public static void until(String what, Sooner sooner) throws Exception {
        var last = Instant.now().plus(LIMIT);
        while (!sooner.isSo()) {
            if (Instant.now().isAfter(last)) throw new AssertionError("three minutes passed without: " + what);
            Thread.sleep(PAUSE);
        }
    }
}
