package tallystick.control.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How many signatures one node is asked for at once: so many, and the others wait a little for their turn.
///
/// **Why** whoever is asked for one has a minute. A node that never answers would soon keep all who go on with
/// withdrawals waiting, of vaults too that it has no part in; and so would one that answers all else. Once several wait
/// for longer than honest nodes wait for each other, nobody else is brought there.
///
/// **Threads** any. **Timing** a turn is given within a second, or not at all.
final class SigningTurns {
    /// How many at once.
    static final int AT_ONCE = 48;
    /// Of these, how many may have waited for long when another comes.
    static final int LONG_MAX = 8;
    /// Longer than the rounds of a run in which one node waits for another.
    static final Duration LONG = Duration.ofSeconds(25);

    private static final long WAIT_MILLIS_MAX = 1000;

    private final Semaphore free = new Semaphore(AT_ONCE, true);
    private final Set<Turn> underWay = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;

    /// @param nanoTime a monotonic clock, as `System::nanoTime`
    SigningTurns(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// One question, until it is closed.
    final class Turn implements AutoCloseable {
        private final long begun = nanoTime.getAsLong();

        private boolean isLong(long now) {
            return now - begun > LONG.toNanos();
        }

        @Override
        public void close() {
            if (underWay.remove(this)) free.release();
        }
    }

    /// Waits for a turn.
    ///
    /// @return empty if there is none
    Optional<Turn> take() throws InterruptedException {
        var now = nanoTime.getAsLong();
        if (underWay.stream().filter(each -> each.isLong(now)).count() >= LONG_MAX
                || !free.tryAcquire(WAIT_MILLIS_MAX, TimeUnit.MILLISECONDS)) return Optional.empty();
        var turn = new Turn();
        underWay.add(turn);
        return Optional.of(turn);
    }
}
