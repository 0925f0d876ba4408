package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.SeenCount;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.node.kit.CountingProcess;
import tallystick.node.kit.NodePrograms;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.Reservation;
import tallystick.node.ledger.Reserve;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("What the ledger counts for limits, docs/spec/policy.md")
class LimitLedgerTest {
    private static final CounterKey DAILY = new CounterKey("treasury", "daily", List.of("source=hot"));
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456789Z");
    private static final ChainId CHAIN = new ChainId("eip155", "1");
    private static final Account PAYEE = new Account(CHAIN, "0xf89d7b9c864f589bbF53a82105107622B35EaA40");
    private static final Digest32 BOUND = digest("bound");

    @TempDir
    Path directory;

    private Ledger ledger;

    @BeforeEach
    void open() throws StoreUnavailable {
        ledger = open(place("ledger"));
    }

    /// Where a ledger of that name is: a file, or the address of a database.
    String place(String name) throws StoreUnavailable {
        return directory.resolve(name + ".db").toString();
    }

    Ledger open(String place) throws StoreUnavailable {
        return Ledger.open(Path.of(place));
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
        return new Reserve(List.of(charge), counts, List.of(), Reserve.By.nothing(), NOW, now, NOW.plusSeconds(600));
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

    private static Past.Payment payment(int number) {
        return new Past.Payment(intent(number), NOW, PAYEE, Asset.coin(CHAIN, 60), BigInteger.TEN);
    }

    private static Reserve paying(int number, Reserve.By by) {
        return new Reserve(List.of(), Map.of(), List.of(payment(number)), by, NOW, NOW, NOW.plusSeconds(600));
    }

    @Test
    void samePaymentTwice_judgedAtTheSameTime_isJudgedAgain() throws StoreUnavailable {
        var judged = new Reserve.By(Optional.empty(), false, ledger.past(), true);
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(1), BOUND, paying(1, judged)));
        assertInstanceOf(Reservation.Overtaken.class, ledger.reserve(intent(2), BOUND, paying(2, judged)));
        assertThat(ledger.past().payments()).containsExactly(payment(1));
        var again = new Reserve.By(Optional.empty(), false, ledger.past(), true);
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(2), BOUND, paying(2, again)));
        restart();
        assertThat(ledger.past().payments()).hasSize(2);
    }

    private boolean paysUnlessItWasPaid(int number) throws StoreUnavailable {
        while (true) {
            var past = ledger.past();
            if (past.duplicate(payment(number), Duration.ofHours(1)).isPresent()) return false;
            var reserve = paying(number, new Reserve.By(Optional.empty(), false, past, true));
            if (ledger.reserve(intent(number), BOUND, reserve) instanceof Reservation.Fresh) return true;
        }
    }

    @Test
    void fiftyLikePaymentsAtOnce_areOne() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = java.util.stream.IntStream.range(0, 50)
                    .<Callable<Boolean>>mapToObj(number -> () -> paysUnlessItWasPaid(number))
                    .toList();
            assertThat(threads.invokeAll(calls).stream().filter(each -> each.resultNow()))
                    .hasSize(1);
        }
        assertThat(ledger.past().payments()).hasSize(1);
    }

    @Test
    void placeOnAChain_isTakenOnce_andAReplacementKnowsIt() throws StoreUnavailable {
        var slot = Optional.of(new Slot(digest("nonce 7")));
        var first = new Reserve.By(slot, false, Past.none(), true);
        assertThat(ledger.isTaken(intent(1), slot)).isFalse();
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(1), BOUND, paying(1, first)));
        assertThat(ledger.isTaken(intent(1), slot)).isFalse();
        assertInstanceOf(Reservation.Overtaken.class, ledger.reserve(intent(2), BOUND, paying(2, first)));
        restart();
        assertThat(ledger.isTaken(intent(2), slot)).isTrue();
        var replacing = new Reserve.By(slot, true, ledger.past(), true);
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(2), BOUND, paying(2, replacing)));
        assertThat(ledger.isTaken(intent(2), Optional.empty())).isFalse();
    }

    /// By a clock that has shown so for long.
    private void passes(Instant then) throws StoreUnavailable {
        ledger.releaseExpired(then);
        ledger.forget(then);
    }

    @Test
    void clockThatIsAheadForAWhile_hasNothingForgotten() throws StoreUnavailable {
        var judged = new Reserve.By(Optional.empty(), false, ledger.past(), true);
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(1), BOUND, paying(1, judged)));
        assertThat(ledger.begin(intent(1))).isTrue();
        ledger.signed(intent(1), Bytes.ofUtf8("reply"));
        var then = NOW.truncatedTo(ChronoUnit.SECONDS);
        var counts = List.of(count(7, then, "one"), count(8, then.plusSeconds(1), "two"));
        ledger.saw(Map.of(digest("a key"), counts));
        ledger.releaseExpired(NOW);
        ledger.releaseExpired(NOW.plus(Duration.ofDays(1000)));
        for (var round = 0; round < 2; round++, restart()) {
            assertThat(ledger.past().payments()).hasSize(1);
            assertThat(ledger.counts().of(digest("a key"))).hasSize(2);
            assertThat(ledger.firstSeen(intent(1))).isPresent();
            assertThat(ledger.counters().state(intent(1))).contains(Counters.State.COMMITTED);
        }
    }

    @Test
    void requestThatWasGivenBack_whileItWasOnItsWayToARun_doesNotBegin() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        assertInstanceOf(Reservation.Fresh.class, reserve(2, 30));
        assertThat(ledger.begin(intent(2))).isTrue();
        ledger.releaseExpired(NOW.plus(Duration.ofDays(1000)));
        assertThat(ledger.begin(intent(1))).isFalse();
        assertThat(ledger.begin(intent(2))).isTrue();
        assertEquals(BigDecimal.valueOf(30), counted());
    }

    @Test
    void whatIsLongOver_isForgotten_andNothingElse() throws StoreUnavailable {
        var judged = new Reserve.By(Optional.empty(), false, ledger.past(), true);
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(1), BOUND, paying(1, judged)));
        ledger.signed(intent(1), Bytes.ofUtf8("reply"));
        passes(NOW.plus(Duration.ofHours(20)));
        assertThat(ledger.firstSeen(intent(1))).isPresent();
        passes(NOW.plus(Duration.ofDays(2)));
        assertThat(ledger.firstSeen(intent(1))).isEmpty();
        assertThat(ledger.past().payments()).hasSize(1);
        restart();
        assertThat(ledger.firstSeen(intent(1))).isEmpty();
        passes(NOW.plus(Duration.ofDays(401)));
        assertThat(ledger.past().payments()).isEmpty();
        restart();
        assertThat(ledger.past().payments()).isEmpty();
    }

    @Test
    void howFarARequestCame_isForgottenTwoDaysAfterItsEnd_andWhatItCountedIsNot() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        ledger.signed(intent(1), Bytes.ofUtf8("reply"));
        assertInstanceOf(Reservation.Fresh.class, reserve(2, 30));
        ledger.begin(intent(2));
        var end = NOW.plusSeconds(600);
        passes(end.plus(Duration.ofDays(2)));
        assertThat(ledger.counters().state(intent(1))).contains(Counters.State.COMMITTED);
        passes(end.plus(Duration.ofDays(2)).plus(Duration.ofHours(2)));
        for (var round = 0; round < 2; round++, restart()) {
            for (var each : List.of(1, 2))
                assertThat(ledger.counters().state(intent(each))).isEmpty();
            assertEquals(BigDecimal.valueOf(90), counted());
        }
    }

    /// By a clock that was years ahead and is right again: limits hold, and what was signed is not signed anew.
    @Test
    void clockThatWentBack_findsNothingFreed() throws StoreUnavailable {
        var slot = Optional.of(new Slot(digest("nonce 7")));
        var first = new Reserve.By(slot, false, Past.none(), true);
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(1), BOUND, paying(1, first)));
        ledger.begin(intent(1));
        ledger.signed(intent(1), Bytes.ofUtf8("reply"));
        assertInstanceOf(Reservation.Fresh.class, reserve(2, 60));
        ledger.begin(intent(2));
        passes(NOW.plus(Duration.ofDays(1000)));
        assertInstanceOf(Reservation.Exceeded.class, reserve(3, 60));
        assertThat(ledger.isTaken(intent(3), slot)).isTrue();
        assertInstanceOf(Reservation.AlreadySigned.class, ledger.reserve(intent(1), BOUND));
        restart();
        assertInstanceOf(Reservation.Exceeded.class, reserve(3, 60));
        assertThat(ledger.isTaken(intent(3), slot)).isTrue();
        assertInstanceOf(Reservation.AlreadySigned.class, ledger.reserve(intent(1), BOUND));
    }

    @Test
    void requestThatIsAskedAgainByAClockThatWentBack_givesBackNothingThatARunMayHaveUsed() throws StoreUnavailable {
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        ledger.begin(intent(1));
        ledger.release(intent(1));
        passes(NOW.plus(Duration.ofDays(1000)));
        assertInstanceOf(Reservation.Fresh.class, reserve(1, 60));
        ledger.release(intent(1));
        passes(NOW.plus(Duration.ofHours(36)));
        assertInstanceOf(Reservation.Exceeded.class, reserve(2, 60));
    }

    @Test
    void countsOfPasskeys_areForgottenAMonthLater_exceptTheHighest() throws StoreUnavailable {
        var key = digest("a key");
        var idle = digest("a key that does not count");
        var then = NOW.truncatedTo(ChronoUnit.SECONDS);
        ledger.saw(Map.of(
                key, List.of(count(7, then, "one"), count(8, then.plusSeconds(1), "two")),
                idle, List.of(count(0, then, "three"), count(0, then.plusSeconds(1), "four"))));
        passes(NOW.plus(Duration.ofDays(30)));
        assertThat(ledger.counts().of(key)).hasSize(2);
        passes(NOW.plus(Duration.ofDays(32)));
        for (var round = 0; round < 2; round++, restart()) {
            assertThat(ledger.counts().of(key)).containsExactly(count(8, then.plusSeconds(1), "two"));
            assertThat(ledger.counts().of(idle)).containsExactly(count(0, then.plusSeconds(1), "four"));
        }
    }

    private static SeenCount count(long count, Instant at, String statement) {
        return new SeenCount(count, at, digest(statement));
    }

    @Test
    void placeOfWhatWasGivenUp_isFreeAgain() throws StoreUnavailable {
        var slot = Optional.of(new Slot(digest("nonce 7")));
        var first = new Reserve.By(slot, false, Past.none(), true);
        assertInstanceOf(Reservation.Fresh.class, ledger.reserve(intent(1), BOUND, paying(1, first)));
        ledger.releaseExpired(NOW.plus(Duration.ofHours(2)));
        assertThat(ledger.isTaken(intent(2), slot)).isFalse();
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
    void processThatIsKilledBetweenReservingAndSigning_leavesACountThatHoldsTheLimit() throws Exception {
        var place = place("killed");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        NodePrograms.classPath(),
                        CountingProcess.class.getName(),
                        place)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var said = process.inputReader()) {
            assertEquals("Fresh Fresh", said.readLine());
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (var left = open(place)) {
            left.releaseExpired(NOW.plus(Duration.ofDays(2)));
            assertThat(left.counters().state(CountingProcess.intent(1))).contains(Counters.State.COMMITTED);
            assertThat(left.counters().state(CountingProcess.intent(2))).contains(Counters.State.RESERVED);
            assertInstanceOf(Reservation.Exceeded.class, CountingProcess.reserve(left, 3, 11));
            assertInstanceOf(Reservation.AlreadySigned.class, CountingProcess.reserve(left, 1, 40));
            assertInstanceOf(Reservation.Fresh.class, CountingProcess.reserve(left, 2, 50));
            assertInstanceOf(Reservation.Exceeded.class, CountingProcess.reserve(left, 3, 11));
            assertInstanceOf(Reservation.Fresh.class, CountingProcess.reserve(left, 4, 10));
        }
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
