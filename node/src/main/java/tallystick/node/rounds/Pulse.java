package tallystick.node.rounds;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Has whatever must look now and then do so, however much of it there is, by one thread.
///
/// **Why** a node may hold a thousand keys, of which each would wake a thread of its own several times a second.
///
/// **Threads** any.
final class Pulse implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Set<Beat> beats = ConcurrentHashMap.newKeySet();
    private Thread thread = thread();
    private boolean closed;

    /// Looks whether something is to be done. Must not wait for anything.
    @FunctionalInterface
    interface Beat {
        void look();
    }

    private Pulse() {}

    /// Begins.
    static Pulse start() {
        var pulse = new Pulse();
        pulse.goOn(pulse.thread);
        return pulse;
    }

    /// From now on.
    void add(Beat beat) {
        beats.add(beat);
    }

    /// No more, but for a look that is under way.
    void remove(Beat beat) {
        beats.remove(beat);
    }

    private Thread thread() {
        return Thread.ofVirtual().name("pulse").unstarted(this::run);
    }

    private synchronized void goOn(Thread next) {
        if (closed) return;
        thread = next;
        next.start();
    }

    private void run() {
        @Nullable Beat looking = null;
        try {
            while (true) {
                Thread.sleep(PAUSE);
                for (var beat : beats) {
                    looking = beat;
                    beat.look();
                    looking = null;
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            // One that fails is a bug of ours, and no reason not to look after the others.
            if (looking != null) {
                beats.remove(looking);
                goOn(thread());
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.interrupt();
    }
}
