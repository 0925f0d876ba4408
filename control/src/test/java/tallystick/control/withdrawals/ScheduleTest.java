package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How far a job goes, and what is left of being told to stop.
class ScheduleTest {
    private static final UUID ANY = UUID.randomUUID();

    @AfterEach
    void forget() {
        var _ = Thread.interrupted();
    }

    @Test
    void steps_followEachOther_untilOneNeedsAPauseOrThereIsNone() {
        var steps = new ArrayDeque<>(
                List.of(Worker.Step.in(Duration.ZERO), Worker.Step.in(Duration.ofSeconds(3)), Worker.Step.over()));
        assertThat(Schedule.go(_ -> steps.remove(), ANY)).contains(Duration.ofSeconds(3));
        assertThat(Schedule.go(_ -> steps.remove(), ANY)).isEmpty();
    }

    /// On an interrupted thread nothing could be written down of where it stands.
    @Test
    void jobThatIsToldToStop_isTriedAgainSoon_onAThreadThatIsInterruptedNoMore() {
        var next = Schedule.go(
                _ -> {
                    Thread.currentThread().interrupt();
                    throw new InterruptedException();
                },
                ANY);
        assertThat(next).hasValueSatisfying(pause -> assertThat(pause).isLessThan(Duration.ofSeconds(1)));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void jobThatFailsBecauseItIsToldToStop_isInterruptedNoMore() {
        assertThatThrownBy(() -> Schedule.go(
                        _ -> {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException("no connection");
                        },
                        ANY))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
