package tallystick.control.withdrawals;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/// Tells this replica's scheduler that there is something to do now, so that nobody waits for its next look. Other
/// replicas look by themselves; a wake that is lost costs a fifth of a second.
///
/// **Threads** any.
@Component
class Wake {
    private final AtomicReference<Runnable> sleeper = new AtomicReference<>(() -> {});

    void on(Runnable scheduler) {
        sleeper.set(scheduler);
    }

    void off() {
        sleeper.set(() -> {});
    }

    void now() {
        sleeper.get().run();
    }
}
