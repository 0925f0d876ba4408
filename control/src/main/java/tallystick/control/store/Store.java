package tallystick.control.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tallystick.crypto.secret.SystemEntropy;

/// Statements and transactions on control's database.
///
/// **Threads** any; a transaction belongs to the thread that began it.
@Component
public final class Store {
    private static final long TIME_MASK = 0xffff_ffff_ffffL;

    private final DataSource source;
    private final JdbcClient client;
    private final TransactionTemplate transactions;

    /// On the database that is there.
    public Store(DataSource source) {
        this.source = source;
        this.client = JdbcClient.create(source);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(source));
    }

    /// A statement.
    public JdbcClient.StatementSpec sql(String text) {
        return client.sql(text);
    }

    /// All of it or nothing; within a transaction that runs already, as part of it.
    public <T> T atomically(Supplier<T> work) {
        var result = transactions.execute(_ -> work.get());
        if (result == null) throw new AssertionError("a unit of work gave nothing");
        return result;
    }

    /// The same, undone after all where `keeps` says no.
    public <T> T atomically(Supplier<T> work, java.util.function.Predicate<T> keeps) {
        var result = transactions.execute(status -> {
            var value = work.get();
            if (!keeps.test(value)) status.setRollbackOnly();
            return value;
        });
        if (result == null) throw new AssertionError("a unit of work gave nothing");
        return result;
    }

    /// All of it or nothing, and after a fall of the database machine possibly nothing, though it was said to be done:
    /// nobody waits for the disk. For what loses its worth with what it belongs to.
    ///
    /// **Why** that is safe beside transactions that wait: the database writes in order, so whatever is on its disk
    /// has all on its disk that was committed before it.
    public <T> T relaxed(Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive())
            throw new AssertionError("a transaction that waits for the disk is not made one that does not");
        return atomically(() -> {
            sql("set local synchronous_commit to off").update();
            return work.get();
        });
    }

    /// Runs `work` as the last of the transaction that runs, before its commit; at once, by itself, outside of one.
    public void last(Runnable work) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            transactions.executeWithoutResult(_ -> work.run());
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                work.run();
            }
        });
    }

    /// Runs `work` once what is done now is committed; at once outside of a transaction.
    public void afterCommit(Runnable work) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            work.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    /// A new name for a row, of version 7: later ones sort behind earlier ones.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc9562#section-5.7 RFC 9562 §5.7
    public static UUID newId() {
        var chance = new SystemEntropy().bytes(10);
        var random = new long[2];
        for (var i = 0; i < 2; i++) random[0] = random[0] << 8 | chance.at(i) & 0xff;
        for (var i = 2; i < 10; i++) random[1] = random[1] << 8 | chance.at(i) & 0xff;
        var high = (Instant.now().toEpochMilli() & TIME_MASK) << 16 | 0x7000 | random[0] & 0xfff;
        return new UUID(high, random[1] & 0x3fff_ffff_ffff_ffffL | Long.MIN_VALUE);
    }

    /// A moment as the database keeps it.
    public static Timestamp moment(Instant at) {
        return Timestamp.from(at);
    }

    /// Texts as an array of the database.
    public java.sql.Array texts(List<String> texts) {
        var connection = DataSourceUtils.getConnection(source);
        try {
            return connection.createArrayOf("text", texts.toArray());
        } catch (SQLException e) {
            throw new IllegalStateException("the database takes no array of texts", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, source);
        }
    }

    /// Whether the database answers.
    public boolean answers() {
        var connection = DataSourceUtils.getConnection(source);
        try {
            return isAlive(connection);
        } catch (SQLException e) {
            return false;
        } finally {
            DataSourceUtils.releaseConnection(connection, source);
        }
    }

    private static boolean isAlive(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select 1")) {
            return statement.execute();
        }
    }
}
