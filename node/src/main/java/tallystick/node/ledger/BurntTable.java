package tallystick.node.ledger;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.PartyId;

/// What is never taken back: pairs that are banned, signing sets that are cut off, intents that are ended. Said from
/// the moment it is known, whether the disk takes it or not.
///
/// **Threads** rows on the ledger's own thread, all else on any.
final class BurntTable {
    static final List<String> SCHEMA = List.of("""
        CREATE TABLE IF NOT EXISTS attempts (
            pair BLOB PRIMARY KEY,
            state TEXT NOT NULL CHECK (state IN ('OPEN', 'BANNED'))
        ) WITHOUT ROWID, STRICT
        """, """
        CREATE TABLE IF NOT EXISTS quarantine (
            key BLOB NOT NULL CHECK (length(key) = 32),
            epoch INTEGER NOT NULL CHECK (epoch >= 1),
            parties BLOB NOT NULL CHECK (length(parties) % 2 = 0),
            PRIMARY KEY (key, epoch, parties)
        ) WITHOUT ROWID, STRICT
        """, """
        CREATE TABLE IF NOT EXISTS ended (
            intent BLOB PRIMARY KEY CHECK (length(intent) = 32)
        ) WITHOUT ROWID, STRICT
        """);

    private final Session session;
    private final Set<Bytes> banned = ConcurrentHashMap.newKeySet();
    private final Set<SetName> quarantined = ConcurrentHashMap.newKeySet();
    private final Set<IntentId> ended = ConcurrentHashMap.newKeySet();

    private BurntTable(Session session) {
        this.session = session;
    }

    static BurntTable open(Session session) throws SQLException {
        var table = new BurntTable(session);
        table.read();
        return table;
    }

    /// Adds what the tables have.
    void read() throws SQLException {
        try (var statement = session.connection().createStatement()) {
            try (var rows = statement.executeQuery("SELECT pair FROM attempts WHERE state = 'BANNED'")) {
                while (rows.next()) banned.add(Bytes.copyOf(rows.getBytes(1)));
            }
            try (var rows = statement.executeQuery("SELECT intent FROM ended")) {
                while (rows.next()) ended.add(new IntentId(digest(rows.getBytes(1))));
            }
            try (var rows = statement.executeQuery("SELECT key, epoch, parties FROM quarantine")) {
                while (rows.next())
                    quarantined.add(new SetName(digest(rows.getBytes(1)), rows.getInt(2), parties(rows.getBytes(3))));
            }
        }
    }

    private static Digest32 digest(byte[] row) {
        return new Digest32(Bytes.copyOf(row));
    }

    private static List<PartyId> parties(byte[] row) {
        var numbers = ByteBuffer.wrap(row);
        var parties = new ArrayList<PartyId>();
        while (numbers.hasRemaining()) parties.add(new PartyId(Short.toUnsignedInt(numbers.getShort())));
        return parties;
    }

    void ban(Bytes pair) {
        banned.add(pair);
    }

    boolean isBanned(Bytes pair) {
        return banned.contains(pair);
    }

    void quarantine(SetName set) {
        quarantined.add(set);
    }

    boolean keep(SetName set) throws SQLException {
        var row = new Writer();
        set.parties().forEach(party -> party.write(row));
        var insert =
                session.prepare("INSERT INTO quarantine (key, epoch, parties) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
        insert.setBytes(1, set.key().bytes().toArray());
        insert.setInt(2, set.epoch());
        insert.setBytes(3, row.toBytes().toArray());
        return insert.executeUpdate() == 1;
    }

    Set<SetName> quarantined() {
        return Set.copyOf(quarantined);
    }

    boolean isQuarantined(SetName set) {
        return quarantined.contains(set);
    }

    void end(IntentId id) {
        ended.add(id);
    }

    boolean keep(IntentId id) throws SQLException {
        var insert = session.prepare("INSERT INTO ended (intent) VALUES (?) ON CONFLICT DO NOTHING");
        insert.setBytes(1, id.value().bytes().toArray());
        return insert.executeUpdate() == 1;
    }

    boolean isEnded(IntentId id) {
        return ended.contains(id);
    }
}
