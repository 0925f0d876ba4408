package tallystick.node.kit;

import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tallystick.core.tlog.TiledLog;
import tallystick.core.wire.SignReply;
import tallystick.node.log.FileLog;

/// Waits for what other threads and processes do, for a time that no machine needs.
public final class Patience {
    /// After so long what has not happened will not happen.
    public static final long SECONDS_MAX = 180;

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
        until("it is so", condition);
    }

    /// The same.
    ///
    /// @param what is waited for
    public static void until(String what, BooleanSupplier condition) {
        var begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(SECONDS_MAX))
                throw new AssertionError("not within three minutes: " + what);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// Waits until all who are to meet have come.
    public static void at(CyclicBarrier barrier) {
        try {
            var _ = barrier.await(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("not all have come", e);
        }
    }

    /// What comes of a task.
    public static <T> T result(Future<T> task) throws ExecutionException, InterruptedException {
        try {
            return task.get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no result within three minutes", e);
        }
    }

    /// The status with which a process ends by itself.
    public static int status(Process process) throws InterruptedException {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) throw new AssertionError("it has not ended");
        return process.exitValue();
    }

    /// Asks for a signature again and again until every signer has signed, as somebody does who is told that he may try
    /// again: what two nodes share may be about to be begun anew.
    ///
    /// @param attempt asks once; by the name of each who was asked what it answered
    public static Map<String, SignReply> signed(int signers, Supplier<Map<String, SignReply>> attempt) {
        var last = new AtomicReference<Map<String, SignReply>>(Map.of());
        try {
            until("all sign", () -> isOver(signers, last, attempt.get()));
        } catch (AssertionError e) {
            throw new AssertionError(last.toString(), e);
        }
        return last.get();
    }

    private static boolean isOver(
            int signers, AtomicReference<Map<String, SignReply>> last, Map<String, SignReply> replies) {
        last.set(replies);
        if (!replies.values().stream().allMatch(reply -> isSigned(reply) || mayRetry(reply)))
            throw new AssertionError("not to be tried again");
        return replies.size() == signers && replies.values().stream().allMatch(Patience::isSigned);
    }

    private static boolean isSigned(SignReply reply) {
        return reply instanceof SignReply.Signed;
    }

    private static boolean mayRetry(SignReply reply) {
        return reply instanceof SignReply.Aborted(var _, var retry) && retry;
    }
}
