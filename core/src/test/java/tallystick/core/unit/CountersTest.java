package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.intent;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.policy.Limit;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;

/// Counters by themselves, at the edges of their windows.
@DisplayName("Counting, docs/spec/policy.md, PO-8 and PO-9")
class CountersTest {
    private static final CounterKey KEY = new CounterKey("p", "r", List.of("source=acme"));
    private static final CounterKey OTHER = new CounterKey("p", "s", List.of());

    private static Charge charge(CounterKey key, int amount, Limit.Window window) {
        return new Charge(key, BigDecimal.valueOf(amount), window, BigDecimal.TEN, false);
    }

    private static Charge charge(int amount) {
        return charge(KEY, amount, new Limit.Window.Lifetime());
    }

    private static Counters reserved(Counters counters, int number, Instant at, Charge... charges) {
        return ((Counters.Reservation.Made) counters.reserve(intent(number), List.of(charges), at)).counters();
    }

    private static int used(Counters counters, Limit.Window window, Instant now) {
        return counters.used(charge(KEY, 0, window), intent(99), now).intValueExact();
    }

    @Test
    void rollingWindow_holdsWhatIsYoungerThanItsLength_andNotWhatIsAsOld() {
        var window = new Limit.Window.Rolling(Duration.ofHours(1));
        var counters = reserved(Counters.none(), 1, NOW, charge(4));
        assertThat(used(counters, window, NOW.plus(Duration.ofHours(1)).minusNanos(1)))
                .isEqualTo(4);
        assertThat(used(counters, window, NOW.plus(Duration.ofHours(1)))).isZero();
        assertThat(used(counters, window, NOW.minusSeconds(5))).as("of later").isEqualTo(4);
    }

    private static Counters replacing(Counters counters, int number, Slot slot, Instant at, int amount) {
        var made = counters.reserve(intent(number), Optional.of(slot), List.of(charge(amount)), at);
        return assertInstanceOf(Counters.Reservation.Made.class, made).counters();
    }

    @Test
    void requestsOfOneSlot_countAsTheLargestInTheWindow_andOthersBesideThem() {
        var slot = new Slot(intent(50).value());
        var window = new Limit.Window.Rolling(Duration.ofHours(1));
        var later = NOW.plus(Duration.ofMinutes(30));
        var counters = replacing(replacing(Counters.none(), 1, slot, NOW, 7), 2, slot, later, 5);
        assertThat(used(counters, window, later)).isEqualTo(7);
        assertThat(used(counters, window, NOW.plus(Duration.ofMinutes(61)))).isEqualTo(5);
        var beside = replacing(counters, 3, new Slot(intent(51).value()), later, 2);
        assertThat(used(reserved(beside, 4, later, charge(1)), window, later)).isEqualTo(10);
    }

    @Test
    void replacement_hasTheRoomOfWhatItReplaces_andNoMore() {
        var slot = new Slot(intent(50).value());
        var counters = replacing(Counters.none(), 1, slot, NOW, 8);
        assertThat(counters.reserve(intent(2), List.of(charge(3)), NOW))
                .isInstanceOf(Counters.Reservation.Exceeded.class);
        assertThat(counters.reserve(intent(2), Optional.of(slot), List.of(charge(11)), NOW))
                .isInstanceOf(Counters.Reservation.Exceeded.class);
        var raised = replacing(counters, 2, slot, NOW, 10);
        assertThat(used(raised, new Limit.Window.Lifetime(), NOW)).isEqualTo(10);
        assertThat(used(raised.release(intent(2)), new Limit.Window.Lifetime(), NOW))
                .isEqualTo(8);
        assertThat(counters.used(charge(0), intent(3), Optional.of(slot), NOW)).isZero();
    }

    @Test
    void calendarWindow_holdsItsFirstNanosecond_andNotTheOneBefore() {
        var window = new Limit.Window.Calendar(ZoneId.of("Europe/Paris"), Limit.Unit.DAY);
        var midnight = Instant.parse("2026-11-23T23:00:00Z");
        assertThat(used(reserved(Counters.none(), 1, midnight, charge(4)), window, NOW))
                .isEqualTo(4);
        assertThat(used(reserved(Counters.none(), 1, midnight.minusNanos(1), charge(4)), window, NOW))
                .isZero();
    }

    @Test
    void lifetime_holdsEverything() {
        var counters = reserved(Counters.none(), 1, Instant.EPOCH, charge(4));
        assertThat(used(counters, new Limit.Window.Lifetime(), NOW)).isEqualTo(4);
    }

    @Test
    void release_takesTheRequestsOwnEntriesOnly_andForgetsEmptyCounts() {
        var both = reserved(
                reserved(Counters.none(), 1, NOW, charge(1)),
                2,
                NOW,
                charge(2),
                charge(OTHER, 3, new Limit.Window.Lifetime()));
        var left = both.release(intent(2));
        assertThat(left.keys()).containsExactly(KEY);
        assertThat(left.entries(KEY)).containsExactly(new Counters.Entry(intent(1), BigDecimal.ONE, NOW));
        assertThat(left.entries(OTHER)).isEmpty();
        assertThat(left.state(intent(2))).contains(Counters.State.RELEASED);
        assertThat(left.state(intent(1))).contains(Counters.State.RESERVED);
        assertThat(left.release(intent(2))).isSameAs(left);
        assertThat(both.release(intent(7))).isSameAs(both);
        assertThat(both.entries(KEY)).hasSize(2);
    }

    @Test
    void commit_isOnceAndForGood_andOfWhatWasReserved() {
        var committed = reserved(Counters.none(), 1, NOW, charge(1)).commit(intent(1));
        assertThat(committed.state(intent(1))).contains(Counters.State.COMMITTED);
        assertThat(committed.commit(intent(1))).isSameAs(committed);
        assertThat(committed.keys()).containsExactly(KEY);
        assertThat(committed.reserve(intent(1), List.of(charge(9)), NOW))
                .isEqualTo(new Counters.Reservation.Made(committed));
        assertThat(Counters.none().state(intent(1))).isEmpty();
        assertThatThrownBy(() -> Counters.none().commit(intent(1)))
                .hasMessage("a request that reserved nothing cannot be kept");
        var released = reserved(Counters.none(), 1, NOW, charge(1)).release(intent(1));
        assertThatThrownBy(() -> released.commit(intent(1))).hasMessage("a request that was given up cannot be kept");
    }

    @Test
    void requestThatIsTriedAgain_countsAsOfThen_andNotBesideWhatOthersReserved() {
        var hourly = new Limit.Window.Rolling(Duration.ofHours(1));
        var whole = charge(KEY, 10, hourly);
        var tomorrow = NOW.plus(Duration.ofHours(20));
        var tried = reserved(Counters.none(), 1, NOW, whole);
        tried = reserved(tried, 2, NOW.plus(Duration.ofHours(1)), whole);
        var again = reserved(tried, 1, tomorrow, whole);
        assertThat(again.entries(KEY)).contains(new Counters.Entry(intent(1), BigDecimal.TEN, tomorrow));
        assertThat(again.entries(KEY)).hasSize(2);
        assertThat(used(again, hourly, tomorrow)).isEqualTo(10);
        assertThat(again.reserve(intent(2), List.of(whole), tomorrow))
                .isEqualTo(new Counters.Reservation.Exceeded(List.of(KEY)));
    }

    @Test
    void requestThatIsTriedAgain_isChargedWhatItTakesThen_alsoByALimitThatIsNew() {
        var before = reserved(Counters.none(), 1, NOW, charge(4));
        var later = NOW.plusSeconds(60);
        var more = reserved(before, 1, later, charge(7), charge(OTHER, 3, new Limit.Window.Lifetime()));
        assertThat(more.entries(KEY)).containsExactly(new Counters.Entry(intent(1), BigDecimal.valueOf(7), later));
        assertThat(more.entries(OTHER)).containsExactly(new Counters.Entry(intent(1), BigDecimal.valueOf(3), later));
        assertThat(before.reserve(intent(1), List.of(charge(11)), later))
                .isEqualTo(new Counters.Reservation.Exceeded(List.of(KEY)));
        assertThat(more.commit(intent(1)).state(intent(1))).contains(Counters.State.COMMITTED);
    }

    @Test
    void requestThatIsTriedAgain_neverGetsLess_norMovesBack() {
        var before = reserved(Counters.none(), 1, NOW, charge(7), charge(OTHER, 3, new Limit.Window.Lifetime()));
        var again = reserved(before, 1, NOW.minusSeconds(60), charge(4));
        assertThat(again.entries(KEY)).containsExactly(new Counters.Entry(intent(1), BigDecimal.valueOf(7), NOW));
        assertThat(again.entries(OTHER)).isEqualTo(before.entries(OTHER));
        var beside = reserved(again, 2, NOW, charge(3));
        assertThat(beside.reserve(intent(1), List.of(charge(4)), NOW)).isInstanceOf(Counters.Reservation.Made.class);
        assertThat(beside.reserve(intent(1), List.of(charge(8)), NOW))
                .isEqualTo(new Counters.Reservation.Exceeded(List.of(KEY)));
    }

    @Test
    void chargesOfOneCount_addUp() {
        var both = reserved(Counters.none(), 1, NOW, charge(4), charge(5));
        assertThat(both.entries(KEY)).containsExactly(new Counters.Entry(intent(1), BigDecimal.valueOf(9), NOW));
    }

    @Test
    void whatIsExactlyTheMost_fits_andWhatIsAnsweredGoesBeyond() {
        var nine = reserved(Counters.none(), 1, NOW, charge(9));
        assertThat(nine.reserve(intent(2), List.of(charge(1)), NOW)).isInstanceOf(Counters.Reservation.Made.class);
        assertThat(nine.reserve(intent(2), List.of(charge(2)), NOW))
                .isEqualTo(new Counters.Reservation.Exceeded(List.of(KEY)));
        var answered = new Charge(KEY, BigDecimal.TWO, new Limit.Window.Lifetime(), BigDecimal.TEN, true);
        assertThat(nine.reserve(intent(2), List.of(answered), NOW)).isInstanceOf(Counters.Reservation.Made.class);
    }

    @Test
    void chargesAndKeys_haveTheirForm() {
        assertThat(KEY).hasToString("p/r source=acme");
        assertThat(KEY).isLessThan(OTHER).isEqualByComparingTo(new CounterKey("p", "r", List.of("source=acme")));
        assertThat(charge(0).amount()).isZero();
        assertThatThrownBy(() -> charge(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    /// What is forgotten is only how far it came.
    @Test
    void requestThatIsForgotten_staysCounted_andIsNotCountedTwice() {
        var committed = reserved(Counters.none(), 1, NOW, charge(3)).commit(intent(1));
        var held = reserved(committed, 2, NOW, charge(2));
        var left = held.forget(Set.of(intent(1), intent(7)));
        assertThat(left.state(intent(1))).isEmpty();
        assertThat(left.state(intent(2))).contains(Counters.State.RESERVED);
        assertThat(held.state(intent(1))).contains(Counters.State.COMMITTED);
        assertThat(left.entries(KEY)).hasSize(2).isEqualTo(held.entries(KEY));
        assertThat(reserved(left, 1, NOW, charge(3)).entries(KEY)).hasSize(2);
        assertThat(left.release(intent(1))).isSameAs(left);
    }
}
