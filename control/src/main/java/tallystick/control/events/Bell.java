package tallystick.control.events;

import java.time.Duration;
import org.springframework.stereotype.Component;

/// Rings when there may be new events, so that who follows them need not look again and again. It says nothing of
/// which: who hears it looks.
///
/// **Threads** any.
@Component
final class Bell {
    /// What replicas notify each other on.
    static final String CHANNEL = "tallystick_events";

    private long rung;

    /// How often it rang.
    synchronized long rung() {
        return rung;
    }

    /// Wakes all who wait.
    synchronized void ring() {
        rung++;
        notifyAll();
    }

    /// Waits until it has rung since `heard`, or for so long.
    synchronized void await(long heard, Duration max) throws InterruptedException {
        var end = System.nanoTime() + max.toNanos();
        while (rung == heard) {
            var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) return;
            wait(left);
        }
    }
}
