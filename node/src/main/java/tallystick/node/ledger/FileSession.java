package tallystick.node.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// A ledger in one SQLite file, of one process: nobody else changes it.
///
/// **Form** write-ahead log, `synchronous=FULL`.
final class FileSession implements Session {
    private final Connection connection;
    private final Ahead ahead;
    private final FileIntents intents;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private FileSession(Connection connection, Ahead ahead) {
        this.connection = connection;
        this.ahead = ahead;
        this.intents = new FileIntents(this);
    }

    static FileSession open(Path file) throws SQLException {
        // Nobody asks for the rows' numbers, for which the driver would after each insertion.
        var settings = new Properties();
        settings.setProperty("jdbc.get_generated_keys", "false");
        var connection = DriverManager.getConnection("jdbc:sqlite:" + file, settings);
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute(FileIntents.SCHEMA);
            for (var table : Session.tables()) statement.execute(table);
            statement.execute("UPDATE intents SET state = 'RELEASED' WHERE state = 'RESERVED'");
        }
        return new FileSession(connection, Ahead.of(file, connection));
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public PreparedStatement prepare(String sql) throws SQLException {
        var statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    @Override
    public String order() {
        return "rowid";
    }

    @Override
    public Intents intents() {
        return intents;
    }

    @Override
    public boolean begin() throws SQLException {
        say("BEGIN");
        return false;
    }

    /// **Why** each mark is forgotten as soon as its change is done: the database copies every page again for each
    /// that it still knows. And not by the driver's own means: it has every one of them parsed anew.
    @Override
    public void set() throws SQLException {
        say("SAVEPOINT task");
    }

    @Override
    public void goBack() throws SQLException {
        say("ROLLBACK TO task");
    }

    @Override
    public void forget() throws SQLException {
        say("RELEASE task");
    }

    @Override
    public void commit(int changes) throws SQLException {
        say("COMMIT");
    }

    @Override
    public void afterwards(int asked) {
        ahead.committed(asked, connection);
    }

    @Override
    public void undo() throws SQLException {
        say("ROLLBACK");
    }

    private void say(String words) throws SQLException {
        prepare(words).execute();
    }

    @Override
    public void close() throws SQLException {
        ahead.close();
        connection.close();
    }
}
