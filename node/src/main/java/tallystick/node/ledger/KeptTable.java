package tallystick.node.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;

/// Rows that another package of the node reads and writes whole, such as governed documents.
///
/// **Threads** changes on the ledger's own thread; read when the ledger is opened, and again when others changed it.
final class KeptTable {
    static final String SCHEMA = """
        CREATE TABLE IF NOT EXISTS kept (
            kind INTEGER NOT NULL,
            id BLOB NOT NULL,
            millis INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT
        """;

    private final Session session;
    private final List<Kept> asRead;

    private KeptTable(Session session, List<Kept> asRead) {
        this.session = session;
        this.asRead = List.copyOf(asRead);
    }

    static KeptTable open(Session session) throws SQLException {
        var rows = new ArrayList<Kept>();
        try (var statement = session.connection().createStatement();
                var each =
                        statement.executeQuery("SELECT kind, id, millis, body FROM kept ORDER BY " + session.order())) {
            while (each.next())
                rows.add(new Kept(
                        each.getInt(1),
                        Bytes.copyOf(each.getBytes(2)),
                        Instant.ofEpochMilli(each.getLong(3)),
                        Bytes.copyOf(each.getBytes(4))));
        }
        return new KeptTable(session, rows);
    }

    List<Kept> asRead() {
        return asRead;
    }

    /// All of them or none; one of the same kind and id takes the place of the one before.
    boolean keep(List<Kept> rows, List<Dropped> dropped) throws SQLException {
        for (var row : dropped)
            try (var delete = session.connection().prepareStatement("DELETE FROM kept WHERE kind = ? AND id = ?")) {
                delete.setInt(1, row.kind());
                delete.setBytes(2, row.id().toArray());
                delete.executeUpdate();
            }
        for (var row : rows)
            try (var insert = session.connection()
                    .prepareStatement("INSERT INTO kept (kind, id, millis, body)"
                            + " VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (kind, id) DO UPDATE SET millis = excluded.millis, body = excluded.body")) {
                insert.setInt(1, row.kind());
                insert.setBytes(2, row.id().toArray());
                insert.setLong(3, row.at().toEpochMilli());
                insert.setBytes(4, row.body().toArray());
                insert.executeUpdate();
            }
        return true;
    }
}
