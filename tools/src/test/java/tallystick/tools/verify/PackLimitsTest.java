package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Limit;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.hash.Digest32;

@DisplayName("What a count remembers of a request, docs/spec/policy.md PO-19")
class PackLimitsTest {
    private static final Instant AT = Instant.parse("2027-01-15T08:00:00Z");
    private static final Slot NUMBER = new Slot(hash("0a"));
    private static final CounterKey DAILY = new CounterKey("small", "daily", List.of());

    private static Digest32 hash(String octet) {
        return Digest32.ofHex(octet.repeat(Digest32.LENGTH_BYTES));
    }

    private static IntentId intent(String octet) {
        return new IntentId(hash(octet));
    }

    private static Charge charge(int amount) {
        return new Charge(
                DAILY, BigDecimal.valueOf(amount), new Limit.Window.Lifetime(), BigDecimal.valueOf(1000), false);
    }

    private static Counters with(Counters before, IntentId intent, Optional<Slot> slot, int amount) {
        if (!(before.reserve(intent, slot, List.of(charge(amount)), AT) instanceof Counters.Reservation.Made(var made)))
            throw new AssertionError("not reserved");
        return made.commit(intent);
    }

    private static BigDecimal taken(Counters counters, IntentId intent) {
        return PackLimits.taken(counters, charge(1), intent, AT);
    }

    @Test
    void requestThatWasSpedUp_isRemembered_thoughTheCountHasItsPlaceOnce() {
        var first = with(Counters.none(), intent("01"), Optional.of(NUMBER), 7);
        var both = with(first, intent("02"), Optional.of(NUMBER), 7);
        assertThat(taken(both, intent("01"))).isEqualByComparingTo("7");
        assertThat(taken(both, intent("02"))).isEqualByComparingTo("7");
    }

    @Test
    void requestThatWasCancelled_isRemembered_andWhatCancelsItTakesNoMore() {
        var first = with(Counters.none(), intent("01"), Optional.of(NUMBER), 7);
        var both = with(first, intent("02"), Optional.of(NUMBER), 0);
        assertThat(taken(both, intent("01"))).isEqualByComparingTo("7");
    }

    @Test
    void requestThatIsForgotten_takesNothing_whateverElseIsCounted() {
        var other = with(Counters.none(), intent("02"), Optional.of(new Slot(hash("0b"))), 7);
        assertThat(taken(other, intent("01"))).isEqualByComparingTo("0");
        assertThat(taken(with(other, intent("03"), Optional.empty(), 5), intent("03")))
                .isEqualByComparingTo("5");
        assertThat(taken(Counters.none(), intent("01"))).isEqualByComparingTo("0");
    }
}
