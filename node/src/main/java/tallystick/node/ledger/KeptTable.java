package tallystick.node.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;

/// Rows that another package of the node reads and writes whole, such as governed documents.
///
/// **Threads** changes on the ledger's own thread; read once, when the file is opened.
final class KeptTable {
    private static final String SCHEMA = """
        CREATE TABLE IF NOT EXISTS kept (
            kind INTEGER NOT NULL,
            id BLOB NOT NULL,
            millis INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT
        """;

    private final Connection connection;
    private final List<Kept> atStart;

    private KeptTable(Connection connection, List<Kept> atStart) {
        this.connection = connection;
        this.atStart = List.copyOf(atStart);
    }

    static KeptTable open(Connection connection) throws SQLException {
        var rows = new ArrayList<Kept>();
        try (var statement = connection.createStatement()) {
            statement.execute(SCHEMA);
            try (var each = statement.executeQuery("SELECT kind, id, millis, body FROM kept ORDER BY rowid")) {
                while (each.next())
                    rows.add(new Kept(
                            each.getInt(1),
                            Bytes.copyOf(each.getBytes(2)),
                            Instant.ofEpochMilli(each.getLong(3)),
                            Bytes.copyOf(each.getBytes(4))));
            }
        }
        return new KeptTable(connection, rows);
    }

    List<Kept> atStart() {
        return atStart;
    }

    /// All of them or none; one of the same kind and id takes the place of the one before.
    boolean keep(List<Kept> rows, List<Dropped> dropped) throws SQLException {
        for (var row : dropped)
            try (var delete = connection.prepareStatement("DELETE FROM kept WHERE kind = ? AND id = ?")) {
                delete.setInt(1, row.kind());
                delete.setBytes(2, row.id().toArray());
                delete.executeUpdate();
            }
        for (var row : rows)
            try (var insert = connection.prepareStatement("INSERT INTO kept (kind, id, millis, body)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET millis = ?3, body = ?4")) {
                insert.setInt(1, row.kind());
                insert.setBytes(2, row.id().toArray());
                insert.setLong(3, row.at().toEpochMilli());
                insert.setBytes(4, row.body().toArray());
                insert.executeUpdate();
            }
        return true;
    }
}
