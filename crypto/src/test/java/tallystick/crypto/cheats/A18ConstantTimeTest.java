package tallystick.crypto.cheats;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.SecpScalars;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.kit.TimingProbe;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A18: the time of no operation on a secret tells the secret.
class A18ConstantTimeTest {
    private static final int POOL = 256;

    /// A secret in one place, taken from a pool of random values or from one of as many equal ones.
    private static final class Input {
        private final MemorySegment place;
        private final MemorySegment fixedPool;
        private final MemorySegment randomPool;
        private int next;

        Input(MemorySegment place, Group group, Arena arena, SecretMemory home, long fixed) {
            this.place = place;
            fixedPool = arena.allocate(POOL * 32L, 64);
            randomPool = arena.allocate(POOL * 32L, 64);
            for (var i = 0; i < POOL; i++) {
                try (var same = group.secretOf(group.scalar(fixed), home);
                        var other = group.randomSecret(Secrets.entropy(i), home)) {
                    MemorySegment.copy(same.memory(), 0, fixedPool, i * 32L, 32);
                    MemorySegment.copy(other.memory(), 0, randomPool, i * 32L, 32);
                }
            }
        }

        TimingProbe.Subject doing(Runnable operation) {
            return new TimingProbe.Subject() {
                @Override
                public void prepare(boolean fixed) {
                    next = (next + 1) % POOL;
                    MemorySegment.copy(fixed ? fixedPool : randomPool, next * 32L, place, 0, 32);
                }

                @Override
                public void run() {
                    operation.run();
                }
            };
        }
    }

    private static void constant(String what, int samples, int repeats, TimingProbe.Subject subject) {
        var t = new TimingProbe(18).measure(samples, repeats, subject);
        System.out.printf("%-40s |t| %5.1f%n", what, t);
        assertThat(t).as(what).isLessThan(TimingProbe.T_MAX);
    }

    /// Small and sparse, against random: what early exits and skipped zero digits would show. Zero itself is let
    /// alone where the answer to "is it zero" is public.
    @ParameterizedTest
    @EnumSource(Curve.class)
    void secretScalars_onSmallAndRandomValues_takeEqualTime(Curve curve) {
        var group = curve.group();
        try (var home = SecretMemory.open();
                var arena = Arena.ofConfined();
                var secret = group.randomSecret(Secrets.entropy(1), home);
                var other = group.randomSecret(Secrets.entropy(2), home);
                var wide = home.allocate(64)) {
            var input = new Input(secret.memory(), group, arena, home, 3);
            var inWide = new Input(wide.memory().asSlice(16, 32), group, arena, home, 3);
            var point = group.scalar(5).timesGenerator().orThrow("not zero");
            Consumer<SecretScalar> drop = SecretScalar::close;
            constant(curve + " plus", 3000, 8, input.doing(() -> drop.accept(secret.plus(other))));
            constant(curve + " minus", 3000, 8, input.doing(() -> drop.accept(other.minus(secret))));
            constant(curve + " times", 3000, 8, input.doing(() -> drop.accept(secret.times(other))));
            constant(curve + " negate", 3000, 8, input.doing(() -> drop.accept(secret.negate())));
            constant(curve + " invert", 1000, 1, input.doing(() -> drop.accept(secret.invert())));
            constant(curve + " sameAs", 3000, 8, input.doing(() -> secret.sameAs(other)));
            constant(curve + " reduced", 3000, 8, inWide.doing(() -> drop.accept(group.reduceSecretWide(wide, home))));
            constant(curve + " written and read", 3000, 8, input.doing(() -> {
                try (var encoded = secret.encode()) {
                    drop.accept(group.parseSecret(encoded, home).orThrow());
                }
            }));
            constant(curve + " timesGenerator", 1000, 1, input.doing(secret::timesGenerator));
            constant(
                    curve + " times point",
                    600,
                    1,
                    input.doing(() -> secret.times(point).close()));
        }
    }

    @Test
    void bulkArithmetic_onZeroAndRandomValues_takesEqualTime() {
        var group = Curve.SECP256K1.group();
        try (var home = SecretMemory.open();
                var arena = Arena.ofConfined()) {
            var m = arena.allocate(4096, 64);
            var mask = new long[1];
            var input = new Input(m.asSlice(0, 32), group, arena, home, 0);
            constant("mul", 3000, 8, input.doing(() -> SecpScalars.mul(m, 0, m, 32, m, 64)));
            constant("add", 3000, 16, input.doing(() -> SecpScalars.add(m, 0, m, 32, m, 64)));
            constant("negate", 3000, 16, input.doing(() -> SecpScalars.negate(m, 0, m, 64)));
            constant("select", 3000, 16, input.doing(() -> SecpScalars.select(mask[0], m, 0, m, 32, m, 64)));
            constant("canonical", 3000, 16, input.doing(() -> SecpScalars.canonicalMask(m, 0)));
            constant("reduce", 3000, 16, input.doing(() -> SecpScalars.reduceBigEndian(m, 0, m, 64)));
            constant("product sum", 1000, 1, input.doing(() -> SecpScalars.innerProduct(m, 0, 0, m, 32, 0, 64, m, 64)));
        }
    }

    @Test
    void choices_oneOrTheOther_takeEqualTime() {
        try (var arena = Arena.ofConfined()) {
            var m = arena.allocate(4096, 64);
            var mask = new long[1];
            constant("select by mask", 3000, 16, new TimingProbe.Subject() {
                @Override
                public void prepare(boolean fixed) {
                    mask[0] = fixed ? -1 : 0;
                }

                @Override
                public void run() {
                    SecpScalars.select(mask[0], m, 0, m, 32, m, 64);
                    SecpScalars.addMasked(mask[0], m, 0, m, 32, m, 64);
                }
            });
        }
    }

    private static TimingProbe.Subject comparing(SecretBytes a, SecretBytes b, Runnable compare) {
        return new TimingProbe.Subject() {
            @Override
            public void prepare(boolean fixed) {
                a.memory().fill((byte) 1);
                b.memory().fill((byte) (fixed ? 1 : 2));
            }

            @Override
            public void run() {
                compare.run();
            }
        };
    }

    @Test
    void comparison_ofEqualAndOfDifferentBytes_takesEqualTime() {
        try (var home = SecretMemory.open();
                var a = home.allocate(256);
                var b = home.allocate(256)) {
            constant("compare bytes", 3000, 4, comparing(a, b, () -> a.sameAs(b)));
        }
    }

    /// The probe itself must see a comparison that stops at the first difference.
    @Test
    void comparison_thatStopsEarly_isFoundOut() {
        try (var home = SecretMemory.open();
                var a = home.allocate(256);
                var b = home.allocate(256)) {
            var t = new TimingProbe(18).measure(3000, 4, comparing(a, b, () -> {
                var same = true;
                for (var i = 0L; i < 256 && same; i++)
                    same = a.memory().get(JAVA_BYTE, i) == b.memory().get(JAVA_BYTE, i);
            }));
            assertThat(t).isGreaterThan(TimingProbe.T_MAX);
        }
    }
}
