package tallystick.tools.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.wire.CeremonyOrder;

@DisplayName("What is believed of attempts that nobody signs, docs/spec/node-wire.md NW-49")
class BelievedAttemptTest {
    private static final int MOST = BelievedAttempt.ABOVE_MIDDLE_MAX;

    @Test
    void highestOfHonestAnswers_isBelieved() {
        assertThat(BelievedAttempt.of(List.of())).isZero();
        assertThat(BelievedAttempt.of(List.of(7))).isEqualTo(7);
        assertThat(BelievedAttempt.of(List.of(2, 0, 5, 1))).isEqualTo(5);
        assertThat(BelievedAttempt.of(List.of(3, 3, 3 + MOST))).isEqualTo(3 + MOST);
    }

    @Test
    void answerFarAboveTheMiddleOne_isNot_howeverHigh() {
        assertThat(BelievedAttempt.of(List.of(3, 4 + MOST, 3))).isEqualTo(3);
        assertThat(BelievedAttempt.of(List.of(CeremonyOrder.ATTEMPT_MAX, 1, 2))).isEqualTo(2);
        assertThat(BelievedAttempt.of(List.of(1, Integer.MAX_VALUE))).isEqualTo(1);
        assertThat(BelievedAttempt.of(List.of(0, Integer.MIN_VALUE, Integer.MAX_VALUE)))
                .isZero();
    }

    /// Every node takes an order one above what is believed, whatever it was ordered itself.
    @Test
    void orderFromWhatIsBelieved_isWithinTheStepOfWhoSaidLeast() {
        assertThat(BelievedAttempt.of(List.of(0, 0, MOST)) + 1).isLessThan(CeremonyOrder.OPERATOR_STEP_MAX);
    }
}
