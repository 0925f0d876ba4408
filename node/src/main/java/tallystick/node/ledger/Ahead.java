package tallystick.node.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Moves what commits wrote ahead to its place in the database, beside them.
///
/// **Why** the database does so by itself within a commit, once in a while: whoever waits for that commit waits for
/// hundreds of pages more, and for another sync.
///
/// **Threads** one platform thread of its own, over a connection of its own; [#committed] is called by the thread that
/// commits.
final class Ahead implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Ahead.class.getName());
    /// About two pages each.
    private static final int CHANGES = 256;
    /// From here on the commits have to wait for what is left, or the file would grow for ever.
    private static final int PAGES_MAX = 8192;

    private static final String MOVE = "PRAGMA wal_checkpoint(PASSIVE)";

    private final Connection connection;
    private final Semaphore due = new Semaphore(0);
    private final Thread thread;
    private int changes;
    private volatile boolean lags;
    private volatile boolean closed;

    private Ahead(Connection connection) {
        this.connection = connection;
        this.thread = Thread.ofPlatform().name("ledger-ahead").daemon().unstarted(this::run);
    }

    /// Begins, for the database whose commits are those of `committing`: that one moves nothing by itself from now on.
    static Ahead of(Path file, Connection committing) throws SQLException {
        var ahead = new Ahead(DriverManager.getConnection("jdbc:sqlite:" + file));
        try (var own = ahead.connection.createStatement();
                var theirs = committing.createStatement()) {
            own.execute("PRAGMA synchronous=FULL");
            theirs.execute("PRAGMA wal_autocheckpoint=0");
        }
        ahead.thread.start();
        return ahead;
    }

    /// So many changes were committed by that connection.
    void committed(int count, Connection committing) {
        changes += count;
        if (lags) {
            lags = false;
            move(committing);
        } else if (changes >= CHANGES) due.release();
        else return;
        changes = 0;
    }

    /// Whether more is left than the other thread could move.
    boolean lags() {
        return lags;
    }

    private void run() {
        try {
            while (true) {
                due.acquire();
                due.drainPermits();
                if (closed) return;
                if (!move(connection)) lags = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether little enough is left.
    private static boolean move(Connection by) {
        try (var statement = by.createStatement();
                var row = statement.executeQuery(MOVE)) {
            return !row.next() || row.getInt("log") == row.getInt("checkpointed") || row.getInt("log") < PAGES_MAX;
        } catch (SQLException e) {
            // What was committed is safe where it stands; the commits say so themselves if the disk takes nothing more.
            LOG.log(Level.WARNING, "what the ledger wrote ahead stays where it is for now", e);
            return true;
        }
    }

    @Override
    public void close() {
        closed = true;
        due.release();
        try {
            thread.join();
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "the ledger's second connection did not close cleanly; it is synced", e);
        }
    }
}
