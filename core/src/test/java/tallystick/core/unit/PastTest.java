package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CHAIN;
import static tallystick.core.kit.Judging.ETHER;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.TETHER;
import static tallystick.core.kit.Judging.intent;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.matter.Slot;

/// What was paid before, as it grows.
class PastTest {
    private static final int MANY = 150;

    /// Each begins and ends with digits of its own.
    private static Account payee(int number) {
        return new Account(CHAIN, "0x%04d%s%04d".formatted(number, "a".repeat(32), number));
    }

    private static Past.Payment payment(int number, int to) {
        return new Past.Payment(intent(number), NOW.minusSeconds(to), payee(to), ETHER, BigInteger.TEN);
    }

    @Test
    void paymentsAddedOneByOne_areThoseOfAllTogether() {
        var all = new ArrayList<Past.Payment>();
        var past = Past.none();
        for (var number = 0; number < MANY; number++) {
            all.add(payment(number, number));
            past = past.plus(payment(number, number));
            assertThat(past.payments()).isEqualTo(new Past(all).payments());
            for (var before : List.of(0, number / 2, number)) {
                assertThat(past.duplicate(payment(MANY, before), Duration.ofDays(1)))
                        .contains(intent(before));
                assertThat(past.repeatedBy(payment(MANY, before))).containsExactly(payment(before, before));
                assertThat(past.duplicate(payment(before, before), Duration.ofDays(1)))
                        .as("of its own")
                        .isEmpty();
            }
            assertThat(past.repeatedBy(payment(MANY, number + 1))).isEmpty();
        }
    }

    /// Of two twins one is the second, by its own payment, and not by what else its request paid before.
    @Test
    void requestThatPaidSomethingElseBefore_isStillTheSecondOfTwins() {
        var twin = new Past.Payment(intent(1), NOW.minusSeconds(20), payee(1), ETHER, BigInteger.TEN);
        var elsewhere = new Past.Payment(intent(2), NOW.minusSeconds(30), payee(2), ETHER, BigInteger.TEN);
        var own = new Past.Payment(intent(2), NOW.minusSeconds(10), payee(1), ETHER, BigInteger.TEN);
        var past = Past.none().plus(elsewhere).plus(twin).plus(own);
        assertThat(past.duplicate(own, Duration.ofDays(1))).contains(intent(1));
        assertThat(past.duplicate(twin, Duration.ofDays(1))).isEmpty();
    }

    @Test
    void whoWasPaid_isKnown_andWhatResemblesHimIsFound() {
        var past = Past.none();
        for (var number = 0; number < MANY; number++) past = past.plus(payment(number, number));
        var known = KnownAccounts.none().with(past.paid());
        for (var number = 0; number < MANY; number++) {
            assertThat(known.resembled(payee(number))).isEmpty();
            var other = payee(number).address().replace("a".repeat(32), "b".repeat(32));
            assertThat(known.resembled(new Account(CHAIN, other)))
                    .contains(payee(number).toString());
        }
        assertThat(known.resembled(payee(MANY))).isEmpty();
        assertThat(known.entry(payee(0)))
                .as("being paid is not being in the book")
                .isEmpty();
    }

    @Test
    void ofTwoPaymentsInOnePlace_noneRepeatsTheOther() {
        var slot = Optional.of(new Slot(intent(9).value()));
        var first = payment(1, 1);
        var placed = new Past.Payment(intent(2), NOW, first.destination(), ETHER, first.amount(), slot);
        var replacing = new Past.Payment(intent(3), NOW, first.destination(), ETHER, first.amount(), slot);
        assertThat(placed.isRepeatedBy(replacing)).isFalse();
        assertThat(first.isRepeatedBy(placed)).isTrue();
        assertThat(placed.isRepeatedBy(first)).isTrue();
        assertThat(placed.isRepeatedBy(payment(4, 2))).isFalse();
    }

    @Test
    void payments_standInOneOrder_howeverTheyCame() {
        var least = new Past.Payment(intent(1), NOW, payee(1), ETHER, BigInteger.ONE);
        var sorted = List.of(
                least,
                new Past.Payment(intent(1), NOW.plusSeconds(1), payee(1), ETHER, BigInteger.ONE),
                new Past.Payment(intent(1), NOW, payee(1), ETHER, BigInteger.TEN),
                new Past.Payment(intent(1), NOW, payee(1), TETHER, BigInteger.TWO),
                new Past.Payment(intent(1), NOW, payee(2), ETHER, BigInteger.ONE));
        assertThat(ETHER.toString()).isGreaterThan(TETHER.toString());
        var order = List.of(sorted.get(3), sorted.get(0), sorted.get(1), sorted.get(2), sorted.get(4));
        for (var turn = 0; turn < order.size(); turn++) {
            var turned = new ArrayList<>(order);
            Collections.rotate(turned, turn);
            assertThat(new Past(turned).payments()).isEqualTo(order);
            assertThat(new Past(turned.reversed()).payments()).isEqualTo(order);
        }
        assertThat(new Past(List.of(least, payment(2, 2))).payments()).hasSize(2);
    }

    @Test
    void ofTwoTwins_theSecondRepeatsTheFirst_andNotTheReverse() {
        var first = new Past.Payment(intent(1), NOW, payee(1), ETHER, BigInteger.TEN);
        var second = new Past.Payment(intent(2), NOW.plusSeconds(60), payee(1), ETHER, BigInteger.TEN);
        var hour = Duration.ofHours(1);
        for (var past : List.of(
                new Past(List.of(first, second)),
                Past.none().plus(first).plus(second),
                new Past(List.of(second)).plus(first))) {
            assertThat(past.duplicate(later(first), hour)).isEmpty();
            assertThat(past.duplicate(later(second), hour)).contains(intent(1));
            assertThat(past.duplicate(later(new Past.Payment(intent(3), NOW, payee(1), ETHER, BigInteger.TEN)), hour))
                    .contains(List.of(intent(1), intent(2)).stream()
                            .min(Comparator.comparing(IntentId::value))
                            .orElseThrow());
        }
    }

    private static Past.Payment later(Past.Payment of) {
        return new Past.Payment(of.intent(), NOW.plusSeconds(120), of.destination(), of.asset(), of.amount());
    }

    @Test
    void paymentOfJustSoLongAgo_isARepetition_andOneOfLongerAgoIsNone() {
        var past = new Past(List.of(new Past.Payment(intent(1), NOW, payee(1), ETHER, BigInteger.TEN)));
        var again = new Past.Payment(intent(2), NOW.plusSeconds(3600), payee(1), ETHER, BigInteger.TEN);
        assertThat(past.duplicate(again, Duration.ofHours(1))).contains(intent(1));
        assertThat(past.duplicate(again, Duration.ofHours(1).minusNanos(1))).isEmpty();
    }
}
