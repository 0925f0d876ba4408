package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tallystick.core.clock.ClockSkew;

/// By how much another clock may be ahead.
class ClockSkewTest {
    private static final Instant NOW = Instant.parse("2026-11-24T16:00:00Z");

    @Test
    void moment_isOfTheFuture_onlyBeyondTenMinutes() {
        assertThat(ClockSkew.isFuture(NOW.minusSeconds(1), NOW)).isFalse();
        assertThat(ClockSkew.isFuture(NOW, NOW)).isFalse();
        assertThat(ClockSkew.isFuture(NOW.plusSeconds(600), NOW)).isFalse();
        assertThat(ClockSkew.isFuture(NOW.plusSeconds(600).plusNanos(1), NOW)).isTrue();
    }
}
