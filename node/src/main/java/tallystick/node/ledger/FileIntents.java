package tallystick.node.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Intents in a file that one process has for itself.
final class FileIntents implements Intents {
    static final String SCHEMA = """
        CREATE TABLE IF NOT EXISTS intents (
            id BLOB PRIMARY KEY CHECK (length(id) = 32),
            state TEXT NOT NULL CHECK (state IN ('RESERVED', 'RELEASED', 'SIGNED')),
            reply BLOB,
            bound BLOB NOT NULL CHECK (length(bound) = 32),
            CHECK ((state = 'SIGNED') = (reply IS NOT NULL))
        ) WITHOUT ROWID, STRICT
        """;

    private final FileSession session;

    FileIntents(FileSession session) {
        this.session = session;
    }

    @Override
    public Reservation reserve(IntentId id, Digest32 bound, long run) throws SQLException {
        var insert = prepare("""
            INSERT INTO intents (id, state, bound) VALUES (?1, 'RESERVED', ?2)
            ON CONFLICT (id) DO UPDATE SET state = 'RESERVED' WHERE state = 'RELEASED' AND bound = ?2
            """, id);
        insert.setBytes(2, bound.bytes().toArray());
        if (insert.executeUpdate() == 1) return new Reservation.Fresh();
        try (var row =
                prepare("SELECT reply, bound FROM intents WHERE id = ?", id).executeQuery()) {
            if (!row.next()) throw new SQLException("a row that was refused is not there");
            if (!Bytes.copyOf(row.getBytes(2)).equals(bound.bytes())) return new Reservation.BoundOtherwise();
            var reply = Optional.ofNullable(row.getBytes(1));
            return reply.<Reservation>map(bytes -> new Reservation.AlreadySigned(Bytes.copyOf(bytes)))
                    .orElseGet(Reservation.UnderWay::new);
        }
    }

    /// What a failed commit wrote is not there.
    @Override
    public void lost(IntentId id, long run) {}

    @Override
    public void signed(IntentId id, Bytes reply) throws SQLException {
        var update = prepare("UPDATE intents SET reply = ?2, state = 'SIGNED' WHERE id = ?1", id);
        update.setBytes(2, reply.toArray());
        Ledger.exactlyOne(update);
    }

    @Override
    public void release(IntentId id) throws SQLException {
        Ledger.exactlyOne(prepare("UPDATE intents SET state = 'RELEASED' WHERE id = ? AND state = 'RESERVED'", id));
    }

    @Override
    public void releaseOwed(IntentId id) throws SQLException {
        release(id);
    }

    @Override
    public boolean isLastHere(IntentId id) {
        return true;
    }

    private PreparedStatement prepare(String sql, IntentId id) throws SQLException {
        var statement = session.prepare(sql);
        statement.setBytes(1, id.value().bytes().toArray());
        return statement;
    }
}
