package tallystick.node.warmup;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.vector.VectorMethod;
import tallystick.mpc.ecdsa.VectorPractice;

/// Signs with a key nobody will miss until the virtual machine has compiled the way signatures take.
///
/// **Why** the first signatures of a fresh process take a hundred times as long as the thousandth: whoever waits for
/// one would run into time limits. A node says that it is ready when this is over.
///
/// **Form** one thread of its own; ends after [#SIGNATURES] signatures or when its time is over, whatever comes first.
/// Beside it another practises what vectors are used for, until they leave nothing on the heap, however long a node may
/// practise before it is ready: pools are made without vectors till then. Nothing of it is stored, sent or logged but
/// how long it took, and where vectors are not used.
///
/// **Threads** any.
public final class WarmUp implements AutoCloseable {
    /// So many reach the plateau.
    public static final int SIGNATURES = 1_000;

    private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());
    private static final int TOGETHER = 16;
    /// Of its processor: where many processes share one, two minutes may be less than practice takes.
    private static final Duration VECTORS_MAX = Duration.ofMinutes(2);

    private final Thread thread;
    private final Thread vectors;
    private volatile boolean stopped;
    private volatile boolean over;
    private final AtomicInteger signed = new AtomicInteger();

    private WarmUp(Entropy entropy, Duration limit) {
        thread = Thread.ofPlatform().name("warm-up").daemon().unstarted(() -> run(entropy, limit));
        vectors = Thread.ofPlatform().name("vector-practice").daemon().unstarted(this::practise);
    }

    /// Begins.
    ///
    /// @param limit zero for no signatures at all
    public static WarmUp start(Entropy entropy, Duration limit) {
        var warmUp = new WarmUp(entropy, limit);
        warmUp.over = limit.isZero();
        if (!limit.isZero()) warmUp.thread.start();
        warmUp.vectors.start();
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

    private void practise() {
        var begun = System.nanoTime();
        try (var home = SecretMemory.open()) {
            VectorPractice.run(home, () -> !stopped && cpuNanos() < VECTORS_MAX.toNanos());
        }
        var status = VectorPractice.status();
        if (status.isEmpty() || stopped) return;
        LOG.log(Level.INFO, "vectors make {0} of {1} parts of a pool item, after {2} ms", new Object[] {
            status.stream().filter(VectorMethod.Status::open).count(),
            status.size(),
            (System.nanoTime() - begun) / 1_000_000
        });
        var without = status.stream()
                .filter(each -> !each.open())
                .map(each -> "%s (%d)".formatted(each.name(), each.leftBytes()))
                .collect(Collectors.joining(", "));
        if (!without.isEmpty())
            LOG.log(Level.WARNING, "without vectors, which left so many bytes on the heap: {0}", without);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
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
            vectors.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
