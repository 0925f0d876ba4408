package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.SeenCount;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.Reservation;
import tallystick.node.ledger.Reserve;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("What the ledger counts for limits, docs/spec/policy.md")
class LimitLedgerTest {
    private static final CounterKey DAILY = new CounterKey("treasury", "daily", List.of("source=hot"));
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456789Z");
    private static final Digest32 BOUND = digest("bound");

    @TempDir
    Path directory;

    private Ledger ledger;

    @BeforeEach
    void open() throws StoreUnavailable {
        ledger = Ledger.open(directory.resolve("ledger.db"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void restart() throws StoreUnavailable {
        ledger.close();
        open();
    }

    private static Digest32 digest(String name) {
        return StandardHash.sha256(Bytes.ofUtf8(name));
    }

    private static IntentId intent(int number) {
        return new IntentId(digest("intent " + number));
    }

    private static Reserve reserve(int amount, Map<Digest32, List<SeenCount>> counts) {
        return reserve(amount, counts, NOW);
    }

    private static Reserve reserve(int amount, Map<Digest32, List<SeenCount>> counts, Instant now) {
        var charge = new Charge(
                DAILY,
                BigDecimal.valueOf(amount),
                new Limit.Window.Rolling(Duration.ofHours(24)),
                BigDecimal.valueOf(100),
                false);
        return new Reserve(List.of(charge), counts, List.of(), NOW, now, NOW.plusSeconds(600));
    }

    private Reservation reserve(int number, int amount) throws StoreUnavailable {
        return ledger.reserve(intent(number), BOUND, reserve(amount, Map.of()));
    }

    private BigDecimal counted() {
        return ledger.counters().entries(DAILY).stream()
                .map(Counters.Entry::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void fiftyRequestsOfSixtyPercent_passOnce() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = java.util.stream.IntStream.range(0, 50)
                    .<Callable<Reservation>>mapToObj(number -> () -> reserve(number, 60))
                    .toList();
            var made = threads.invokeAll(calls).stream()
                    .map(each -> each.resultNow())
                    .toList();
            assertEquals(50, made.size());
            assertThat(made).filteredOn(Reservation.Fresh.class::isInstance).hasSize(1);
            assertThat(made).filteredOn(Reservation.Exceeded.class::isInstance).hasSize(49);
        }
        assertEquals(BigDecimal.valueOf(60), counted());
    }

    @Test
    void reservation_countsAfterARestartAsBefore() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        restart();
        assertEquals(BigDecimal.valueOf(60), counted());
        assertEquals(NOW, ledger.counters().entries(DAILY).getFirst().at());
        assertInstanceOf(Reservation.Exceeded.class, reserve(2, 60));
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        assertEquals(BigDecimal.valueOf(60), counted());
    }

    @Test
    void intentThatIsNotReserved_countsNothing() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 10));
        assertInstanceOf(Reservation.UnderWay.class, reserve(1, 10));
        var other = ledger.reserve(intent(1), digest("other"), reserve(10, Map.of()));
        assertInstanceOf(Reservation.BoundOtherwise.class, other);
        assertInstanceOf(Reservation.Exceeded.class, reserve(2, 91));
        assertThat(ledger.firstSeen(intent(2))).isEmpty();
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(2), BOUND));
        assertEquals(BigDecimal.TEN, counted());
    }

    private Reservation triedInVain(int number, int amount, Instant now) throws StoreUnavailable {
        var reservation = ledger.reserve(intent(number), BOUND, reserve(amount, Map.of(), now));
        if (reservation instanceof Reservation.Fresh) {
            ledger.begin(intent(number));
            ledger.release(intent(number));
        }
        return reservation;
    }

    @Test
    void intentsThatWereTriedInVain_haveTheLimitOnceTogetherWhenTheyAreTriedAgain() throws StoreUnavailable {
        for (var day = 0; day < 3; day++)
            assertInstanceOf(Reservation.Fresh.class, triedInVain(day, 100, NOW.plus(Duration.ofDays(day))));
        restart();
        var later = NOW.plus(Duration.ofDays(3));
        assertInstanceOf(Reservation.Fresh.class, triedInVain(0, 100, later));
        restart();
        for (var day = 1; day < 3; day++) assertInstanceOf(Reservation.Exceeded.class, triedInVain(day, 100, later));
        assertInstanceOf(Reservation.Exceeded.class, triedInVain(7, 1, later));
    }

    @Test
    void intentThatIsTriedAgain_isKeptAsItTakesThen_andNeverLess() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, triedInVain(1, 60, NOW));
        var later = NOW.plusSeconds(60);
        assertInstanceOf(Reservation.Fresh.class, triedInVain(1, 80, later));
        restart();
        var eighty = new Counters.Entry(intent(1), BigDecimal.valueOf(80), later);
        assertEquals(List.of(eighty), ledger.counters().entries(DAILY));
        assertInstanceOf(Reservation.Exceeded.class, triedInVain(1, 101, later));
        assertInstanceOf(Reservation.Fresh.class, triedInVain(1, 10, NOW));
        restart();
        assertEquals(List.of(eighty), ledger.counters().entries(DAILY));
    }

    @Test
    void signedIntent_isCountedForGood() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        ledger.begin(intent(1));
        ledger.signed(intent(1), Bytes.ofUtf8("reply"));
        assertEquals(
                Counters.State.COMMITTED, ledger.counters().state(intent(1)).orElseThrow());
        ledger.releaseExpired(NOW.plus(Duration.ofDays(2)));
        restart();
        assertEquals(
                Counters.State.COMMITTED, ledger.counters().state(intent(1)).orElseThrow());
        var before = ledger.counters().entries(DAILY);
        var again = reserve(90, Map.of(), NOW.plusSeconds(60));
        assertInstanceOf(Reservation.AlreadySigned.class, ledger.reserve(intent(1), BOUND, again));
        assertEquals(before, ledger.counters().entries(DAILY));
        assertInstanceOf(Reservation.Exceeded.class, reserve(2, 60));
    }

    @Test
    void intentThatWasNeverBegun_isGivenBackOnceItHasExpired() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        ledger.release(intent(1));
        ledger.releaseExpired(NOW.plusSeconds(601));
        assertEquals(BigDecimal.valueOf(60), counted());
        ledger.releaseExpired(NOW.plus(Duration.ofHours(2)));
        assertEquals(BigDecimal.ZERO, counted());
        assertInstanceOf(Reservation.Ended.class, reserve(1, 60));
        restart();
        assertInstanceOf(Reservation.Ended.class, reserve(1, 60));
        assertInstanceOf(Reservation.Fresh.class, reserve(2, 60));
    }

    @Test
    void intentOfWhichARunHadBegun_staysCounted() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        ledger.begin(intent(1));
        ledger.release(intent(1));
        ledger.releaseExpired(NOW.plus(Duration.ofDays(2)));
        assertEquals(BigDecimal.valueOf(60), counted());
    }

    @Test
    void reservationOfADeadProcess_staysCounted() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        restart();
        ledger.releaseExpired(NOW.plus(Duration.ofDays(2)));
        assertEquals(BigDecimal.valueOf(60), counted());
    }

    @Test
    void passkeyThatCountsTwiceTheSame_isFoundAtTheReservationToo() throws StoreUnavailable {
        var key = digest("passkey");
        var first = new SeenCount(7, NOW.truncatedTo(ChronoUnit.SECONDS), digest("statement"));
        var second = new SeenCount(7, NOW.truncatedTo(ChronoUnit.SECONDS), digest("another"));
        var shown = reserve(1, Map.of(key, List.of(first)));
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(1), BOUND, shown));
        restart();
        assertEquals(List.of(first), ledger.counts().of(key));
        var forged = reserve(1, Map.of(key, List.of(second)));
        assertInstanceOf(Reservation.CountsOtherwise.class, ledger.reserve(intent(2), BOUND, forged));
        assertEquals(BigDecimal.ONE, counted());
    }
}
