package tallystick.node.warmup;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.crypto.secret.Entropy;

/// Signs with a key nobody will miss until the virtual machine has compiled the way signatures take.
///
/// **Why** the first signatures of a fresh process take a hundred times as long as the thousandth: whoever waits for
/// one would run into time limits. A node says that it is ready when this is over.
///
/// **Form** one thread of its own; ends after [#SIGNATURES] signatures or when its time is over, whatever comes first.
/// Nothing of it is stored, sent or logged but how long it took.
///
/// **Threads** any.
public final class WarmUp implements AutoCloseable {
    /// So many reach the plateau.
    public static final int SIGNATURES = 1_000;

    private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());
    private static final int TOGETHER = 16;

    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean over;
    private final AtomicInteger signed = new AtomicInteger();

    private WarmUp(Entropy entropy, Duration limit) {
        thread = Thread.ofPlatform().name("warm-up").daemon().unstarted(() -> run(entropy, limit));
    }

    /// Begins.
    ///
    /// @param limit zero for none at all
    public static WarmUp start(Entropy entropy, Duration limit) {
        var warmUp = new WarmUp(entropy, limit);
        warmUp.over = limit.isZero();
        if (!limit.isZero()) warmUp.thread.start();
        return warmUp;
    }

    /// Whether it has ended.
    public boolean isOver() {
        return over;
    }

    /// How many signatures it has made.
    public int signed() {
        return signed.get();
    }

    private void run(Entropy entropy, Duration limit) {
        var begun = System.nanoTime();
        try (var pair = new ThrowawayPair(entropy)) {
            while (!stopped && signed.get() < SIGNATURES && System.nanoTime() - begun < limit.toNanos()) {
                pair.stock(TOGETHER);
                for (var i = 0; i < TOGETHER && !stopped; i++) {
                    pair.sign();
                    signed.incrementAndGet();
                }
            }
        } finally {
            settle();
            over = true;
        }
        LOG.log(Level.INFO, "warm after {0} signatures with a key of no use, in {1} ms", new Object[] {
            signed.get(), (System.nanoTime() - begun) / 1_000_000
        });
    }

    /// What was sealed under a passphrase took a hundred megabytes to open, and practice some more: the system has that
    /// back before anybody is served, where the virtual machine is told to give back what it does not need.
    private void settle() {
        if (!stopped) System.gc();
    }

    /// Ends it, and waits for that.
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
