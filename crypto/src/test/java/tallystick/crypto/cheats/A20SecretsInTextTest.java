package tallystick.crypto.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.SecretPoint;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A20 and G6: a secret has no way into text, comparison or serialisation, and leaves nothing behind.
class A20SecretsInTextTest {
    private static final List<Class<?>> SECRETS =
            List.of(SecretScalar.class, SecretPoint.class, SecretBytes.class, SecretMemory.class);

    @ParameterizedTest
    @EnumSource(Curve.class)
    void secrets_printed_sayOnlyTheirType(Curve curve) {
        var group = curve.group();
        try (var home = SecretMemory.open();
                var scalar = group.randomSecret(Secrets.entropy(1), home);
                var point = scalar.times(group.generator());
                var bytes = scalar.encode()) {
            assertThat(scalar).hasToString("SecretScalar");
            assertThat(point).hasToString("SecretPoint");
            assertThat(bytes).hasToString("SecretBytes");
            assertThat(home).hasToString("SecretMemory");
        }
    }

    @Test
    void secretTypes_declare_noEqualityHashOrSerialisation() {
        for (var type : SECRETS) {
            assertThat(Arrays.stream(type.getDeclaredMethods()).map(m -> m.getName()))
                    .doesNotContain("equals", "hashCode", "compareTo");
            assertThat(Serializable.class.isAssignableFrom(type)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Curve.class)
    void secretScalar_afterClose_isZeroInMemoryAndThrows(Curve curve) {
        var group = curve.group();
        try (var home = SecretMemory.open();
                var other = group.randomSecret(Secrets.entropy(2), home)) {
            var scalar = group.randomSecret(Secrets.entropy(3), home);
            var memory = scalar.memory();
            var before = home.lentBytes();
            scalar.close();
            scalar.close();
            assertThat(memory.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).containsOnly(0);
            assertThat(home.lentBytes()).isEqualTo(before - 32);
            assertThatIllegalStateException().isThrownBy(() -> scalar.plus(other));
            assertThatIllegalStateException().isThrownBy(() -> other.times(scalar));
            assertThatIllegalStateException().isThrownBy(scalar::timesGenerator);
            assertThatIllegalStateException().isThrownBy(scalar::encode);
            assertThatIllegalStateException().isThrownBy(() -> scalar.times(group.generator()));
        }
    }

    /// What failed half-way gives its slots back as well.
    @ParameterizedTest
    @EnumSource(Curve.class)
    void everyOperation_whenItsResultIsClosed_leavesNoSlotLent(Curve curve) {
        var group = curve.group();
        try (var home = SecretMemory.open()) {
            try (var a = group.randomSecret(Secrets.entropy(4), home);
                    var zero = group.secretZero(home)) {
                var before = home.lentBytes();
                a.plus(zero).close();
                a.minus(zero).close();
                a.times(zero).close();
                a.times(group.scalar(3)).close();
                a.plus(group.scalar(3)).close();
                a.negate().close();
                a.invert().close();
                a.copy().close();
                a.encode().close();
                a.timesGenerator();
                zero.timesGenerator();
                a.timesToPublic(group.generator());
                zero.timesToPublic(group.generator());
                a.times(group.generator()).close();
                zero.times(group.generator()).close();
                try (var point = a.times(group.generator())) {
                    point.encode().close();
                }
                assertThat(home.lentBytes()).isEqualTo(before);
            }
            assertThat(home.lentBytes()).isZero();
        }
    }
}
