package tallystick.node.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Intents in a database that processes of one participant share. A reservation names the process and the run it is
/// for: only they give it back or sign it.
///
/// **Why** a process can lose its database and go on: what another one has reserved anew meanwhile is not its any more,
/// and what it did not hear to be reserved is not held by anybody.
final class ServerIntents implements Intents {
    static final String SCHEMA = """
        CREATE TABLE IF NOT EXISTS intents (
            id BYTEA PRIMARY KEY CHECK (length(id) = 32),
            state TEXT NOT NULL CHECK (state IN ('RESERVED', 'RELEASED', 'SIGNED')),
            reply BYTEA,
            bound BYTEA NOT NULL CHECK (length(bound) = 32),
            replica BIGINT NOT NULL,
            run BIGINT NOT NULL,
            CHECK ((state = 'SIGNED') = (reply IS NOT NULL))
        )
        """;

    private static final String MINE = " WHERE id = ? AND state = 'RESERVED' AND replica = ? AND run = ?";

    private final ServerSession session;
    /// Reserved by this process for runs that may be under way.
    private final Map<IntentId, Long> runs = new ConcurrentHashMap<>();

    ServerIntents(ServerSession session) {
        this.session = session;
    }

    /// What one row says.
    private record Row(String state, Optional<Bytes> reply, Bytes bound, long replica, long run) {}

    /// @spec docs/spec/share-store.md#SS-17 share-store
    @Override
    public Reservation reserve(IntentId id, Digest32 bound, long run) throws SQLException {
        if (insert(id, bound, run)) return reserved(id, run);
        var row = row(id);
        if (!row.bound().equals(bound.bytes())) return new Reservation.BoundOtherwise();
        if (row.reply().isPresent())
            return new Reservation.AlreadySigned(row.reply().get());
        if (row.state().equals("RESERVED") && isHeld(id, row)) return new Reservation.UnderWay();
        var again = session.prepare("UPDATE intents SET state = 'RESERVED', replica = ?, run = ? WHERE id = ?");
        again.setLong(1, session.replica());
        again.setLong(2, run);
        again.setBytes(3, id.value().bytes().toArray());
        Ledger.exactlyOne(again);
        return reserved(id, run);
    }

    private boolean insert(IntentId id, Digest32 bound, long run) throws SQLException {
        var insert = session.prepare("INSERT INTO intents (id, state, bound, replica, run)"
                + " VALUES (?, 'RESERVED', ?, ?, ?) ON CONFLICT DO NOTHING");
        insert.setBytes(1, id.value().bytes().toArray());
        insert.setBytes(2, bound.bytes().toArray());
        insert.setLong(3, session.replica());
        insert.setLong(4, run);
        return insert.executeUpdate() == 1;
    }

    /// Before the commit that holds it: whoever asks in the next one must find it held.
    private Reservation reserved(IntentId id, long run) {
        runs.put(id, run);
        return new Reservation.Fresh();
    }

    private Row row(IntentId id) throws SQLException {
        var select = session.prepare("SELECT state, reply, bound, replica, run FROM intents WHERE id = ?");
        select.setBytes(1, id.value().bytes().toArray());
        try (var row = select.executeQuery()) {
            if (!row.next()) throw new SQLException("a row that was refused is not there");
            return new Row(
                    row.getString(1),
                    Optional.ofNullable(row.getBytes(2)).map(Bytes::copyOf),
                    Bytes.copyOf(row.getBytes(3)),
                    row.getLong(4),
                    row.getLong(5));
        }
    }

    /// Whether a run of it may be under way: one of this process that it knows of, or of another that is connected.
    private boolean isHeld(IntentId id, Row row) throws SQLException {
        if (row.replica() != session.replica()) return session.isConnected(row.replica());
        var run = runs.get(id);
        return run != null && run == row.run();
    }

    @Override
    public void lost(IntentId id, long run) {
        runs.remove(id, run);
    }

    @Override
    public void signed(IntentId id, Bytes reply) throws SQLException {
        var run = runs.remove(id);
        if (run == null) throw new SQLException("this process holds no reservation of what was signed");
        var update = session.prepare("UPDATE intents SET state = 'SIGNED', reply = ?" + MINE);
        update.setBytes(1, reply.toArray());
        name(update, 2, id, run);
        Ledger.exactlyOne(update);
    }

    /// Whatever the database makes of it, this process does nothing with the reservation any more.
    @Override
    public void release(IntentId id) throws SQLException {
        var run = runs.remove(id);
        if (run == null) throw new SQLException("this process holds no such reservation");
        var update = session.prepare("UPDATE intents SET state = 'RELEASED'" + MINE);
        name(update, 1, id, run);
        Ledger.exactlyOne(update);
    }

    /// A reservation that nobody holds is taken over as it stands.
    @Override
    public void releaseOwed(IntentId id) {}

    @Override
    public boolean isLastHere(IntentId id) throws SQLException {
        return row(id).replica() == session.replica();
    }

    private void name(PreparedStatement statement, int first, IntentId id, long run) throws SQLException {
        statement.setBytes(first, id.value().bytes().toArray());
        statement.setLong(first + 1, session.replica());
        statement.setLong(first + 2, run);
    }
}
