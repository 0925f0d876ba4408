package tallystick.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// By which time a node forgets.
class SettledTimeTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

    private Duration passed = Duration.ZERO;
    private final SettledTime settled = new SettledTime(() -> 77 + passed.toNanos());

    /// A look each hour, at a clock that is ahead by so much.
    private void pass(Duration time, Duration ahead) {
        for (var end = passed.plus(time); passed.compareTo(end) < 0; passed = passed.plusHours(1)) {
            var _ = settled.at(clock(ahead));
        }
    }

    private Instant clock(Duration ahead) {
        return START.plus(passed).plus(ahead);
    }

    @Test
    void clockThatIsRight_isBelievedAfterADay() {
        pass(Duration.ofHours(23), Duration.ZERO);
        assertThat(settled.at(clock(Duration.ZERO))).isEmpty();
        passed = passed.plusHours(1);
        assertThat(settled.at(clock(Duration.ZERO))).contains(clock(Duration.ZERO));
        pass(Duration.ofDays(30), Duration.ZERO);
        assertThat(settled.at(clock(Duration.ZERO))).contains(clock(Duration.ZERO));
    }

    @Test
    void clockThatIsAheadForLessThanADay_isNot_howeverLongItWasRight() {
        for (var days = 0; days < 4; days++) {
            pass(Duration.ofDays(days).plusHours(5), Duration.ZERO);
            pass(Duration.ofHours(23), Duration.ofDays(1000));
            assertThat(settled.at(clock(Duration.ofDays(1000))).filter(clock(Duration.ZERO)::isBefore))
                    .isEmpty();
        }
    }

    @Test
    void clockThatWasAheadAtTheStart_isNot_onceItIsRight() {
        pass(Duration.ofHours(20), Duration.ofDays(1000));
        pass(Duration.ofHours(10), Duration.ZERO);
        assertThat(settled.at(clock(Duration.ZERO))).contains(clock(Duration.ZERO));
        assertThat(settled.at(clock(Duration.ofDays(1000)))).contains(clock(Duration.ZERO));
    }

    @Test
    void clockThatStaysAhead_isBelievedAfterTwoDaysAtMost() {
        pass(Duration.ofHours(30), Duration.ZERO);
        pass(Duration.ofHours(49), Duration.ofDays(3));
        assertThat(settled.at(clock(Duration.ofDays(3)))).contains(clock(Duration.ofDays(3)));
    }

    @Test
    void clockThatGoesBack_isBelievedAtOnce() {
        pass(Duration.ofDays(3), Duration.ofDays(3));
        assertThat(settled.at(clock(Duration.ZERO))).contains(clock(Duration.ZERO));
    }
}
