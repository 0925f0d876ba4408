package tallystick.node.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.agreement.Occasions;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.BurningProcess;
import tallystick.node.kit.NodePrograms;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.OccasionLedger;
import tallystick.node.ledger.PairLedger;
import tallystick.node.ledger.Reservation;
import tallystick.node.ledger.SetLedger;
import tallystick.node.ledger.StoreUnavailable;

class LedgerTest {
    private static final IntentId INTENT =
            new IntentId(Transcript.of("tallystick/test/v1/intent").digest());
    private static final Digest32 BOUND =
            Transcript.of("tallystick/test/v1/bound").digest();
    private static final PairName PAIR =
            new PairName(Transcript.of("tallystick/test/v1/key").digest(), 1, new PartyId(1), new PartyId(2));

    @TempDir
    Path directory;

    private Ledger open() throws StoreUnavailable {
        return Ledger.open(directory.resolve("ledger.db"));
    }

    @Test
    void reservationThatCannotBeGivenBackNow_isGivenBackBeforeTheNext() throws StoreUnavailable, SQLException {
        try (var ledger = open();
                var other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"))) {
            assertInstanceOf(Reservation.Fresh.class, ledger.reserve(INTENT, BOUND));
            try (var statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThrows(StoreUnavailable.class, () -> ledger.release(INTENT));
                statement.execute("ROLLBACK");
            }
            assertInstanceOf(Reservation.Fresh.class, ledger.reserve(INTENT, BOUND));
            assertInstanceOf(Reservation.UnderWay.class, ledger.reserve(INTENT, BOUND));
        }
    }

    @Test
    void intentBegunOnce_isNeverReservedWithOtherBytes() throws StoreUnavailable {
        var other = Transcript.of("tallystick/test/v1/other").digest();
        try (var ledger = Ledger.open(directory.resolve("ledger.db"))) {
            assertInstanceOf(Reservation.Fresh.class, ledger.reserve(INTENT, BOUND));
            assertInstanceOf(Reservation.BoundOtherwise.class, ledger.reserve(INTENT, other));
            ledger.release(INTENT);
            assertInstanceOf(Reservation.BoundOtherwise.class, ledger.reserve(INTENT, other));
            assertInstanceOf(Reservation.Fresh.class, ledger.reserve(INTENT, BOUND));
        }
    }

    @Test
    void burntSet_staysSo_alsoWhereTheProcessWasKilled() throws Exception {
        var file = directory.resolve("ledger.db");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        NodePrograms.classPath(),
                        BurningProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = process.inputReader()) {
            assertEquals("imposed", said.readLine());
        } finally {
            process.destroyForcibly().waitFor();
        }
        var imposed = new ArrayList<SetName>();
        try (var ledger = open()) {
            var sets = new SetLedger(ledger, imposed::add);
            var set = BurningProcess.set();
            assertTrue(sets.holds(set));
            assertFalse(sets.holds(new SetName(set.key(), 8, set.parties())), "another epoch");
            assertFalse(sets.holds(new SetName(BOUND, 7, set.parties())), "another key");
            assertFalse(sets.holds(new SetName(set.key(), 7, List.of(new PartyId(2)))), "another set");
            sets.impose(set);
            assertEquals(List.of(), imposed, "it is known already");
        }
    }

    @Test
    void burntSet_whoseLedgerCannotBeWritten_isCutOffAllTheSame() throws StoreUnavailable {
        var imposed = new ArrayList<SetName>();
        var ledger = open();
        var sets = new SetLedger(ledger, imposed::add);
        ledger.close();
        sets.impose(BurningProcess.set());
        sets.impose(BurningProcess.set());
        assertTrue(sets.holds(BurningProcess.set()));
        assertEquals(List.of(BurningProcess.set()), imposed);
    }

    @Test
    void burntSet_thatCouldNotBeWritten_isWrittenWhenItBurnsAgain() throws Exception {
        try (var ledger = open();
                var other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
                var lock = other.createStatement()) {
            var sets = new SetLedger(ledger, _ -> {});
            lock.execute("BEGIN IMMEDIATE");
            sets.impose(BurningProcess.set());
            lock.execute("ROLLBACK");
            try (var onDisk = open()) {
                assertFalse(new SetLedger(onDisk, _ -> {}).holds(BurningProcess.set()), "not written yet");
            }
            sets.impose(BurningProcess.set());
        }
        try (var ledger = open()) {
            assertTrue(new SetLedger(ledger, _ -> {}).holds(BurningProcess.set()));
        }
    }

    @Test
    void reservedIntent_isUnderWayUntilReleased() throws StoreUnavailable {
        try (var ledger = open()) {
            assertInstanceOf(Reservation.Fresh.class, ledger.reserve(INTENT, BOUND));
            assertInstanceOf(Reservation.UnderWay.class, ledger.reserve(INTENT, BOUND));
            ledger.release(INTENT);
            assertInstanceOf(Reservation.Fresh.class, ledger.reserve(INTENT, BOUND));
        }
    }

    @Test
    void signedIntent_givesTheSameReplyForEver() throws StoreUnavailable {
        var reply = Bytes.ofUtf8("reply");
        try (var ledger = open()) {
            assertInstanceOf(Reservation.Fresh.class, ledger.reserve(INTENT, BOUND));
            ledger.signed(INTENT, reply);
            assertEquals(new Reservation.AlreadySigned(reply), ledger.reserve(INTENT, BOUND));
            assertThrows(StoreUnavailable.class, () -> ledger.release(INTENT), "what is signed stays signed");
        }
        try (var ledger = open()) {
            assertEquals(new Reservation.AlreadySigned(reply), ledger.reserve(INTENT, BOUND));
        }
    }

    @Test
    void reservationOfADeadProcess_isReleasedAtTheNextStart() throws StoreUnavailable {
        var dead = open();
        assertInstanceOf(Reservation.Fresh.class, dead.reserve(INTENT, BOUND));
        try (var ledger = open()) {
            assertInstanceOf(Reservation.Fresh.class, ledger.reserve(INTENT, BOUND));
        }
        dead.close();
    }

    @Test
    void manyAtOnce_exactlyOneReserves() throws Exception {
        try (var ledger = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Reservation>>();
            for (var i = 0; i < 50; i++) calls.add(() -> ledger.reserve(INTENT, BOUND));
            var fresh = 0;
            for (var each : threads.invokeAll(calls)) if (each.get() instanceof Reservation.Fresh) fresh++;
            assertEquals(1, fresh);
        }
    }

    @Test
    void fileThatIsNoDatabase_isAStoreThatCannotBeUsed() throws Exception {
        Files.writeString(directory.resolve("ledger.db"), "not a database, but long enough to look like a file of one");
        assertThrows(StoreUnavailable.class, this::open);
    }

    @Test
    void openAttempt_isBusyUntilPassedAndFoundAfterACrash() throws StoreUnavailable {
        try (var ledger = open()) {
            var pairs = new PairLedger(ledger);
            var granted = assertInstanceOf(AttemptLedger.Begun.Granted.class, pairs.begin(PAIR));
            assertInstanceOf(AttemptLedger.Begun.Busy.class, pairs.begin(PAIR));
            assertTrue(granted.attempt().passed());
            assertFalse(pairs.isOpen(PAIR));
            assertInstanceOf(AttemptLedger.Begun.Granted.class, pairs.begin(PAIR));
        }
        try (var ledger = open()) {
            assertTrue(new PairLedger(ledger).isOpen(PAIR), "the attempt outlives the process");
        }
    }

    @Test
    void failedAttempt_bansForEver() throws StoreUnavailable {
        try (var ledger = open()) {
            var pairs = new PairLedger(ledger);
            assertInstanceOf(AttemptLedger.Begun.Granted.class, pairs.begin(PAIR))
                    .attempt()
                    .failed();
            assertTrue(pairs.isBanned(PAIR));
        }
        try (var ledger = open()) {
            var pairs = new PairLedger(ledger);
            assertInstanceOf(AttemptLedger.Begun.Banned.class, pairs.begin(PAIR));
            var other = new PairName(PAIR.key(), 2, PAIR.self(), PAIR.peer());
            assertFalse(pairs.isBanned(other), "a fresh epoch has a fresh set-up");
        }
    }

    @Test
    void occasion_isFirstOnce_alsoAfterARestart_andUnavailableWithoutADisk() throws StoreUnavailable {
        var one = Transcript.of("tallystick/test/v1/occasion").add("number", 1).digest();
        var two = Transcript.of("tallystick/test/v1/occasion").add("number", 2).digest();
        try (var ledger = open()) {
            assertEquals(Occasions.Noted.FIRST, new OccasionLedger(ledger).note(one));
            assertEquals(Occasions.Noted.REPEATED, new OccasionLedger(ledger).note(one));
        }
        var ledger = open();
        var occasions = new OccasionLedger(ledger);
        assertEquals(Occasions.Noted.REPEATED, occasions.note(one));
        ledger.close();
        assertEquals(Occasions.Noted.UNAVAILABLE, occasions.note(two));
    }

    /// Among many that share commits, one that fails fails alone.
    @Test
    void releaseOfNothing_amongManyReservations_failsAlone() throws Exception {
        var reserved = 0;
        var refused = 0;
        try (var ledger = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Callable<Boolean>>();
            for (var i = 0; i < 200; i++) {
                var id = new IntentId(Transcript.of("tallystick/test/v1/one of many")
                        .add("number", i)
                        .digest());
                var isReservation = i % 2 == 0;
                all.add(() -> {
                    try {
                        if (isReservation) return ledger.reserve(id, BOUND) instanceof Reservation.Fresh;
                        ledger.release(id);
                        return true;
                    } catch (StoreUnavailable e) {
                        return false;
                    }
                });
            }
            var answers = threads.invokeAll(all);
            for (var i = 0; i < answers.size(); i++) {
                if (i % 2 == 0 && answers.get(i).get()) reserved++;
                if (i % 2 == 1 && !answers.get(i).get()) refused++;
            }
        }
        assertEquals(100, reserved);
        assertEquals(100, refused);
    }

    @Test
    void closedLedger_isUnavailable() throws StoreUnavailable {
        var ledger = open();
        ledger.close();
        assertThrows(StoreUnavailable.class, () -> ledger.reserve(INTENT, BOUND));
    }
}
