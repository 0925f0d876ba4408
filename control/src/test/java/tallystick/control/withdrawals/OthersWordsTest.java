package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What a node says of time, and how long control waits for it and after what failed.
class OthersWordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T22:00:00Z");

    @Test
    void momentOfANode_isRead_orThereIsNone() {
        assertThat(Worker.until("it waits until 2026-11-22T22:00:10Z, and then signs"))
                .contains(NOW.plusSeconds(10));
        for (var each : new String[] {"-Z", "2026Z", "2026-13-40T99:99:99Z", "99999999999-01-01T00:00:00Z", "::::Z"})
            assertThat(Worker.until("it waits until " + each)).as(each).isEmpty();
    }

    @Test
    void momentFarAway_isNotWaitedForWhole() {
        assertThat(Worker.pause(NOW, NOW.plusSeconds(10))).isEqualTo(Duration.ofMillis(10_500));
        assertThat(Worker.pause(NOW, Instant.MAX)).isEqualTo(Duration.ofHours(1));
        assertThat(Worker.pause(NOW, Instant.MIN)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void wordsOfANode_haveNothingThatNoDatabaseKeeps() {
        assertThat(new Verdicts.Verdict("risk", "refused", 2, "\0no\0", NOW).words())
                .isEqualTo("no");
    }

    @Test
    void pauseAfterFailures_grows_andIsBounded() {
        assertThat(Schedule.pause(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Schedule.pause(1)).isEqualTo(Duration.ofMillis(1500));
        assertThat(Schedule.pause(100)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Schedule.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
    }
}
