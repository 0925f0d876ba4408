package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.BurningProcess;
import tallystick.node.kit.CountingProcess;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialDatabase;
import tallystick.node.ledger.Kept;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.PairLedger;
import tallystick.node.ledger.Reservation;
import tallystick.node.ledger.SetLedger;
import tallystick.node.ledger.SharedStore;
import tallystick.node.ledger.StoreUnavailable;

/// Two processes of one participant over one database, and a database that is not what it should be.
@DisplayName("A ledger in a database that processes share, docs/spec/share-store.md")
class SharedLedgerTest {
    private static final Bytes REPLY = Bytes.ofUtf8("reply");
    private static final PairName PAIR =
            new PairName(new Digest32(Bytes.copyOf(new byte[32])), 1, new PartyId(1), new PartyId(2));
    private static final Instant LATER = Instant.parse("2026-11-23T00:00:00Z");

    @TempDir
    static Path home;

    private static TrialDatabase database;

    private String address;
    private Ledger one;
    private Ledger other;

    @BeforeAll
    static void start() throws IOException {
        database = TrialDatabase.start(home);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void open() throws SQLException, StoreUnavailable {
        address = database.fresh();
        one = TrialDatabase.open(address);
        other = TrialDatabase.open(address);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private static Reservation reserve(Ledger ledger, int number) throws Exception {
        return CountingProcess.reserve(ledger, number, 60);
    }

    private static boolean isBack(Ledger ledger) {
        try {
            ledger.refresh();
            return true;
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    @Test
    void intentOfOneProcess_isUnderWayInTheOther_andSignedOnceForBoth() throws Exception {
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        assertInstanceOf(Reservation.UnderWay.class, reserve(other, 1));
        assertThrows(StoreUnavailable.class, () -> other.signed(CountingProcess.intent(1), REPLY));
        assertThrows(StoreUnavailable.class, () -> other.release(CountingProcess.intent(1)));
        one.signed(CountingProcess.intent(1), REPLY);
        assertEquals(new Reservation.AlreadySigned(REPLY), reserve(other, 1));
        assertThat(other.counters().state(CountingProcess.intent(1))).contains(Counters.State.COMMITTED);
    }

    @Test
    void reservationGivenBackByOneProcess_isFreeForTheOther() throws Exception {
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        one.release(CountingProcess.intent(1));
        assertInstanceOf(Reservation.Fresh.class, reserve(other, 1));
        assertInstanceOf(Reservation.UnderWay.class, reserve(one, 1));
    }

    @Test
    void intentThatOneProcessEnded_isEndedForTheOther() throws Exception {
        one.end(CountingProcess.intent(1));
        assertInstanceOf(Reservation.Ended.class, reserve(other, 1));
        assertTrue(other.isEnded(CountingProcess.intent(1)));
    }

    @Test
    void countThatAnotherProcessBeganToUse_isNotGivenBack() throws Exception {
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        one.release(CountingProcess.intent(1));
        assertInstanceOf(Reservation.Fresh.class, reserve(other, 1));
        other.begin(CountingProcess.intent(1));
        one.releaseExpired(LATER);
        assertThat(one.counters().state(CountingProcess.intent(1))).contains(Counters.State.RESERVED);
        assertInstanceOf(Reservation.Exceeded.class, reserve(one, 2));
    }

    @Test
    void countThatAnotherProcessBeganToUse_isNotGivenBack_byOneThatReservesItAgain() throws Exception {
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        one.release(CountingProcess.intent(1));
        assertInstanceOf(Reservation.Fresh.class, reserve(other, 1));
        other.begin(CountingProcess.intent(1));
        other.release(CountingProcess.intent(1));
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        one.release(CountingProcess.intent(1));
        one.releaseExpired(LATER);
        assertThat(one.counters().state(CountingProcess.intent(1))).contains(Counters.State.RESERVED);
        assertInstanceOf(Reservation.Exceeded.class, reserve(one, 2));
    }

    @Test
    void countThatNobodyElseTouched_isGivenBack_thoughOthersChangedTheTables() throws Exception {
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        one.release(CountingProcess.intent(1));
        assertInstanceOf(Reservation.Fresh.class, CountingProcess.reserve(other, 3, 10));
        one.refresh();
        one.releaseExpired(LATER);
        assertThat(one.counters().state(CountingProcess.intent(1))).contains(Counters.State.RELEASED);
    }

    @Test
    void checkOfAPair_isOneAtATimeOverBothProcesses_andItsBanOfBoth() throws StoreUnavailable {
        var mine = assertInstanceOf(AttemptLedger.Begun.Granted.class, new PairLedger(one).begin(PAIR));
        assertInstanceOf(AttemptLedger.Begun.Busy.class, new PairLedger(other).begin(PAIR));
        mine.attempt().failed();
        assertInstanceOf(AttemptLedger.Begun.Banned.class, new PairLedger(other).begin(PAIR));
        assertTrue(new PairLedger(other).isBanned(PAIR));
    }

    @Test
    void setThatOneProcessCutOff_isCutOffForTheOther() throws StoreUnavailable {
        new SetLedger(one, _ -> {}).impose(BurningProcess.set());
        other.refresh();
        assertTrue(new SetLedger(other, _ -> {}).holds(BurningProcess.set()));
    }

    @Test
    void rowsThatOneProcessChanged_areNotWrittenOverByTheOtherBeforeItReadThem() throws StoreUnavailable {
        var first = new Kept(2, Bytes.ofUtf8("a"), LATER, Bytes.ofUtf8("first"));
        var second = new Kept(2, Bytes.ofUtf8("a"), LATER, Bytes.ofUtf8("second"));
        one.keep(List.of(first));
        assertThrows(StoreUnavailable.class, () -> other.keep(List.of(second)));
        other.refresh();
        var anew = other.keptAnew().orElseThrow();
        assertThat(anew).containsExactly(first);
        other.tookIn(anew);
        other.keep(List.of(second));
        one.refresh();
        assertThat(one.keptAnew()).contains(List.of(second));
    }

    @Test
    void lostConnection_deniesOnce_andIsMadeAgainKnowingEverything() throws Exception {
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        database.cutOff(address);
        assertThrows(StoreUnavailable.class, one::refresh);
        Patience.until(() -> isBack(one));
        assertInstanceOf(Reservation.Exceeded.class, reserve(one, 2));
        one.signed(CountingProcess.intent(1), REPLY);
        assertEquals(new Reservation.AlreadySigned(REPLY), reserve(one, 1));
    }

    @Test
    void whatAnotherProcessTookOver_isNotSignedByTheOneThatLostIt() throws Exception {
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        database.cutOff(address);
        Patience.until(() -> isBack(other));
        assertInstanceOf(Reservation.Fresh.class, reserve(other, 1));
        Patience.until(() -> isBack(one));
        assertThrows(StoreUnavailable.class, () -> one.signed(CountingProcess.intent(1), REPLY));
        assertInstanceOf(Reservation.Exceeded.class, reserve(one, 2));
        other.signed(CountingProcess.intent(1), REPLY);
        assertEquals(new Reservation.AlreadySigned(REPLY), reserve(one, 1));
    }

    @Test
    void databaseThatIsGone_reservesNothing(@TempDir Path directory) throws Exception {
        var lost = TrialDatabase.start(directory);
        try (var ledger = TrialDatabase.open(lost.fresh())) {
            assertInstanceOf(Reservation.Fresh.class, CountingProcess.reserve(ledger, 1, 10));
            lost.close();
            assertThrows(StoreUnavailable.class, () -> CountingProcess.reserve(ledger, 2, 10));
            assertThrows(StoreUnavailable.class, ledger::refresh);
            assertThrows(StoreUnavailable.class, () -> ledger.signed(CountingProcess.intent(1), REPLY));
            assertThrows(StoreUnavailable.class, ledger::tryOut);
        }
    }

    @Test
    void databaseThatForgot_isRefused() throws Exception {
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        TrialDatabase.say(address, "UPDATE turn SET number = 0");
        assertThatThrownBy(one::refresh)
                .hasRootCauseMessage("the store has gone back, from turn 1 to 0: it forgot what" + " was signed");
    }

    @Test
    void standbyThatIsAway_letsNothingBeReserved() throws Exception {
        database.set("synchronous_standby_names", "*");
        try {
            assertThrows(StoreUnavailable.class, () -> reserve(one, 1));
        } finally {
            database.set("synchronous_standby_names", "");
        }
        Patience.until(() -> isBack(one));
        assertInstanceOf(Reservation.Fresh.class, reserve(one, 1));
        assertInstanceOf(Reservation.Exceeded.class, reserve(one, 2));
    }

    private static SharedStore store(String address, String participant, SharedStore.Standby standby) {
        return new SharedStore(address, participant, standby, SharedStore.Serving.TOGETHER);
    }

    private void isRefused(SharedStore store, String why) {
        assertThatThrownBy(() -> Ledger.open(store, _ -> {}))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(why);
    }

    @Test
    void databaseWithoutStandby_isRefused_butForTrials() {
        isRefused(store(address, "alpha", SharedStore.Standby.REQUIRED), "without a standby");
    }

    @Test
    void databaseOfAnotherParticipant_isRefused() {
        isRefused(store(address, "beta", SharedStore.Standby.NONE), "of another participant, alpha");
    }

    @Test
    void databaseThatDoesNotSync_isRefused(@TempDir Path directory) throws Exception {
        try (var careless = TrialDatabase.careless(directory)) {
            var store = store(careless.fresh(), "alpha", SharedStore.Standby.NONE);
            isRefused(store, "fsync and full_page_writes must be on");
        }
    }

    @Test
    void secondProcess_whereOneServesAlone_doesNotStart() throws StoreUnavailable {
        var alone = TrialDatabase.open(address, SharedStore.Serving.ALONE);
        assertThatThrownBy(() -> TrialDatabase.open(address, SharedStore.Serving.ALONE))
                .hasMessageContaining("it may not be two");
        alone.close();
        Patience.until(() -> isServed(address));
    }

    private static boolean isServed(String address) {
        try (var ledger = TrialDatabase.open(address, SharedStore.Serving.ALONE)) {
            return ledger.kept().isEmpty();
        } catch (StoreUnavailable e) {
            return false;
        }
    }

    @Test
    void addressesThatCouldBeReadOrTurnedByOthers_areRefused() {
        var wrong = List.of(
                "jdbc:sqlite:ledger.db",
                "jdbc:postgresql://db.example/ledger?user=alpha",
                "jdbc:postgresql://db.example/ledger?user=alpha&sslmode=require",
                "jdbc:postgresql://localhost/ledger?user=alpha&password=x",
                "jdbc:postgresql://localhost/ledger?user=alpha&socketTimeout=0",
                "jdbc:postgresql://one.example,other.example/ledger?user=alpha&sslmode=verify-full",
                "jdbc:postgresql://db.example/ledger?user=alpha&sslmode=verify-full&sslmode=disable",
                "jdbc:postgresql://alpha:secret@localhost/ledger",
                "jdbc:postgresql://localhost/ledger?user=alpha&options=-c%20synchronous_commit=off");
        assertThat(wrong).allMatch(each -> SharedStore.whyNot(each).isPresent());
        var right = List.of(
                "jdbc:postgresql://localhost/ledger?user=alpha",
                "jdbc:postgresql://db.example/ledger?user=alpha&sslmode=verify-full&sslrootcert=/etc/ca.pem");
        assertThat(right).allMatch(each -> SharedStore.whyNot(each).isEmpty());
    }
}
