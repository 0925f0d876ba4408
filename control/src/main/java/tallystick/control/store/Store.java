package tallystick.control.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
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
    private static final String LOCKS_WAIT = "set local lock_timeout = '5s'";
    /// What PostgreSQL says when that was not enough: lock_not_available.
    private static final String LOCKED = "55P03";
    /// What makes of a question a statement that has to stand in the transaction of those behind it.
    private static final Pattern MORE_THAN_ASKS =
            Pattern.compile("\\bfor (?:no key )?(?:update|share)\\b|\\b(?:nextval|setval|pg_\\w+)\\(");

    private final DataSource source;
    private final JdbcClient client;
    private final DataSourceTransactionManager manager;
    private final TransactionTemplate transactions;
    private final ScopedValue<Late> late = ScopedValue.newInstance();

    /// On the database that is there.
    public Store(DataSource source) {
        this.source = source;
        this.client = JdbcClient.create(source);
        this.manager = new DataSourceTransactionManager(source);
        this.transactions = new TransactionTemplate(manager);
    }

    /// A statement. One that does more than ask begins the transaction that waits for it, [#fromFirstWrite].
    public JdbcClient.StatementSpec sql(String text) {
        if (!isQuestion(text)) begin();
        return client.sql(text);
    }

    /// Whether it reads and does nothing else.
    static boolean isQuestion(String text) {
        return text.startsWith("select ") && !MORE_THAN_ASKS.matcher(text).find();
    }

    /// Whether what failed waited too long for others that write the same.
    public static boolean isLockedTooLong(DataAccessException e) {
        return e.getMostSpecificCause() instanceof SQLException cause && LOCKED.equals(cause.getSQLState());
    }

    /// All of it or nothing; within a transaction that runs already, as part of it.
    public <T> T atomically(Supplier<T> work) {
        begin();
        return together(work);
    }

    private <T> T together(Supplier<T> work) {
        var result = transactions.execute(_ -> work.get());
        if (result == null) throw new AssertionError("a unit of work gave nothing");
        return result;
    }

    /// Runs `work`; from its first statement on that writes, all that it does is one transaction, until it ends.
    ///
    /// **Why** not from its beginning: what reads, asks a chain or nodes and then writes holds no connection while
    /// it waits for others. What was read before counts as read: whoever needs it to hold still reads it again
    /// behind a lock.
    ///
    /// @param place waits for one among those that write, before a connection is taken
    /// @param first what that transaction does first
    /// @param keeps whether what was written stays
    public <T> T fromFirstWrite(Supplier<Turn> place, Runnable first, Supplier<T> work, Predicate<T> keeps) {
        var waiting = new Late(place, first);
        var isGood = false;
        try {
            var value = ScopedValue.where(late, waiting).call(work::get);
            isGood = keeps.test(value);
            return value;
        } finally {
            waiting.end(isGood);
        }
    }

    private void begin() {
        if (late.isBound() && !TransactionSynchronizationManager.isActualTransactionActive())
            late.get().begin();
    }

    /// A transaction that begins once something is written. **Threads** one.
    private final class Late {
        private final Supplier<Turn> place;
        private final Runnable first;
        private Optional<Turn> turn = Optional.empty();
        private Optional<TransactionStatus> begun = Optional.empty();
        private boolean isFirstDone;

        Late(Supplier<Turn> place, Runnable first) {
            this.place = place;
            this.first = first;
        }

        void begin() {
            if (begun.isPresent()) throw new AssertionError("a transaction that ended does not begin again");
            if (turn.isEmpty()) turn = Optional.of(place.get());
            begun = Optional.of(manager.getTransaction(new DefaultTransactionDefinition()));
            var _ = client.sql(LOCKS_WAIT).update();
            first.run();
            isFirstDone = true;
        }

        /// @param keeps what was written; never where the first was refused, whoever went on after it
        void end(boolean keeps) {
            try {
                if (begun.isEmpty()) return;
                if (keeps && isFirstDone) manager.commit(begun.get());
                else manager.rollback(begun.get());
            } finally {
                turn.ifPresent(Turn::close);
            }
        }
    }

    /// All of it or nothing, and after a fall of the database machine possibly nothing, though it was said to be done:
    /// nobody waits for the disk. For what loses its worth with what it belongs to.
    ///
    /// **Why** that is safe beside transactions that wait: the database writes in order, so whatever is on its disk
    /// has all on its disk that was committed before it.
    public <T> T relaxed(Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive())
            throw new AssertionError("a transaction that waits for the disk is not made one that does not");
        return together(() -> {
            sql("set local synchronous_commit to off").update();
            return work.get();
        });
    }

    /// Runs `work` as the last of the transaction that runs, before its commit; at once, by itself, outside of one.
    public void last(Runnable work) {
        begin();
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
        try (var connection = source.getConnection()) {
            return isAlive(connection);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean isAlive(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select 1")) {
            return statement.execute();
        }
    }
}
