package tallystick.sim.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import tallystick.mpc.key.Scheme;
import tallystick.sim.Life;

class LifeTest {
    private static final int LIVES = 20;

    @Test
    void lives_underBadSkies_keepWhatMustHold() {
        var schemes = EnumSet.noneOf(Scheme.class);
        var digests = new HashSet<>();
        var stopped = 0;
        for (var seed = 1; seed <= LIVES; seed++) {
            var report = Life.of(seed);
            schemes.add(report.scheme());
            digests.add(report.digest());
            stopped += report.stopped();
            assertThat(report.sessions()).isGreaterThanOrEqualTo(6 + report.stopped());
        }
        assertThat(schemes).hasSize(3);
        assertThat(digests).hasSize(LIVES);
        assertThat(stopped).as("storms").isPositive();
    }

    @Test
    void sameSeed_twice_givesTheSameTrace() {
        for (var seed = 100; seed < 102; seed++)
            assertThat(Life.of(seed)).isEqualTo(Life.of(seed)).isNotEqualTo(Life.of(seed + 1000));
    }
}
