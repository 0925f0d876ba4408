package tallystick.node.ledger;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import tallystick.core.approval.SeenCount;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.PartyId;

/// The node's memory of intents, synced to disk before any answer.
///
/// **Why** a limit counted after signing lets concurrent requests all pass, and a crash between signing and remembering
/// signs twice. So an intent is reserved durably before the first protocol message leaves.
///
/// **Form** one SQLite file, write-ahead log, `synchronous=FULL`. **Threads** any; callers who wait
/// at the same time share one commit.
public final class Ledger implements AutoCloseable {
    private static final String SCHEMA = """
        CREATE TABLE IF NOT EXISTS intents (
            id BLOB PRIMARY KEY CHECK (length(id) = 32),
            state TEXT NOT NULL CHECK (state IN ('RESERVED', 'RELEASED', 'SIGNED')),
            reply BLOB,
            bound BLOB NOT NULL CHECK (length(bound) = 32),
            CHECK ((state = 'SIGNED') = (reply IS NOT NULL))
        ) WITHOUT ROWID, STRICT
        """;

    private static final String ATTEMPTS = """
        CREATE TABLE IF NOT EXISTS attempts (
            pair BLOB PRIMARY KEY,
            state TEXT NOT NULL CHECK (state IN ('OPEN', 'BANNED'))
        ) WITHOUT ROWID, STRICT
        """;

    private static final String QUARANTINE = """
        CREATE TABLE IF NOT EXISTS quarantine (
            key BLOB NOT NULL CHECK (length(key) = 32),
            epoch INTEGER NOT NULL CHECK (epoch >= 1),
            parties BLOB NOT NULL CHECK (length(parties) % 2 = 0),
            PRIMARY KEY (key, epoch, parties)
        ) WITHOUT ROWID, STRICT
        """;

    private static final String ENDED = """
        CREATE TABLE IF NOT EXISTS ended (
            intent BLOB PRIMARY KEY CHECK (length(intent) = 32)
        ) WITHOUT ROWID, STRICT
        """;

    /// What the ledger knows of a pair's checks.
    enum Attempted {
        /// None was open: one is now, or, where it was only asked, none is.
        OPENED,
        /// One is open.
        OPEN_ALREADY,
        /// One has failed.
        BANNED
    }

    private final GroupCommit commits;
    private final Ahead ahead;
    private final Connection connection;
    /// By their text; of the ledger's thread alone.
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    /// As the table has them; who asks does not wait for the disk.
    private final Set<Bytes> banned = ConcurrentHashMap.newKeySet();
    /// Given back while the disk did not take it.
    private final Set<IntentId> owed = ConcurrentHashMap.newKeySet();

    private final Set<SetName> quarantined = ConcurrentHashMap.newKeySet();
    /// As the table has them, or will once the disk takes them.
    private final Set<IntentId> ended = ConcurrentHashMap.newKeySet();

    private final LimitTable limits;
    private final SightTable sights;
    private final KeptTable kept;
    private volatile Consumer<List<Kept>> whenKept = _ -> {};

    private Ledger(
            Path file, Connection connection, Set<Bytes> banned, Set<SetName> quarantined, LongConsumer commitNanos)
            throws SQLException {
        this.connection = connection;
        this.banned.addAll(banned);
        this.quarantined.addAll(quarantined);
        this.ended.addAll(ended(connection));
        this.limits = LimitTable.open(connection);
        this.sights = SightTable.open(connection);
        this.kept = KeptTable.open(connection);
        this.ahead = Ahead.of(file, connection);
        this.commits = new GroupCommit(connection, commitNanos, ahead);
    }

    /// Opens or creates the file. Reservations that a dead process left behind are released: its nonces and pool items
    /// died with it, so nothing of them can be used again.
    /// @spec docs/spec/share-store.md#SS-7 share-store
    /// @spec docs/spec/share-store.md#SS-10 share-store
    public static Ledger open(Path file) throws StoreUnavailable {
        return open(file, _ -> {});
    }

    /// The same, and `commitNanos` hears how long each commit took, on the ledger's own thread.
    public static Ledger open(Path file, LongConsumer commitNanos) throws StoreUnavailable {
        try {
            var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("PRAGMA synchronous=FULL");
                statement.execute(SCHEMA);
                statement.execute(ATTEMPTS);
                statement.execute(QUARANTINE);
                statement.execute(ENDED);
                statement.execute(OccasionLedger.SCHEMA);
                statement.execute("UPDATE intents SET state = 'RELEASED' WHERE state = 'RESERVED'");
            }
            return new Ledger(file, connection, banned(connection), quarantined(connection), commitNanos);
        } catch (SQLException e) {
            throw new StoreUnavailable("open ledger " + file.getFileName(), e);
        }
    }

    private static Set<Bytes> banned(Connection connection) throws SQLException {
        var banned = new HashSet<Bytes>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT pair FROM attempts WHERE state = 'BANNED'")) {
            while (rows.next()) banned.add(Bytes.copyOf(rows.getBytes(1)));
        }
        return banned;
    }

    private static Set<IntentId> ended(Connection connection) throws SQLException {
        var ended = new HashSet<IntentId>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT intent FROM ended")) {
            while (rows.next()) ended.add(new IntentId(new Digest32(Bytes.copyOf(rows.getBytes(1)))));
        }
        return ended;
    }

    private static Set<SetName> quarantined(Connection connection) throws SQLException {
        var sets = new HashSet<SetName>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT key, epoch, parties FROM quarantine")) {
            while (rows.next())
                sets.add(new SetName(
                        new Digest32(Bytes.copyOf(rows.getBytes(1))), rows.getInt(2), parties(rows.getBytes(3))));
        }
        return sets;
    }

    private static List<PartyId> parties(byte[] row) {
        var numbers = ByteBuffer.wrap(row);
        var parties = new ArrayList<PartyId>();
        while (numbers.hasRemaining()) parties.add(new PartyId(Short.toUnsignedInt(numbers.getShort())));
        return parties;
    }

    /// Reserves `id`, or says why not; synced when it returns.
    ///
    /// @param bound what the intent's open part was filled in with: once said, for ever
    /// @spec docs/spec/share-store.md#SS-8 share-store
    public Reservation reserve(IntentId id, Digest32 bound) throws StoreUnavailable {
        var wasOwed = owed.contains(id);
        try {
            return onThread("reserve an intent", () -> {
                if (owed.remove(id)) setReleased(id);
                return reserveNow(id, bound);
            });
        } catch (StoreUnavailable e) {
            if (wasOwed) owed.add(id);
            throw e;
        }
    }

    /// Reserves `id` and all that comes with it in one step, or says why not; synced when it returns.
    ///
    /// **Why** limits are asked again here: between a judgement and this others may have reserved.
    ///
    /// @param bound what the intent's open part was filled in with: once said, for ever
    /// @spec docs/spec/share-store.md#SS-8 share-store
    /// @spec docs/spec/policy.md#PO-9 policy
    public Reservation reserve(IntentId id, Digest32 bound, Reserve with) throws StoreUnavailable {
        var wasOwed = owed.contains(id);
        try {
            return onThread("reserve an intent", () -> {
                if (owed.remove(id)) setReleased(id);
                return reserveNow(id, bound, with);
            });
        } catch (StoreUnavailable e) {
            if (wasOwed) owed.add(id);
            throw e;
        }
    }

    private Reservation reserveNow(IntentId id, Digest32 bound, Reserve with) throws SQLException {
        if (ended.contains(id)) return new Reservation.Ended();
        if (!sights.agrees(with.counts())) return new Reservation.CountsOtherwise();
        if (sights.isOvertaken(with)
                || !with.by().isReplacement() && isTaken(id, with.by().slot())) return new Reservation.Overtaken();
        return switch (limits.tryOut(id, with)) {
            case Counters.Reservation.Exceeded(var keys) -> new Reservation.Exceeded(keys);
            case Counters.Reservation.Ended() -> new Reservation.Ended();
            case Counters.Reservation.Made(var made) -> {
                var reservation = reserveNow(id, bound);
                if (reservation instanceof Reservation.Fresh) {
                    sights.keep(id, with);
                    sights.keepPayments(id, with);
                    limits.keep(id, with, made);
                }
                yield reservation;
            }
        };
    }

    /// Keeps what was seen of an intent that is not reserved: when first, and counts of passkeys.
    public void saw(IntentId id, Reserve seen) throws StoreUnavailable {
        var _ = onThread("keep what was seen of an intent", () -> sights.keep(id, seen));
    }

    /// Keeps counts of passkeys.
    public void saw(Map<Digest32, List<SeenCount>> counts) throws StoreUnavailable {
        if (!counts.isEmpty()) {
            var _ = onThread("keep counts of passkeys", () -> sights.keep(counts));
        }
    }

    /// When an intent was first seen; empty if never.
    public Optional<Instant> firstSeen(IntentId id) {
        return sights.firstSeen(id);
    }

    /// What passkeys showed.
    public SeenCount.Store counts() {
        return sights::counts;
    }

    /// What was reserved to be paid.
    public Past past() {
        return sights.past();
    }

    /// Whether another intent was reserved for the same place on a chain, and not given up.
    /// @spec docs/spec/policy.md#PO-19 policy
    public boolean isTaken(IntentId id, Optional<Slot> slot) {
        return slot.filter(each -> limits.isTaken(id, each)).isPresent();
    }

    /// What limits have counted.
    public Counters counters() {
        return limits.present();
    }

    /// Says that something of an intent's signature may leave from now on: what it counts is never given back.
    public void begin(IntentId id) {
        limits.begin(id);
    }

    /// Ends an intent that somebody rejected or cancelled: it is never reserved again. What it counts stays counted.
    /// Synced when it returns.
    ///
    /// **Why** whoever carries the evidence may leave a no out of it the next time.
    ///
    /// @spec docs/spec/documents.md#ND-6 documents
    public void end(IntentId id) throws StoreUnavailable {
        ended.add(id);
        var _ = onThread("end an intent", () -> {
            var insert = prepare("INSERT INTO ended (intent) VALUES (?) ON CONFLICT DO NOTHING", id);
            return insert.executeUpdate() == 1;
        });
    }

    /// Whether somebody rejected or cancelled it.
    public boolean isEnded(IntentId id) {
        return ended.contains(id);
    }

    /// Gives back what was counted for intents that expired without ever having begun to be signed, and forgets what
    /// nobody asks for any more.
    public void releaseExpired(Instant now) throws StoreUnavailable {
        if (sights.isToForget(now)) {
            var _ = onThread("forget what is long over", () -> sights.forget(now));
        }
        if (limits.expired(now).isEmpty()) return;
        var _ = onThread("give counts back", () -> limits.releaseExpired(now));
    }

    /// What was kept when the file was opened, in the order it first came.
    public List<Kept> kept() {
        return kept.atStart();
    }

    /// Keeps rows, all of them or none; synced when it returns.
    public void keep(List<Kept> rows) throws StoreUnavailable {
        keep(rows, List.of());
    }

    /// Keeps rows and drops others first, all of it or nothing; synced when it returns.
    public void keep(List<Kept> rows, List<Dropped> dropped) throws StoreUnavailable {
        var _ = onThread("keep documents", () -> kept.keep(rows, dropped));
        whenKept.accept(rows);
    }

    /// Has somebody hear of rows once they are on disk.
    public void whenKept(Consumer<List<Kept>> hears) {
        whenKept = hears;
    }

    private Reservation reserveNow(IntentId id, Digest32 bound) throws SQLException {
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

    /// Records what was signed for `id`, before anybody hears of it.
    /// @spec docs/spec/share-store.md#SS-9 share-store
    public void signed(IntentId id, Bytes reply) throws StoreUnavailable {
        var _ = onThread("record a signature", () -> {
            var update = prepare("UPDATE intents SET reply = ?2, state = 'SIGNED' WHERE id = ?1", id);
            update.setBytes(2, reply.toArray());
            exactlyOne(update);
            limits.commit(id);
            return true;
        });
    }

    /// Gives a reservation back after a run that released nothing. If the disk does not take that now, it is done
    /// before the intent is reserved again.
    public void release(IntentId id) throws StoreUnavailable {
        try {
            var _ = onThread("release an intent", () -> setReleased(id));
        } catch (StoreUnavailable e) {
            owed.add(id);
            throw e;
        }
    }

    private boolean setReleased(IntentId id) throws SQLException {
        return exactlyOne(prepare("UPDATE intents SET state = 'RELEASED' WHERE id = ? AND state = 'RESERVED'", id));
    }

    /// Opens an attempt if none is open and the pair is not banned; synced when it returns.
    Attempted beginAttempt(Bytes pair) throws StoreUnavailable {
        return onThread("begin a check", () -> {
            var insert = prepare("INSERT INTO attempts (pair, state) VALUES (?, 'OPEN') ON CONFLICT DO NOTHING", pair);
            return insert.executeUpdate() == 1 ? Attempted.OPENED : attempted(pair);
        });
    }

    Attempted attemptState(Bytes pair) throws StoreUnavailable {
        return onThread("look up a check", () -> attempted(pair));
    }

    void clearAttempt(Bytes pair) throws StoreUnavailable {
        changeAttempt("end a check", "DELETE FROM attempts WHERE pair = ? AND state = 'OPEN'", pair);
    }

    boolean isBanned(Bytes pair) {
        return banned.contains(pair);
    }

    /// From now on, whether the disk takes it or not: an open attempt there stands for it.
    void banAttempt(Bytes pair) throws StoreUnavailable {
        banned.add(pair);
        changeAttempt("ban a pair", "UPDATE attempts SET state = 'BANNED' WHERE pair = ? AND state = 'OPEN'", pair);
    }

    /// Cuts a signing set off from now on, whether the disk takes it or not; synced when it returns, also where another
    /// run has begun to write the same, or has failed to.
    ///
    /// @return whether it was not cut off before
    boolean quarantine(SetName set) throws StoreUnavailable {
        quarantined.add(set);
        var row = new Writer();
        set.parties().forEach(party -> party.write(row));
        return onThread("quarantine a signing set", () -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO quarantine (key, epoch, parties) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
                insert.setBytes(1, set.key().bytes().toArray());
                insert.setInt(2, set.epoch());
                insert.setBytes(3, row.toBytes().toArray());
                return insert.executeUpdate() == 1;
            }
        });
    }

    boolean isQuarantined(SetName set) {
        return quarantined.contains(set);
    }

    Set<SetName> quarantined() {
        return Set.copyOf(quarantined);
    }

    /// Notes an occasion to speak on, for ever, synced when it returns; whether it is the first time.
    boolean isFirst(Digest32 occasion) throws StoreUnavailable {
        var insert = "INSERT INTO occasions (occasion) VALUES (?) ON CONFLICT DO NOTHING";
        return onThread("note an occasion", () -> prepare(insert, occasion.bytes()).executeUpdate() == 1);
    }

    /// Writes a row that names no pair and takes it away again, on the way that every change takes.
    ///
    /// @throws StoreUnavailable if changes fail
    public void tryOut() throws StoreUnavailable {
        var _ = onThread("write the ledger", () -> {
            try (var statement = connection.createStatement()) {
                statement.execute("INSERT INTO attempts (pair, state) VALUES (x'', 'OPEN')");
                return statement.execute("DELETE FROM attempts WHERE pair = x''");
            }
        });
    }

    private void changeAttempt(String what, String sql, Bytes pair) throws StoreUnavailable {
        var _ = onThread(what, () -> exactlyOne(prepare(sql, pair)));
    }

    private Attempted attempted(Bytes pair) throws SQLException {
        try (var row =
                prepare("SELECT state FROM attempts WHERE pair = ?", pair).executeQuery()) {
            if (!row.next()) return Attempted.OPENED;
            return row.getString(1).equals("BANNED") ? Attempted.BANNED : Attempted.OPEN_ALREADY;
        }
    }

    @Override
    public void close() {
        commits.close();
        ahead.close();
        try {
            connection.close();
        } catch (SQLException e) {
            System.getLogger(Ledger.class.getName())
                    .log(System.Logger.Level.WARNING, "ledger did not close cleanly; it is synced");
        }
    }

    private PreparedStatement prepare(String sql, IntentId id) throws SQLException {
        return prepare(sql, id.value().bytes());
    }

    /// Parsed once: parsing takes longer than a change. Of a query the rows are closed before it is asked again.
    private PreparedStatement prepare(String sql, Bytes first) throws SQLException {
        var statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        statement.setBytes(1, first.toArray());
        return statement;
    }

    private static boolean exactlyOne(PreparedStatement update) throws SQLException {
        if (update.executeUpdate() != 1) throw new SQLException("not exactly one row changed");
        return true;
    }

    private <T> T onThread(String what, GroupCommit.Work<T> work) throws StoreUnavailable {
        try {
            return commits.run(work);
        } catch (ExecutionException | RejectedExecutionException e) {
            throw new StoreUnavailable(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable(what + ": interrupted", e);
        }
    }
}
