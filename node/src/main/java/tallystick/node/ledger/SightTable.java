package tallystick.node.ledger;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.approval.SeenCount;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// What the node saw: intents for the first time, counts of passkeys, payments that were reserved. Synced before
/// anybody is answered by it.
///
/// **Threads** changes on the ledger's own thread, all else on any.
final class SightTable {
    static final List<String> SCHEMA = List.of("""
            CREATE TABLE IF NOT EXISTS first_seen (
                intent BLOB PRIMARY KEY CHECK (length(intent) = 32),
                millis INTEGER NOT NULL,
                expires INTEGER NOT NULL
            ) WITHOUT ROWID, STRICT
            """, """
            CREATE TABLE IF NOT EXISTS passkey_counts (
                key BLOB NOT NULL CHECK (length(key) = 32),
                statement BLOB NOT NULL CHECK (length(statement) = 32),
                count INTEGER NOT NULL,
                second INTEGER NOT NULL,
                PRIMARY KEY (key, statement)
            ) WITHOUT ROWID, STRICT
            """, """
            CREATE TABLE IF NOT EXISTS payments (
                intent BLOB NOT NULL CHECK (length(intent) = 32),
                leg INTEGER NOT NULL,
                millis INTEGER NOT NULL,
                destination TEXT NOT NULL,
                asset TEXT NOT NULL,
                amount TEXT NOT NULL,
                PRIMARY KEY (intent, leg)
            ) WITHOUT ROWID, STRICT
            """);

    /// Longer than any rule looks back at payments.
    private static final Duration PAYMENT_LIFE = Duration.ofDays(400);
    /// An intent that is over is refused for that: nobody asks any more when it was first seen.
    private static final Duration INTENT_LIFE_AFTER = Duration.ofDays(1);
    /// Longer than any approval counts.
    private static final Duration COUNT_LIFE = Duration.ofDays(31);
    private static final Duration BETWEEN = Duration.ofHours(1);

    private final Session session;
    private final Map<IntentId, Instant> firstSeen = new ConcurrentHashMap<>();
    private volatile Instant forgottenAt = Instant.MIN;
    private final Map<Digest32, List<SeenCount>> counts = new ConcurrentHashMap<>();
    private volatile Past past = Past.none();

    private SightTable(Session session) {
        this.session = session;
    }

    static SightTable open(Session session) throws SQLException {
        var table = new SightTable(session);
        try (var statement = session.connection().createStatement()) {
            try (var rows = statement.executeQuery("SELECT intent, millis FROM first_seen")) {
                while (rows.next())
                    table.firstSeen.put(intent(rows.getBytes(1)), Instant.ofEpochMilli(rows.getLong(2)));
            }
            table.counts.putAll(table.readCounts());
            try (var rows = statement.executeQuery("SELECT payments.intent, millis, destination, asset, amount, slot"
                    + " FROM payments LEFT JOIN slots ON slots.intent = payments.intent")) {
                var read = new ArrayList<Past.Payment>();
                while (rows.next())
                    read.add(new Past.Payment(
                            intent(rows.getBytes(1)),
                            Instant.ofEpochMilli(rows.getLong(2)),
                            account(rows.getString(3)),
                            asset(rows.getString(4)),
                            new BigInteger(rows.getString(5)),
                            Optional.ofNullable(rows.getBytes(6)).map(row -> new Slot(digest(row)))));
                table.past = new Past(read);
            }
        }
        return table;
    }

    /// The same as it is now, after others changed it.
    SightTable again() throws SQLException {
        var table = open(session);
        table.forgottenAt = forgottenAt;
        return table;
    }

    Optional<Instant> firstSeen(IntentId id) {
        return Optional.ofNullable(firstSeen.get(id));
    }

    List<SeenCount> counts(Digest32 key) {
        return counts.getOrDefault(key, List.of());
    }

    Past past() {
        return past;
    }

    /// Whether somebody else has reserved one of its payments since it was judged, and that could make it another
    /// judgement.
    boolean isOvertaken(Reserve reserve) {
        var by = reserve.by();
        return by.asksForRepeats()
                && reserve.payments().stream()
                        .anyMatch(
                                each -> !Set.copyOf(by.past().repeatedBy(each)).containsAll(past.repeatedBy(each)));
    }

    /// Whether these fit all that was seen, also since they were asked about.
    boolean agrees(Map<Digest32, List<SeenCount>> shown) {
        return shown.entrySet().stream()
                .allMatch(each -> each.getValue().stream().allMatch(count -> count.agreesWith(counts(each.getKey()))));
    }

    boolean keep(IntentId id, Reserve reserve) throws SQLException {
        try (var insert = session.connection()
                .prepareStatement(
                        "INSERT INTO first_seen (intent, millis, expires) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setBytes(1, id.value().bytes().toArray());
            insert.setLong(2, reserve.seenAt().toEpochMilli());
            insert.setLong(3, reserve.expiresAt().getEpochSecond());
            insert.executeUpdate();
        }
        for (var each : reserve.counts().entrySet()) for (var count : each.getValue()) keep(each.getKey(), count);
        firstSeen.putIfAbsent(id, reserve.seenAt());
        return true;
    }

    boolean keep(Map<Digest32, List<SeenCount>> shown) throws SQLException {
        for (var each : shown.entrySet()) for (var count : each.getValue()) keep(each.getKey(), count);
        return true;
    }

    private void keep(Digest32 key, SeenCount count) throws SQLException {
        try (var insert = session.connection()
                .prepareStatement("INSERT INTO passkey_counts (key, statement, count, second)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setBytes(1, key.bytes().toArray());
            insert.setBytes(2, count.statement().bytes().toArray());
            insert.setLong(3, count.count());
            insert.setLong(4, count.at().getEpochSecond());
            insert.executeUpdate();
        }
        add(key, count);
    }

    /// Whether it is time to look for what is long over.
    boolean isToForget(Instant now) {
        return now.isAfter(forgottenAt.plus(BETWEEN));
    }

    /// Forgets when intents were first seen that are over, and payments of long ago.
    boolean forget(Instant now) throws SQLException {
        var over = now.minus(INTENT_LIFE_AFTER).getEpochSecond();
        try (var select = session.connection().prepareStatement("SELECT intent FROM first_seen WHERE expires < ?")) {
            select.setLong(1, over);
            try (var rows = select.executeQuery()) {
                while (rows.next()) firstSeen.remove(intent(rows.getBytes(1)));
            }
        }
        delete("DELETE FROM first_seen WHERE expires < ?", over);
        var longAgo = now.minus(PAYMENT_LIFE);
        if (delete("DELETE FROM payments WHERE millis < ?", longAgo.toEpochMilli()) > 0)
            past = new Past(past.payments().stream()
                    .filter(each -> !each.at().isBefore(longAgo))
                    .toList());
        forgetCounts(now.minus(COUNT_LIFE).getEpochSecond());
        forgottenAt = now;
        return true;
    }

    /// The highest of a key stays for ever, and so does that it counts or does not.
    private void forgetCounts(long before) throws SQLException {
        var isLess = """
            DELETE FROM passkey_counts WHERE second < ? AND EXISTS (SELECT 1 FROM passkey_counts AS higher
                WHERE higher.key = passkey_counts.key AND (higher.count > passkey_counts.count
                    OR higher.count = passkey_counts.count AND higher.second > passkey_counts.second))
            """;
        if (delete(isLess, before) > 0) counts.putAll(readCounts());
    }

    private Map<Digest32, List<SeenCount>> readCounts() throws SQLException {
        var read = new HashMap<Digest32, List<SeenCount>>();
        try (var statement = session.connection().createStatement();
                var rows = statement.executeQuery("SELECT key, statement, count, second FROM passkey_counts")) {
            while (rows.next())
                read.computeIfAbsent(digest(rows.getBytes(1)), _ -> new ArrayList<>())
                        .add(new SeenCount(
                                rows.getLong(3), Instant.ofEpochSecond(rows.getLong(4)), digest(rows.getBytes(2))));
        }
        read.replaceAll((_, shown) -> List.copyOf(shown));
        return read;
    }

    private int delete(String sql, long before) throws SQLException {
        try (var delete = session.connection().prepareStatement(sql)) {
            delete.setLong(1, before);
            return delete.executeUpdate();
        }
    }

    /// What it pays, once it is reserved.
    void keepPayments(IntentId id, Reserve reserve) throws SQLException {
        var leg = 0;
        for (var payment : reserve.payments()) {
            try (var insert = session.connection()
                    .prepareStatement("INSERT INTO payments"
                            + " (intent, leg, millis, destination, asset, amount) VALUES (?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT DO NOTHING")) {
                insert.setBytes(1, id.value().bytes().toArray());
                insert.setInt(2, leg++);
                insert.setLong(3, payment.at().toEpochMilli());
                insert.setString(4, payment.destination().toString());
                insert.setString(5, payment.asset().toString());
                insert.setString(6, payment.amount().toString());
                if (insert.executeUpdate() == 1) past = past.plus(payment);
            }
        }
    }

    private void add(Digest32 key, SeenCount count) {
        counts.merge(key, List.of(count), (before, added) -> {
            if (before.containsAll(added)) return before;
            var more = new ArrayList<>(before);
            more.addAll(added);
            return List.copyOf(more);
        });
    }

    private static IntentId intent(byte[] row) {
        return new IntentId(digest(row));
    }

    private static Account account(String text) {
        var parts = text.split(":", 3);
        return new Account(new ChainId(parts[0], parts[1]), parts[2]);
    }

    private static Asset asset(String text) {
        var slash = text.indexOf('/');
        var chain = text.substring(0, slash).split(":", 2);
        var rest = text.substring(slash + 1).split(":", 2);
        return new Asset(new ChainId(chain[0], chain[1]), rest[0], rest[1]);
    }

    private static Digest32 digest(byte[] row) {
        return new Digest32(Bytes.copyOf(row));
    }
}
