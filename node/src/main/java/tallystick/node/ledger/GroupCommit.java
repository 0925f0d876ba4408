package tallystick.node.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Works on a database, many callers sharing one commit: whatever waits while the disk is busy is done together, and
/// nobody hears of a result before the commit that holds it is on disk.
///
/// **Why** a disk takes its milliseconds for one change as for a hundred.
///
/// **Threads** any; all work runs on one platform thread, because waiting for the disk must not pin the carriers of
/// virtual threads.
final class GroupCommit implements AutoCloseable {
    private static final int TOGETHER_MAX = 256;

    private final Connection connection;
    private final LongConsumer commitNanos;
    private final Ahead ahead;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private @Nullable Words words;
    private boolean closed;

    /// Reads or changes the database.
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /// What one caller waits for. Its own failure undoes its own changes and nobody else's.
    private static final class Task<T> {
        private final Work<T> work;
        private final CompletableFuture<T> told = new CompletableFuture<>();
        private Runnable result = () -> {};

        Task(Work<T> work) {
            this.work = work;
        }

        void run(Words before) throws SQLException {
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

    /// What begins and ends a commit, and marks where a failed change goes back to.
    ///
    /// **Why** each mark is forgotten as soon as its change is done: the database copies every page again for each
    /// that it still knows. And not by the driver's own means: it has every one of them parsed anew.
    private static final class Words {
        private final PreparedStatement begin;
        private final PreparedStatement commit;
        private final PreparedStatement undo;
        private final PreparedStatement set;
        private final PreparedStatement goBack;
        private final PreparedStatement forget;

        Words(Connection connection) throws SQLException {
            begin = connection.prepareStatement("BEGIN");
            commit = connection.prepareStatement("COMMIT");
            undo = connection.prepareStatement("ROLLBACK");
            set = connection.prepareStatement("SAVEPOINT task");
            goBack = connection.prepareStatement("ROLLBACK TO task");
            forget = connection.prepareStatement("RELEASE task");
        }

        void begin() throws SQLException {
            begin.execute();
        }

        void commit() throws SQLException {
            commit.execute();
        }

        void undo() throws SQLException {
            undo.execute();
        }

        void set() throws SQLException {
            set.execute();
        }

        void goBack() throws SQLException {
            goBack.execute();
        }

        void forget() throws SQLException {
            forget.execute();
        }
    }

    private static final Task<Boolean> END = new Task<>(() -> true);

    /// @param connection used by nobody else from now on; closed by the caller after this
    /// @param commitNanos hears how long each commit took, on this one's thread
    /// @param ahead has what is committed moved to where it stays
    GroupCommit(Connection connection, LongConsumer commitNanos, Ahead ahead) {
        this.connection = connection;
        this.commitNanos = commitNanos;
        this.ahead = ahead;
        this.thread = Thread.ofPlatform().name("ledger").start(this::loop);
    }

    /// Does `work` and waits until it is on disk.
    ///
    /// @throws ExecutionException if it failed, or the disk did
    <T> T run(Work<T> work) throws ExecutionException, InterruptedException {
        var task = new Task<>(work);
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
                commit(together);
                ahead.committed(together.size(), connection);
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
            var say = words();
            say.begin();
            if (together.size() == 1) together.getFirst().runAlone();
            else for (var task : together) task.run(say);
            say.commit();
            if (!together.isEmpty()) commitNanos.accept(System.nanoTime() - begin);
            together.forEach(task -> task.result.run());
        } catch (SQLException e) {
            undo(e);
            together.forEach(task -> task.told.completeExceptionally(e));
        }
    }

    private Words words() throws SQLException {
        if (words == null) words = new Words(connection);
        return words;
    }

    private void undo(SQLException cause) {
        try {
            words().undo();
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
