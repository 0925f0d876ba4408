package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SecretPoint;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

/// Differences of secret points are those of public ones.
class SecretPointTest {
    private static final Group GROUP = Curve.SECP256K1.group();

    @Test
    void difference_isThatOfThePublicPoints() {
        var entropy = new SeededEntropy(3);
        try (var home = SecretMemory.open()) {
            for (var i = 0; i < 50; i++) {
                try (var a = GROUP.randomSecret(entropy, home);
                        var b = GROUP.randomSecret(entropy, home);
                        var aPoint = a.times(GROUP.generator());
                        var bPoint = b.times(GROUP.generator());
                        var difference = aPoint.minus(bPoint)) {
                    var expected = a.timesGenerator().minus(b.timesGenerator()).orThrow("random");
                    assertThat(coordinates(difference)).isEqualTo(coordinates(expected));
                }
            }
            assertThat(home.lentBytes()).isZero();
        }
    }

    @Test
    void differenceOfOpposites_isTheDouble_andOfEquals_isZero() {
        try (var home = SecretMemory.open();
                var a = GROUP.secretOf(GROUP.scalar(5), home);
                var minusA = GROUP.secretOf(GROUP.scalar(-5), home);
                var point = a.times(GROUP.generator());
                var again = a.times(GROUP.generator());
                var opposite = minusA.times(GROUP.generator());
                var twice = point.minus(opposite);
                var zero = point.minus(again)) {
            assertThat(coordinates(twice))
                    .isEqualTo(coordinates(GROUP.scalar(10).timesGenerator().orThrow("ten")));
            assertThat(zero.isZero()).isTrue();
            assertThatThrownBy(() -> point.minus(zero)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> zero.minus(point)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Bytes coordinates(SecretPoint point) {
        try (var encoded = point.encode()) {
            return Bytes.copyOf(encoded.memory().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private static Bytes coordinates(Point point) {
        return point.encodeUncompressed().slice(1, 65);
    }
}
