package tallystick.tools.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
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

    private static final Charge OF_A_DAY = new Charge(
            DAILY, BigDecimal.ONE, new Limit.Window.Rolling(Duration.ofDays(1)), BigDecimal.valueOf(1000), false);

    private static IntentId numbered(int number) {
        return new IntentId(Digest32.ofHex("%064x".formatted(number)));
    }

    /// So many are signed, a second after each other, and then somebody rules by these counts.
    private static Report after(PackLimits limits, Report report, int signed, Counters counters, Duration later) {
        for (var i = 1; i <= signed; i++) {
            limits.allowed("alpha", 5, numbered(i), Optional.empty(), List.of(OF_A_DAY), AT.plusSeconds(i));
            limits.agreed("alpha", numbered(i));
            limits.signed("alpha", 6, numbered(i), AT.plusSeconds(i));
        }
        limits.ruled("alpha", 7, counters, AT.plus(later));
        limits.ended();
        report.closeCounts();
        return report;
    }

    @Test
    void chargesOfAThousandRequests_countWhileTheirWindowLasts() {
        var report = new Report();
        var said = after(new PackLimits(report), report, 1000, Counters.none(), Duration.ofHours(12));
        assertThat(said.findings())
                .extracting(Report.Finding::what)
                .anyMatch(what -> what.endsWith("forgot what was signed for intent " + numbered(1)))
                .anyMatch(what -> what.equals("and 980 more: limits"));
    }

    @Test
    void chargesWhoseWindowIsOver_countNoMore() {
        var report = new Report();
        assertThat(after(new PackLimits(report), report, 1000, Counters.none(), Duration.ofHours(30))
                        .findings())
                .isEmpty();
    }

    @Test
    void chargesThatAreRemembered_areHeldAgainstNobody() {
        var counters = Counters.none();
        for (var i = 1; i <= 300; i++)
            if (counters.reserve(numbered(i), List.of(OF_A_DAY), AT.plusSeconds(i))
                    instanceof Counters.Reservation.Made(var made)) counters = made.commit(numbered(i));
        var report = new Report();
        assertThat(after(new PackLimits(report), report, 300, counters, Duration.ofHours(12))
                        .findings())
                .isEmpty();
    }

    @Test
    void chargesThatAreTooMany_areHeldInPart_andThatIsSaid() {
        var report = new Report();
        var said = after(new PackLimits(report, 10), report, 12, Counters.none(), Duration.ofHours(12));
        assertThat(said.findings())
                .extracting(Report.Finding::what)
                .contains("the limits of alpha were held only in part: more than 10 charges count at once")
                .noneMatch(what -> what.endsWith("for intent " + numbered(2)))
                .anyMatch(what -> what.endsWith("for intent " + numbered(3)));
    }

    private static Charge ofADay(long amount) {
        return new Charge(
                DAILY,
                BigDecimal.valueOf(amount),
                new Limit.Window.Rolling(Duration.ofDays(1)),
                BigDecimal.valueOf(1000),
                false);
    }

    /// A node that was asked three times: first for much, then, as it agreed, for less, and once more while it signed.
    ///
    /// @param counted what it says it counted
    private static Report agreed(long counted) {
        var report = new Report();
        var limits = new PackLimits(report);
        limits.allowed("alpha", 5, numbered(1), Optional.empty(), List.of(ofADay(300)), AT);
        limits.allowed("alpha", 5, numbered(1), Optional.empty(), List.of(ofADay(100)), AT.plusSeconds(10));
        limits.agreed("alpha", numbered(1));
        limits.allowed("alpha", 5, numbered(1), Optional.empty(), List.of(ofADay(20)), AT.plusSeconds(20));
        limits.signed("alpha", 6, numbered(1), AT.plusSeconds(30));
        var made = (Counters.Reservation.Made)
                Counters.none().reserve(numbered(1), List.of(ofADay(counted)), AT.plusSeconds(10));
        limits.ruled("alpha", 7, made.counters().commit(numbered(1)), AT.plusSeconds(60));
        return report;
    }

    @Test
    void limit_takesWhatTheRulingBeforeTheVerdictTook() {
        assertThat(agreed(100).findings()).isEmpty();
        assertThat(agreed(20).findings())
                .extracting(Report.Finding::what)
                .anyMatch(what -> what.endsWith("forgot what was signed for intent " + numbered(1)));
    }

    /// Of two payments at once the one is ruled on before the other is signed, and written down behind it.
    @Test
    void rulingThatWasMadeBeforeAReceipt_needsNotCountIt_andOneBehindItMust() {
        for (var later : List.of(-1, 0, 1)) {
            var report = new Report();
            var limits = new PackLimits(report);
            limits.allowed("alpha", 5, numbered(1), Optional.empty(), List.of(OF_A_DAY), AT);
            limits.agreed("alpha", numbered(1));
            limits.signed("alpha", 6, numbered(1), AT.plusSeconds(40));
            limits.ruled("alpha", 7, Counters.none(), AT.plusSeconds(40 + later));
            assertThat(report.findings()).hasSize(later > 0 ? 1 : 0);
        }
    }

    /// Nothing is reserved for what a node did not agree to sign.
    @Test
    void limit_takesNothingOfWhatWasAllowedAndNotAgreedTo() {
        var report = new Report();
        var limits = new PackLimits(report);
        limits.allowed("alpha", 5, numbered(1), Optional.empty(), List.of(OF_A_DAY), AT);
        limits.signed("alpha", 6, numbered(1), AT.plusSeconds(30));
        limits.ruled("alpha", 7, Counters.none(), AT.plusSeconds(60));
        assertThat(report.findings()).isEmpty();
    }
}
