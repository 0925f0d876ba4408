package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.nativelib.NativeLibraries;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.warmup.WarmUp;

@DisplayName("docs/spec/metrics.md, practice before a node is ready")
final class WarmUpTest {
    @Test
    void practice_signs() {
        NativeLibraries.require();
        try (var warmUp = WarmUp.start(new SystemEntropy(), Duration.ofDays(1))) {
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
                while (warmUp.signed() < 3) {
                    assertThat(warmUp.isOver()).isFalse();
                    Thread.onSpinWait();
                }
            });
        }
    }

    @Test
    void practice_endsByItsTime() {
        NativeLibraries.require();
        try (var warmUp = WarmUp.start(new SystemEntropy(), Duration.ofMillis(1))) {
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                while (!warmUp.isOver()) Thread.onSpinWait();
            });
        }
    }

    @Test
    void practice_thatIsClosed_endsAtOnce() {
        NativeLibraries.require();
        var warmUp = WarmUp.start(new SystemEntropy(), Duration.ofDays(1));
        assertThat(warmUp.isOver()).isFalse();
        warmUp.close();
        assertThat(warmUp.isOver()).isTrue();
    }

    @Test
    void noTimeForPractice_isOverFromTheStart() {
        try (var warmUp = WarmUp.start(new SystemEntropy(), Duration.ZERO)) {
            assertThat(warmUp.isOver()).isTrue();
        }
    }
}
