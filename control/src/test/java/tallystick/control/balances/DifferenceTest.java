package tallystick.control.balances;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import tallystick.control.balances.Difference.State;

/// What of a change withdrawals do not explain.
class DifferenceTest {
    private static State state(long amount, long nonce) {
        return new State(BigInteger.valueOf(amount), BigInteger.valueOf(nonce));
    }

    private static Difference difference(State before, State after, State explained) {
        return Difference.between(before, after, explained);
    }

    @Test
    void whatWithdrawalsMoved_isExplained_feesAtTheirHighestOrLess() {
        assertThat(difference(state(1000, 1), state(700, 2), state(300, 1)).isNone())
                .isTrue();
        assertThat(difference(state(1000, 1), state(740, 2), state(300, 1)).isNone())
                .isTrue();
    }

    @Test
    void whatComesIn_needsNoExplanation() {
        assertThat(difference(state(1000, 1), state(5000, 1), state(0, 0)).isNone())
                .isTrue();
    }

    @Test
    void moreThanWithdrawalsMoved_isTold() {
        assertThat(difference(state(1000, 1), state(699, 2), state(300, 1)))
                .isEqualTo(new Difference(BigInteger.ONE, 0));
    }

    /// What came in hides what went out, and not that something was sent.
    @Test
    void transactionThatADepositHides_isTold() {
        assertThat(difference(state(1000, 1), state(1500, 2), state(0, 0)))
                .isEqualTo(new Difference(BigInteger.ZERO, 1));
    }

    /// An endpoint's number may be of any size: it stops nobody else's from being looked at.
    @Test
    void numberThatCannotBe_isTold_asTheMostThatCanBe() {
        var all = new Difference.State(BigInteger.ZERO, BigInteger.ONE.shiftLeft(255));
        assertThat(difference(state(0, 0), all, state(0, 0)).more()).isEqualTo(Integer.MAX_VALUE);
    }
}
