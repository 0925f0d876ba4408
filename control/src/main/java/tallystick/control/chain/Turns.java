package tallystick.control.chain;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How many ask one chain at once: so many, and the others wait a little for their turn.
///
/// **Why** nobody waits while the chain is silent: who asked it last got no answer, and who waits for his turn would
/// wait for that in vain. One chain that hangs then takes its own turns and no more, and what is of other chains goes
/// on.
///
/// **Threads** any. **Timing** a turn is given within a second, or not at all.
final class Turns {
    /// How many at once.
    static final int AT_ONCE = 16;

    private static final long WAIT_MILLIS_MAX = 1000;

    private final Semaphore free = new Semaphore(AT_ONCE, true);
    private volatile boolean isSilent;

    /// One question, until it is closed.
    final class Turn implements AutoCloseable {
        private boolean isAnswered;

        /// The chain answered.
        void answered() {
            isAnswered = true;
        }

        @Override
        public void close() {
            isSilent = !isAnswered;
            free.release();
        }
    }

    /// Waits for a turn.
    ///
    /// @param what is to be asked, for who looks why it was not
    /// @throws ChainCrowded if there is none
    Turn take(String what) throws ChainUnreachable {
        try {
            if (free.tryAcquire(isSilent ? 0 : WAIT_MILLIS_MAX, TimeUnit.MILLISECONDS)) return new Turn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChainUnreachable(what + ": control is stopping");
        }
        throw new ChainCrowded("%s: %d questions wait for the chain already".formatted(what, AT_ONCE));
    }
}
