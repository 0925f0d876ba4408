package tallystick.node.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A ledger in a PostgreSQL database that processes of one participant share.
///
/// **Why** one row, `turn`, is locked by every commit: there is never more than one of them at work, so each judges by
/// all that the others wrote. Its number tells whether they wrote anything since this process looked.
///
/// **Why** a lost connection fails what waits for it and nothing more: the next commit connects again, and reads all
/// tables anew before it decides anything.
final class ServerSession implements Session {
    private static final Logger LOG = Logger.getLogger(ServerSession.class.getName());
    private static final int FORM = 1;
    /// First half of the numbers of locks that live as long as a connection; the second is a replica's number.
    private static final int LOCKS = 0x7461_6c79;
    private static final int SERVING = 0;
    private static final int SCHEMA = -1;

    private static final List<String> OWN =
            List.of("""
            CREATE TABLE IF NOT EXISTS turn (
                one BOOLEAN PRIMARY KEY CHECK (one),
                form INTEGER NOT NULL,
                participant TEXT NOT NULL,
                name TEXT NOT NULL,
                number BIGINT NOT NULL
            )
            """, "CREATE SEQUENCE IF NOT EXISTS replicas AS INTEGER", ServerIntents.SCHEMA);

    /// None of them lets a process that hangs hold the others up for ever.
    private static final List<String> SETTINGS = List.of(
            "SET lock_timeout = '5s'",
            "SET idle_in_transaction_session_timeout = '10s'",
            "SET tcp_keepalives_idle = 10",
            "SET tcp_keepalives_interval = 5",
            "SET tcp_keepalives_count = 3",
            "SET client_min_messages = warning");

    private final SharedStore store;
    private final ServerIntents intents;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable Connection connection;
    private @Nullable Savepoint mark;
    private @Nullable String name;
    private int replica;
    /// What memory was read at; none if less than the tables say.
    private long known = -1;
    private long highest = -1;

    private ServerSession(SharedStore store) {
        this.store = store;
        this.intents = new ServerIntents(this);
    }

    static ServerSession open(SharedStore store) throws SQLException {
        var session = new ServerSession(store);
        session.connect();
        return session;
    }

    private void connect() throws SQLException {
        var made = DriverManager.getConnection(store.url(), store.properties());
        try {
            for (var setting : SETTINGS) execute(made, setting);
            check(made);
            made.setAutoCommit(false);
            create(made);
            if (replica == 0) replica = Math.toIntExact(number(made, "SELECT nextval('replicas')"));
            if (!isLocked(made, replica)) throw new SQLException("the connection before this one is not over yet");
            if (store.serving() == SharedStore.Serving.ALONE && !isLocked(made, SERVING))
                throw new SQLException("another process of %s serves with this store: it may not be two"
                        .formatted(store.participant()));
            made.commit();
        } catch (SQLException e) {
            made.close();
            throw e;
        }
        statements.clear();
        known = -1;
        connection = made;
    }

    /// What a commit must be worth.
    private void check(Connection made) throws SQLException {
        if (is(made, "SELECT pg_is_in_recovery()")) throw new SQLException("the store is a standby itself");
        if (!is(made, "SELECT current_setting('synchronous_commit') = 'remote_apply'"))
            execute(made, "SET synchronous_commit = on");
        if (!is(made, "SELECT current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on'"))
            throw new SQLException("the store does not sync what it commits: fsync and full_page_writes must be on");
        if (store.standby() == SharedStore.Standby.REQUIRED
                && is(made, "SELECT current_setting('synchronous_standby_names') = ''"))
            throw new SQLException("the store commits without a standby: set synchronous_standby_names");
    }

    private void create(Connection made) throws SQLException {
        execute(made, "SELECT pg_advisory_xact_lock(%d, %d)".formatted(LOCKS, SCHEMA));
        for (var table : OWN) execute(made, table);
        for (var table : Session.tables()) execute(made, words(table));
        try (var insert = made.prepareStatement("INSERT INTO turn (one, form, participant, name, number)"
                + " VALUES (TRUE, ?, ?, gen_random_uuid(), 0) ON CONFLICT DO NOTHING")) {
            insert.setInt(1, FORM);
            insert.setString(2, store.participant());
            insert.executeUpdate();
        }
        try (var select = made.prepareStatement("SELECT form, participant, name FROM turn");
                var row = select.executeQuery()) {
            if (!row.next()) throw new SQLException("the store has no turn");
            if (row.getInt(1) != FORM) throw new SQLException("the store is of form " + row.getInt(1));
            if (!row.getString(2).equals(store.participant()))
                throw new SQLException("the store is of another participant, " + row.getString(2));
            var before = name;
            name = row.getString(3);
            if (before != null && !before.equals(name)) throw new SQLException("another store answers now");
        }
        made.commit();
    }

    /// A table of the file in words of this database.
    private static String words(String table) {
        return table.replace("WITHOUT ROWID, STRICT", "")
                .replace(") STRICT", ", place BIGINT GENERATED ALWAYS AS IDENTITY)")
                .replace("BLOB", "BYTEA")
                .replace("INTEGER", "BIGINT");
    }

    /// What no other store is called.
    String name() {
        if (name == null) throw new AssertionError("not connected yet");
        return name;
    }

    /// The number of this process, which no other ever has.
    int replica() {
        return replica;
    }

    /// Whether another process still has the connection that its reservations live by.
    boolean isConnected(long other) throws SQLException {
        return !is(connection(), "SELECT pg_try_advisory_xact_lock(%d, %d)".formatted(LOCKS, other));
    }

    private static boolean isLocked(Connection made, int number) throws SQLException {
        return is(made, "SELECT pg_try_advisory_lock(%d, %d)".formatted(LOCKS, number));
    }

    @Override
    public Connection connection() throws SQLException {
        if (connection == null) throw new SQLException("the store is away");
        return connection;
    }

    @Override
    public PreparedStatement prepare(String sql) throws SQLException {
        var statement = statements.get(sql);
        if (statement == null) {
            statement = connection().prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    @Override
    public String order() {
        return "place";
    }

    @Override
    public Intents intents() {
        return intents;
    }

    /// @spec docs/spec/share-store.md#SS-14 share-store
    @Override
    public boolean begin() throws SQLException {
        if (connection == null) connect();
        try (var row = prepare("SELECT number FROM turn FOR UPDATE").executeQuery()) {
            if (!row.next()) throw new SQLException("the store has no turn");
            var number = row.getLong(1);
            if (number < highest)
                throw new SQLException("the store has gone back, from turn %d to %d: it forgot what was signed"
                        .formatted(highest, number));
            var others = number != known;
            known = number;
            highest = number;
            return others;
        }
    }

    @Override
    public void set() throws SQLException {
        mark = connection().setSavepoint();
    }

    @Override
    public void goBack() throws SQLException {
        connection().rollback(mark);
    }

    @Override
    public void forget() throws SQLException {
        connection().releaseSavepoint(mark);
    }

    /// A commit that no standby confirmed is told by a warning alone.
    @Override
    public void commit(int changes) throws SQLException {
        var by = connection();
        if (changes > 0) prepare("UPDATE turn SET number = number + 1").executeUpdate();
        by.clearWarnings();
        by.commit();
        if (by.getWarnings() != null) throw new SQLException("a commit is in doubt", by.getWarnings());
        if (changes > 0) highest = ++known;
    }

    @Override
    public void afterwards(int asked) {}

    @Override
    public void undo() throws SQLException {
        known = -1;
        var by = connection;
        if (by == null) return;
        try {
            by.rollback();
        } catch (SQLException e) {
            connection = null;
            LOG.log(Level.WARNING, "the store is away: nothing is signed until it is back");
            by.close();
            throw e;
        }
    }

    private static boolean is(Connection made, String question) throws SQLException {
        try (var statement = made.createStatement();
                var row = statement.executeQuery(question)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static long number(Connection made, String question) throws SQLException {
        try (var statement = made.createStatement();
                var row = statement.executeQuery(question)) {
            if (!row.next()) throw new SQLException("no number");
            return row.getLong(1);
        }
    }

    private static void execute(Connection made, String words) throws SQLException {
        try (var statement = made.createStatement()) {
            statement.execute(words);
        }
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) connection.close();
    }
}
