package tallystick.node.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;

/// Works on a database, many callers sharing one commit: whatever waits while the disk is busy is done together, and
/// nobody hears of a result before the commit that holds it is on disk.
///
/// **Why** a disk takes its milliseconds for one change as for a hundred.
///
/// **Threads** any; all work runs on one platform thread, because waiting for the disk must not pin the carriers of
/// virtual threads.
final class GroupCommit implements AutoCloseable {
    private static final int TOGETHER_MAX = 256;

    private final Session session;
    private final LongConsumer commitNanos;
    private final Work<?> readAgain;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;

    /// Reads or changes the database.
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /// What one caller waits for. Its own failure undoes its own changes and nobody else's.
    private static final class Task<T> {
        private final Work<T> work;
        private final boolean isChange;
        private final CompletableFuture<T> told = new CompletableFuture<>();
        private Runnable result = () -> {};

        Task(Work<T> work, boolean isChange) {
            this.work = work;
            this.isChange = isChange;
        }

        void run(Session before) throws SQLException {
            before.set();
            try {
                runAlone();
            } catch (SQLException e) {
                before.goBack();
                result = () -> told.completeExceptionally(e);
            }
            before.forget();
        }

        void runAlone() throws SQLException {
            var value = work.run();
            result = () -> told.complete(value);
        }
    }

    private static final Task<Boolean> END = new Task<>(() -> true, false);

    /// @param session used by nobody else from now on; closed by the caller after this
    /// @param commitNanos hears how long each commit took, on this one's thread
    /// @param readAgain reads again what is in memory, where others may have changed it
    GroupCommit(Session session, LongConsumer commitNanos, Work<?> readAgain) {
        this.session = session;
        this.commitNanos = commitNanos;
        this.readAgain = readAgain;
        this.thread = Thread.ofPlatform().name("ledger").start(this::loop);
    }

    /// Does `work` and waits until it is on disk.
    ///
    /// @throws ExecutionException if it failed, or the disk did
    <T> T run(Work<T> work) throws ExecutionException, InterruptedException {
        return await(new Task<>(work, true));
    }

    /// The same of work that leaves the tables as they are.
    ///
    /// @throws ExecutionException if it failed, or the disk did
    <T> T look(Work<T> work) throws ExecutionException, InterruptedException {
        return await(new Task<>(work, false));
    }

    private <T> T await(Task<T> task) throws ExecutionException, InterruptedException {
        synchronized (this) {
            if (closed) throw new RejectedExecutionException("the ledger is closed");
            queue.add(task);
        }
        return task.told.get();
    }

    private void loop() {
        var together = new ArrayList<Task<?>>();
        try {
            for (var ends = false; !ends; together.clear()) {
                together.add(queue.take());
                queue.drainTo(together, TOGETHER_MAX - 1);
                ends = together.remove(END);
                if (!together.isEmpty()) commit(together);
                session.afterwards(together.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            refuse(together);
        }
    }

    /// Nobody waits for a thread that has ended.
    private synchronized void refuse(List<Task<?>> left) {
        closed = true;
        queue.drainTo(left);
        var why = new RejectedExecutionException("the ledger has ended");
        left.forEach(task -> task.told.completeExceptionally(why));
    }

    private void commit(List<Task<?>> together) {
        var begin = System.nanoTime();
        try {
            if (session.begin()) readAgain.run();
            if (together.size() == 1) together.getFirst().runAlone();
            else for (var task : together) task.run(session);
            session.commit(changes(together));
            commitNanos.accept(System.nanoTime() - begin);
            together.forEach(task -> task.result.run());
        } catch (SQLException e) {
            undo(e);
            together.forEach(task -> task.told.completeExceptionally(e));
        }
    }

    private static int changes(List<Task<?>> together) {
        return (int) together.stream().filter(task -> task.isChange).count();
    }

    private void undo(SQLException cause) {
        try {
            session.undo();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /// Does what waits, and ends.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) return;
            closed = true;
            queue.add(END);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
