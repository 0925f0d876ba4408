package tallystick.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tallystick.control.answer.Problem;

/// By a clock of the test's own.
class PacesTest {
    private Instant now = Instant.ofEpochSecond(1_790_000_000);
    private final Paces paces = new Paces(() -> now);

    private void crowd(int requests) {
        for (var i = 0; i < requests; i++) paces.key("one");
    }

    @Test
    void keyThatSendsMoreThanItsBurst_isRefused_untilASecondHasPassed() {
        crowd(Paces.OF_A_KEY.burst());
        assertThatThrownBy(() -> paces.key("one"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(Problem.Code.CROWDED));
        assertThatCode(() -> paces.key("another")).doesNotThrowAnyException();
        now = now.plusSeconds(1);
        crowd(Paces.OF_A_KEY.perSecond());
        assertThatThrownBy(() -> paces.key("one")).isInstanceOf(Problem.class);
    }

    @Test
    void bucket_neverHoldsMoreThanItsBurst_andSurvivesAClockThatGoesBack() {
        crowd(1);
        now = now.plusSeconds(1_000_000);
        crowd(Paces.OF_A_KEY.burst());
        now = now.minusSeconds(1_000_000);
        assertThatThrownBy(() -> paces.key("one")).isInstanceOf(Problem.class);
    }

    @Test
    void addressWithTooManyRefused_isNotListenedTo_othersAre() {
        for (var i = 0; i < Paces.OF_STRANGERS.burst(); i++) paces.refused("192.0.2.1");
        assertThatThrownBy(() -> paces.address("192.0.2.1")).isInstanceOf(Problem.class);
        assertThatCode(() -> paces.address("192.0.2.2")).doesNotThrowAnyException();
        now = now.plusMillis(100);
        assertThatCode(() -> paces.address("192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void otherAddressOfTheSameLine_isNoOther() {
        for (var i = 0; i < Paces.OF_STRANGERS.burst(); i++) paces.refused("2001:db8::%x".formatted(i));
        assertThatThrownBy(() -> paces.address("2001:db8::ffff")).isInstanceOf(Problem.class);
        assertThatCode(() -> paces.address("2001:db8:0:1::1")).doesNotThrowAnyException();
    }

    @Test
    void manyNames_areForgottenOnceTheyAreIdle() {
        for (var i = 0; i < 10_002; i++) paces.address("name " + i);
        now = now.plusSeconds(61);
        assertThatCode(() -> paces.address("one more")).doesNotThrowAnyException();
    }
}
