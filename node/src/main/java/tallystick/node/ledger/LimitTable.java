package tallystick.node.ledger;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What limits have counted, in the ledger's file, and the same in memory for whoever judges.
///
/// **Why** counted before it is signed, and given back only where nobody can have signed: a count that is too high
/// holds up a payment, one that is too low lets a thief through.
///
/// **Threads** changes on the ledger's own thread, [#present] on any. Where a commit fails memory has counted more
/// than the disk; the same intent writes its rows again when it is asked again.
final class LimitTable {
    static final List<String> SCHEMA = List.of("""
        CREATE TABLE IF NOT EXISTS counted (
            intent BLOB PRIMARY KEY CHECK (length(intent) = 32),
            state TEXT NOT NULL CHECK (state IN ('RESERVED', 'COMMITTED', 'RELEASED')),
            expires INTEGER NOT NULL
        ) WITHOUT ROWID, STRICT
        """, """
        CREATE TABLE IF NOT EXISTS charges (
            counter BLOB NOT NULL,
            second INTEGER NOT NULL,
            nano INTEGER NOT NULL,
            intent BLOB NOT NULL CHECK (length(intent) = 32),
            amount TEXT NOT NULL,
            PRIMARY KEY (counter, intent)
        ) WITHOUT ROWID, STRICT
        """, """
        CREATE TABLE IF NOT EXISTS slots (
            intent BLOB PRIMARY KEY CHECK (length(intent) = 32),
            slot BLOB NOT NULL CHECK (length(slot) = 32)
        ) WITHOUT ROWID, STRICT
        """);
    private static final int KEY_TEXT_BYTES_MAX = 4096;
    private static final int KEY_VALUES_MAX = 64;
    /// A run that was begun in time may go on a while after.
    private static final long RUN_SECONDS_MAX = 3600;

    /// Far beyond any run, and any clock that differs.
    private static final Duration STATE_LIFE_AFTER = Duration.ofDays(2);

    private final Session session;
    /// Reserved in this life, and no run has begun that could have used it.
    private final Unbegun unbegun;

    private final Map<Slot, Set<IntentId>> takers = new ConcurrentHashMap<>();

    private volatile Counters present;

    private LimitTable(Session session, Counters present, Map<IntentId, Slot> slots, Unbegun unbegun) {
        this.session = session;
        this.present = present;
        this.unbegun = unbegun;
        slots.forEach(this::take);
    }

    /// Reads what was counted. What a dead process had reserved stays counted: nobody knows how far it came.
    static LimitTable open(Session session) throws SQLException {
        return read(session, new Unbegun());
    }

    /// The same as it is now, after others changed it.
    ///
    /// **Why** it forgets here what another process has reserved since: that one may have begun, and once this one
    /// reserves it again nobody can see any more that it did.
    ///
    /// @spec docs/spec/share-store.md#SS-18 share-store
    LimitTable again() throws SQLException {
        var table = read(session, unbegun);
        for (var id : unbegun.ids()) if (!table.isReservedHere(id)) unbegun.forget(id);
        return table;
    }

    /// Whether it is counted, and was reserved last by this process.
    private boolean isReservedHere(IntentId id) throws SQLException {
        return present.state(id).equals(Optional.of(Counters.State.RESERVED))
                && session.intents().isLastHere(id);
    }

    private static LimitTable read(Session session, Unbegun unbegun) throws SQLException {
        var states = new HashMap<IntentId, Counters.State>();
        var entries = new HashMap<CounterKey, List<Counters.Entry>>();
        var slots = new HashMap<IntentId, Slot>();
        try (var statement = session.connection().createStatement()) {
            try (var rows = statement.executeQuery("SELECT intent, state FROM counted")) {
                while (rows.next()) states.put(intent(rows.getBytes(1)), Counters.State.valueOf(rows.getString(2)));
            }
            try (var rows = statement.executeQuery("SELECT intent, slot FROM slots")) {
                while (rows.next()) slots.put(intent(rows.getBytes(1)), slot(rows.getBytes(2)));
            }
            try (var rows = statement.executeQuery(
                    "SELECT counter, intent, amount, second, nano FROM charges ORDER BY second, nano, intent")) {
                while (rows.next()) {
                    var id = intent(rows.getBytes(2));
                    entries.computeIfAbsent(key(rows.getBytes(1)), _ -> new ArrayList<>())
                            .add(new Counters.Entry(
                                    id,
                                    new BigDecimal(rows.getString(3)),
                                    Instant.ofEpochSecond(rows.getLong(4), rows.getInt(5)),
                                    Optional.ofNullable(slots.get(id))));
                }
            }
        }
        return new LimitTable(session, Counters.kept(entries, states), slots, unbegun);
    }

    /// What is counted now. Others may be counting: the reservation asks again.
    Counters present() {
        return present;
    }

    /// What would come of a reservation; changes nothing.
    Counters.Reservation tryOut(IntentId id, Reserve reserve) {
        return present.reserve(id, reserve.by().slot(), reserve.charges(), reserve.now());
    }

    /// Whether another intent that was not given up has the same place on a chain.
    boolean isTaken(IntentId id, Slot slot) {
        return takers.getOrDefault(slot, Set.of()).stream()
                .anyMatch(each -> !each.equals(id)
                        && present.state(each)
                                .filter(Counters.State.RELEASED::equals)
                                .isEmpty());
    }

    private void take(IntentId id, Slot slot) {
        takers.computeIfAbsent(slot, _ -> ConcurrentHashMap.newKeySet()).add(id);
    }

    /// Keeps it; what was kept of it before moves to now.
    void keep(IntentId id, Reserve reserve, Counters made) throws SQLException {
        try (var insert = session.connection()
                .prepareStatement("INSERT INTO counted (intent, state, expires) VALUES (?, 'RESERVED', ?)"
                        + " ON CONFLICT DO NOTHING")) {
            insert.setBytes(1, id.value().bytes().toArray());
            insert.setLong(2, reserve.expiresAt().getEpochSecond());
            insert.executeUpdate();
        }
        // How far it came may be forgotten while what it counted is not: a run may have begun then.
        var isNew = present.state(id).isEmpty() && !hasCounted(id);
        if (reserve.by().slot().isPresent()) keep(id, reserve.by().slot().get());
        for (var charge : reserve.charges()) keep(id, charge, made);
        if (isNew) unbegun.add(id, reserve.expiresAt());
        present = made;
    }

    private boolean hasCounted(IntentId id) throws SQLException {
        try (var select = session.connection().prepareStatement("SELECT 1 FROM charges WHERE intent = ? LIMIT 1")) {
            select.setBytes(1, id.value().bytes().toArray());
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void keep(IntentId id, Slot slot) throws SQLException {
        try (var insert = session.connection()
                .prepareStatement("INSERT INTO slots (intent, slot) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            insert.setBytes(1, id.value().bytes().toArray());
            insert.setBytes(2, slot.value().bytes().toArray());
            insert.executeUpdate();
        }
        take(id, slot);
    }

    private void keep(IntentId id, Charge charge, Counters made) throws SQLException {
        for (var entry : made.entries(charge.key())) {
            if (!entry.intent().equals(id)) continue;
            var at = entry.at();
            try (var insert = session.connection()
                    .prepareStatement(
                            "INSERT INTO charges (counter, second, nano, intent, amount) VALUES (?, ?, ?, ?, ?)"
                                    + " ON CONFLICT (counter, intent) DO UPDATE SET second = excluded.second,"
                                    + " nano = excluded.nano, amount = excluded.amount")) {
                insert.setBytes(1, key(charge.key()).toArray());
                insert.setLong(2, at.getEpochSecond());
                insert.setInt(3, at.getNano());
                insert.setBytes(4, id.value().bytes().toArray());
                insert.setString(5, entry.amount().toPlainString());
                insert.executeUpdate();
            }
        }
    }

    /// From now on something of its signature may leave.
    ///
    /// @return whether it may: what it counts was not given back
    boolean begin(IntentId id) {
        return unbegun.begin(id)
                && present.state(id).filter(Counters.State.RELEASED::equals).isEmpty();
    }

    /// Counts it for good.
    void commit(IntentId id) throws SQLException {
        unbegun.forget(id);
        if (present.state(id).filter(Counters.State.RESERVED::equals).isEmpty()) return;
        setState(id, "COMMITTED");
        present = present.commit(id);
    }

    /// Gives back what has expired without that any run had begun, here or in another process.
    /// @spec docs/spec/share-store.md#SS-18 share-store
    boolean releaseExpired(Instant now) throws SQLException {
        for (var id : expired(now)) {
            if (!isReservedHere(id)) {
                unbegun.forget(id);
                continue;
            }
            if (!unbegun.leave(id)) continue;
            try {
                release(id);
            } finally {
                unbegun.left(id);
            }
        }
        return true;
    }

    private void release(IntentId id) throws SQLException {
        try (var delete = session.connection().prepareStatement("DELETE FROM charges WHERE intent = ?")) {
            delete.setBytes(1, id.value().bytes().toArray());
            delete.executeUpdate();
        }
        setState(id, "RELEASED");
        present = present.release(id);
    }

    /// Forgets how far requests came that are over for two days, and no run can be of; what they counted stays, and so
    /// does the place on a chain of what was not given up.
    /// @spec docs/spec/documents.md#ND-6 documents
    boolean forget(Instant now) throws SQLException {
        var over = new HashSet<IntentId>();
        var given = new HashSet<IntentId>();
        try (var select =
                session.connection().prepareStatement("SELECT intent, state FROM counted WHERE expires < ?")) {
            select.setLong(1, now.minus(STATE_LIFE_AFTER).getEpochSecond());
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var id = intent(rows.getBytes(1));
                    if (unbegun.contains(id)) continue;
                    over.add(id);
                    if (rows.getString(2).equals("RELEASED")) given.add(id);
                }
            }
        }
        delete("DELETE FROM counted WHERE intent = ?", over);
        delete("DELETE FROM slots WHERE intent = ?", given);
        takers.values().forEach(each -> each.removeAll(given));
        takers.values().removeIf(Set::isEmpty);
        if (!over.isEmpty()) present = present.forget(over);
        return true;
    }

    private void delete(String sql, Set<IntentId> ids) throws SQLException {
        try (var delete = session.connection().prepareStatement(sql)) {
            for (var id : ids) {
                delete.setBytes(1, id.value().bytes().toArray());
                delete.executeUpdate();
            }
        }
    }

    /// Those that expired, and whose end nobody can be late for.
    Set<IntentId> expired(Instant now) {
        return unbegun.expired(now.minusSeconds(RUN_SECONDS_MAX));
    }

    private void setState(IntentId id, String state) throws SQLException {
        try (var update = session.connection().prepareStatement("UPDATE counted SET state = ? WHERE intent = ?")) {
            update.setString(1, state);
            update.setBytes(2, id.value().bytes().toArray());
            update.executeUpdate();
        }
    }

    private static IntentId intent(byte[] row) {
        return new IntentId(new Digest32(Bytes.copyOf(row)));
    }

    private static Slot slot(byte[] row) {
        return new Slot(new Digest32(Bytes.copyOf(row)));
    }

    private static Bytes key(CounterKey key) {
        return new Writer()
                .text(key.policy())
                .text(key.rule())
                .list(key.values(), Writer::text)
                .toBytes();
    }

    private static CounterKey key(byte[] row) throws SQLException {
        return switch (Reader.parse(Bytes.copyOf(row), LimitTable::read)) {
            case Parsed.Ok<CounterKey>(var key) -> key;
            case Parsed.Malformed<CounterKey>(var offset, var expected) ->
                throw new SQLException("a counter at byte %d: expected %s".formatted(offset, expected));
        };
    }

    private static CounterKey read(Reader reader) throws MalformedInput {
        return new CounterKey(
                reader.text(KEY_TEXT_BYTES_MAX, "policy"),
                reader.text(KEY_TEXT_BYTES_MAX, "rule"),
                reader.list(0, KEY_VALUES_MAX, "values", each -> each.text(KEY_TEXT_BYTES_MAX, "value")));
    }
}
