package tallystick.node.ledger;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tallystick.core.approval.SeenCount;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.SetName;

/// The node's memory of intents, synced to disk before any answer.
///
/// **Why** a limit counted after signing lets concurrent requests all pass, and a crash between signing and remembering
/// signs twice. So an intent is reserved durably before the first protocol message leaves.
///
/// **Form** one SQLite file of one process, or a PostgreSQL database that processes of one participant share.
/// **Threads** any; callers who wait at the same time share one commit.
public final class Ledger implements AutoCloseable {
    /// What the ledger knows of a pair's checks.
    enum Attempted {
        /// None was open: one is now, or, where it was only asked, none is.
        OPENED,
        /// One is open.
        OPEN_ALREADY,
        /// One has failed.
        BANNED
    }

    private final Session session;
    private final GroupCommit commits;
    private final AtomicLong runs = new AtomicLong();
    /// Given back while the disk did not take it.
    private final Set<IntentId> owed = ConcurrentHashMap.newKeySet();

    private final BurntTable burnt;
    private final SettledTime settledTime = new SettledTime(System::nanoTime);
    private volatile LimitTable limits;
    private volatile SightTable sights;
    private volatile KeptTable kept;
    private volatile Consumer<List<Kept>> whenKept = _ -> {};
    /// Rows as others changed them, until somebody here has taken them in.
    private final AtomicReference<@Nullable List<Kept>> unread = new AtomicReference<>();

    private Ledger(Session session, LongConsumer commitNanos) throws SQLException {
        this.session = session;
        var _ = session.begin();
        this.burnt = BurntTable.open(session);
        this.limits = LimitTable.open(session);
        this.sights = SightTable.open(session);
        this.kept = KeptTable.open(session);
        session.commit(0);
        this.commits = new GroupCommit(session, commitNanos, this::readAgain);
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
        return open("open ledger " + file.getFileName(), () -> FileSession.open(file), commitNanos);
    }

    /// Opens or creates the tables of a participant in a database that several of its processes may use.
    ///
    /// **Threads** as with a file; each commit of any process waits for that of the others.
    ///
    /// @param commitNanos hears how long each commit took, on the ledger's own thread
    /// @throws StoreUnavailable also if the database commits less surely than `store` asks for, or is of another
    /// participant
    /// @spec docs/spec/share-store.md#SS-13 share-store
    public static Ledger open(SharedStore store, LongConsumer commitNanos) throws StoreUnavailable {
        var why = SharedStore.whyNot(store.url());
        if (why.isPresent()) throw new StoreUnavailable("open the ledger: " + why.get(), new SQLException(why.get()));
        return open("open the ledger", () -> ServerSession.open(store), commitNanos);
    }

    private static Ledger open(String what, GroupCommit.Work<? extends Session> connect, LongConsumer commitNanos)
            throws StoreUnavailable {
        try {
            var session = connect.run();
            try {
                return new Ledger(session, commitNanos);
            } catch (SQLException e) {
                session.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreUnavailable(what + ": " + e.getMessage(), e);
        }
    }

    /// Others were at work on the tables, or a commit failed and nobody knows what they have of it.
    private boolean readAgain() throws SQLException {
        burnt.read();
        limits = limits.again();
        sights = sights.again();
        kept = KeptTable.open(session);
        unread.set(kept.asRead());
        whenKept.accept(kept.asRead());
        return true;
    }

    /// What no other database of a ledger is called; empty for a file.
    public String storeName() {
        return session instanceof ServerSession server ? server.name() : "";
    }

    /// Has what other processes wrote come in before anything is judged. On a file, which is of one process, nothing.
    ///
    /// @throws StoreUnavailable if it cannot be read: nothing may be judged by what was read before
    /// @spec docs/spec/share-store.md#SS-15 share-store
    public void refresh() throws StoreUnavailable {
        if (session instanceof ServerSession) {
            var _ = awaited("read the ledger", () -> commits.look(() -> true));
        }
    }

    /// Reserves `id`, or says why not; synced when it returns.
    ///
    /// @param bound what the intent's open part was filled in with: once said, for ever
    /// @spec docs/spec/share-store.md#SS-8 share-store
    public Reservation reserve(IntentId id, Digest32 bound) throws StoreUnavailable {
        return reserve(id, run -> session.intents().reserve(id, bound, run));
    }

    /// Reserves `id` and all that comes with it in one step, or says why not; synced when it returns.
    ///
    /// **Why** limits are asked again here: between a judgement and this others may have reserved.
    ///
    /// @param bound what the intent's open part was filled in with: once said, for ever
    /// @spec docs/spec/share-store.md#SS-8 share-store
    /// @spec docs/spec/policy.md#PO-9 policy
    public Reservation reserve(IntentId id, Digest32 bound, Reserve with) throws StoreUnavailable {
        return reserve(id, run -> reserveNow(id, bound, with, run));
    }

    /// Reserves in one run, which nobody else has.
    @FunctionalInterface
    private interface Attempt {
        Reservation in(long run) throws SQLException;
    }

    private Reservation reserve(IntentId id, Attempt attempt) throws StoreUnavailable {
        var wasOwed = owed.contains(id);
        var run = runs.incrementAndGet();
        try {
            return onThread("reserve an intent", () -> {
                if (owed.remove(id)) session.intents().releaseOwed(id);
                return attempt.in(run);
            });
        } catch (StoreUnavailable e) {
            if (wasOwed) owed.add(id);
            session.intents().lost(id, run);
            throw e;
        }
    }

    private Reservation reserveNow(IntentId id, Digest32 bound, Reserve with, long run) throws SQLException {
        if (burnt.isEnded(id)) return new Reservation.Ended();
        if (!sights.agrees(with.counts())) return new Reservation.CountsOtherwise();
        if (sights.isOvertaken(with)
                || !with.by().isReplacement() && isTaken(id, with.by().slot())) return new Reservation.Overtaken();
        return switch (limits.tryOut(id, with)) {
            case Counters.Reservation.Exceeded(var keys) -> new Reservation.Exceeded(keys);
            case Counters.Reservation.Ended() -> new Reservation.Ended();
            case Counters.Reservation.Made(var made) -> {
                var reservation = session.intents().reserve(id, bound, run);
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
        return key -> sights.counts(key);
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
    ///
    /// @return whether it may: what it counts was not given back, by a clock that jumped ahead since it was
    /// reserved
    /// @spec docs/spec/documents.md#ND-6 documents
    public boolean begin(IntentId id) {
        return limits.begin(id);
    }

    /// Ends an intent that somebody rejected or cancelled: it is never reserved again. What it counts stays counted.
    /// Synced when it returns.
    ///
    /// **Why** whoever carries the evidence may leave a no out of it the next time.
    ///
    /// @spec docs/spec/documents.md#ND-6 documents
    public void end(IntentId id) throws StoreUnavailable {
        burnt.end(id);
        var _ = onThread("end an intent", () -> burnt.keep(id));
    }

    /// Whether somebody rejected or cancelled it.
    public boolean isEnded(IntentId id) {
        return burnt.isEnded(id);
    }

    /// Gives back what was counted for intents that expired without ever having begun to be signed, and forgets what
    /// nobody asks for any more, by a time that the clock has shown for long enough.
    public void releaseExpired(Instant now) throws StoreUnavailable {
        var settled = settledTime.at(now);
        if (settled.isPresent()) forget(settled.get());
        if (limits.expired(now).isEmpty()) return;
        var _ = onThread("give counts back", () -> limits.releaseExpired(now));
    }

    /// Forgets what nobody asks for any more at `then`.
    public void forget(Instant then) throws StoreUnavailable {
        if (!sights.isToForget(then)) return;
        var _ = onThread("forget what is long over", () -> limits.forget(then) && sights.forget(then));
    }

    /// What was kept when the ledger was opened, in the order it first came.
    public List<Kept> kept() {
        return kept.asRead();
    }

    /// All that is kept, if other processes changed it since it was read here; until it is taken in nothing more is
    /// kept, for it would be made of what is not so any more.
    public Optional<List<Kept>> keptAnew() {
        return Optional.ofNullable(unread.get());
    }

    /// Says that somebody goes on from what [#keptAnew] gave.
    public void tookIn(List<Kept> anew) {
        unread.compareAndSet(anew, null);
    }

    /// Keeps rows, all of them or none; synced when it returns.
    public void keep(List<Kept> rows) throws StoreUnavailable {
        keep(rows, List.of());
    }

    /// Keeps rows and drops others first, all of it or nothing; synced when it returns.
    public void keep(List<Kept> rows, List<Dropped> dropped) throws StoreUnavailable {
        var _ = onThread("keep documents", () -> {
            if (unread.get() != null) throw new SQLException("another process changed them meanwhile");
            return kept.keep(rows, dropped);
        });
        whenKept.accept(rows);
    }

    /// Has somebody hear of rows once they are on disk.
    public void whenKept(Consumer<List<Kept>> hears) {
        whenKept = hears;
    }

    /// Records what was signed for `id`, before anybody hears of it.
    /// @spec docs/spec/share-store.md#SS-9 share-store
    public void signed(IntentId id, Bytes reply) throws StoreUnavailable {
        var _ = onThread("record a signature", () -> {
            session.intents().signed(id, reply);
            limits.commit(id);
            return true;
        });
    }

    /// Gives a reservation back after a run that released nothing. If the disk does not take that now, it is done
    /// before the intent is reserved again.
    public void release(IntentId id) throws StoreUnavailable {
        try {
            var _ = onThread("release an intent", () -> {
                session.intents().release(id);
                return true;
            });
        } catch (StoreUnavailable e) {
            owed.add(id);
            throw e;
        }
    }

    /// Opens an attempt if none is open and the pair is not banned; synced when it returns.
    Attempted beginAttempt(Bytes pair) throws StoreUnavailable {
        return onThread("begin a check", () -> {
            var insert = prepare("INSERT INTO attempts (pair, state) VALUES (?, 'OPEN') ON CONFLICT DO NOTHING", pair);
            return insert.executeUpdate() == 1 ? Attempted.OPENED : attempted(pair);
        });
    }

    Attempted attemptState(Bytes pair) throws StoreUnavailable {
        return awaited("look up a check", () -> commits.look(() -> attempted(pair)));
    }

    void clearAttempt(Bytes pair) throws StoreUnavailable {
        changeAttempt("end a check", "DELETE FROM attempts WHERE pair = ? AND state = 'OPEN'", pair);
    }

    boolean isBanned(Bytes pair) {
        return burnt.isBanned(pair);
    }

    /// From now on, whether the disk takes it or not: an open attempt there stands for it.
    void banAttempt(Bytes pair) throws StoreUnavailable {
        burnt.ban(pair);
        changeAttempt("ban a pair", "UPDATE attempts SET state = 'BANNED' WHERE pair = ? AND state = 'OPEN'", pair);
    }

    /// Cuts a signing set off from now on, whether the disk takes it or not; synced when it returns, also where another
    /// run has begun to write the same, or has failed to.
    ///
    /// @return whether it was not cut off before
    boolean quarantine(SetName set) throws StoreUnavailable {
        burnt.quarantine(set);
        return onThread("quarantine a signing set", () -> burnt.keep(set));
    }

    boolean isQuarantined(SetName set) {
        return burnt.isQuarantined(set);
    }

    Set<SetName> quarantined() {
        return burnt.quarantined();
    }

    /// Notes an occasion to speak on, for ever, synced when it returns; whether it is the first time.
    boolean isFirst(Digest32 occasion) throws StoreUnavailable {
        var insert = "INSERT INTO occasions (occasion) VALUES (?) ON CONFLICT DO NOTHING";
        return onThread(
                "note an occasion", () -> prepare(insert, occasion.bytes()).executeUpdate() == 1);
    }

    /// Writes a row that names no pair and takes it away again, on the way that every change takes.
    ///
    /// @throws StoreUnavailable if changes fail
    public void tryOut() throws StoreUnavailable {
        var _ = awaited(
                "write the ledger",
                () -> commits.look(() -> {
                    prepare("INSERT INTO attempts (pair, state) VALUES (?, 'OPEN')", Bytes.empty())
                            .executeUpdate();
                    return exactlyOne(prepare("DELETE FROM attempts WHERE pair = ?", Bytes.empty()));
                }));
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
        try {
            session.close();
        } catch (SQLException e) {
            System.getLogger(Ledger.class.getName())
                    .log(System.Logger.Level.WARNING, "ledger did not close cleanly; it is synced");
        }
    }

    private PreparedStatement prepare(String sql, Bytes first) throws SQLException {
        var statement = session.prepare(sql);
        statement.setBytes(1, first.toArray());
        return statement;
    }

    static boolean exactlyOne(PreparedStatement update) throws SQLException {
        if (update.executeUpdate() != 1) throw new SQLException("not exactly one row changed");
        return true;
    }

    private <T> T onThread(String what, GroupCommit.Work<T> work) throws StoreUnavailable {
        return awaited(what, () -> commits.run(work));
    }

    /// What the ledger's thread is asked for.
    @FunctionalInterface
    private interface Asked<T> {
        T answer() throws ExecutionException, InterruptedException;
    }

    private static <T> T awaited(String what, Asked<T> asked) throws StoreUnavailable {
        try {
            return asked.answer();
        } catch (ExecutionException | RejectedExecutionException e) {
            throw new StoreUnavailable(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable(what + ": interrupted", e);
        }
    }
}
