package tallystick.control.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Turn;

/// How many requests write at once, each on a connection to the database: so many of one caller, and so many in all.
///
/// **Why** there are few connections, and one caller could have requests wait for each other on all of them. What stops
/// something has places of its own, so that nobody who writes much keeps anybody from stopping him.
///
/// **Threads** any. **Timing** a place is given within five seconds, or not at all.
@Component
final class Writers {
    /// Of one caller.
    static final int OF_A_CALLER = 4;
    /// Of all.
    static final int OF_ALL = 24;
    /// Of all that stop something, beside those.
    static final int THAT_STOP = 4;

    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<Who, Integer> callers = new HashMap<>();
    private final Map<Boolean, Integer> all = new HashMap<>();
    private final Duration waitMax;

    @Autowired
    Writers() {
        this(WAIT_MAX);
    }

    Writers(Duration waitMax) {
        this.waitMax = waitMax;
    }

    /// @param stops whether the request stops something
    record Who(UUID caller, boolean stops) {}

    /// Waits for a place.
    ///
    /// @throws Problem if there is none in time
    Turn take(Who who) {
        var nanos = waitMax.toNanos();
        lock.lock();
        try {
            while (!isFree(who)) {
                if (nanos <= 0) throw crowded(who);
                nanos = left.awaitNanos(nanos);
            }
            callers.merge(who, 1, Integer::sum);
            all.merge(who.stops(), 1, Integer::sum);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Problem.of(Code.BUSY, "control is stopping");
        } finally {
            lock.unlock();
        }
        return () -> leave(who);
    }

    private boolean isFree(Who who) {
        return ofCaller(who) < OF_A_CALLER && ofAll(who) < (who.stops() ? THAT_STOP : OF_ALL);
    }

    private int ofCaller(Who who) {
        return callers.getOrDefault(who, 0);
    }

    private int ofAll(Who who) {
        return all.getOrDefault(who.stops(), 0);
    }

    private Problem crowded(Who who) {
        return ofCaller(who) >= OF_A_CALLER
                ? Problem.of(Code.CROWDED, "%d requests of this caller write already".formatted(OF_A_CALLER))
                : Problem.of(Code.BUSY, "%d requests write already".formatted(ofAll(who)));
    }

    private void leave(Who who) {
        lock.lock();
        try {
            if (ofCaller(who) == 1) callers.remove(who);
            else callers.merge(who, -1, Integer::sum);
            all.merge(who.stops(), -1, Integer::sum);
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
