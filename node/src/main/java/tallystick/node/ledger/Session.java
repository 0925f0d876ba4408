package tallystick.node.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// One connection to the tables of a ledger, and how its database begins and ends a commit.
///
/// **Why** two of them: a node's own file, and a database that processes of one participant share. All else of the
/// ledger is the same.
///
/// **Threads** the ledger's own, once the ledger is open.
sealed interface Session extends AutoCloseable permits FileSession, ServerSession {
    /// The connection of this moment.
    Connection connection() throws SQLException;

    /// Parsed once: parsing takes longer than a change. Of a query the rows are closed before it is asked again.
    PreparedStatement prepare(String sql) throws SQLException;

    /// The column by which rows of a table come in the order they were first written.
    String order();

    /// The intents among the tables.
    Intents intents();

    /// Begins a commit.
    ///
    /// @return whether others may have changed tables since the last commit of this one: all in memory is read
    /// again
    boolean begin() throws SQLException;

    /// Marks where a failed change goes back to.
    void set() throws SQLException;

    /// Back to the mark.
    void goBack() throws SQLException;

    /// Forgets the mark.
    void forget() throws SQLException;

    /// Has it on disk.
    ///
    /// @param changes how many there are; none if tables were only read
    void commit(int changes) throws SQLException;

    /// Whatever can wait until those who asked have been told.
    ///
    /// @param asked how many of them there were
    void afterwards(int asked);

    /// Gives up what was begun.
    void undo() throws SQLException;

    @Override
    void close() throws SQLException;

    /// All tables, in words that [FileSession] takes as they are.
    static List<String> tables() {
        var tables = new ArrayList<>(BurntTable.SCHEMA);
        tables.addAll(LimitTable.SCHEMA);
        tables.addAll(SightTable.SCHEMA);
        tables.add(KeptTable.SCHEMA);
        tables.add(OccasionLedger.SCHEMA);
        return List.copyOf(tables);
    }
}
