package tallystick.crypto.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EdLab;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.FieldLab;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

/// The public arithmetic of edwards25519 gives what plain big numbers and libsodium give.
class EdFieldTest {
    private static final long SEED = 0x25519L;
    private static final Group GROUP = Curve.ED25519.group();

    @Test
    void product_ofLimbsUpToTheEndOfTheirRange_isThatOfBigNumbers() {
        var chance = new Random(SEED);
        var cases = 0;
        for (; cases < 200_000; cases++)
            assertThat(FieldLab.productsHold(chance))
                    .as("seed %x, case %d", SEED, cases)
                    .isTrue();
        assertThat(cases).isEqualTo(200_000);
    }

    @Test
    void bytesAndTests_ofLimbsOfEverySize_areThoseOfTheNumber() {
        var chance = new Random(SEED);
        var cases = 0;
        for (; cases < 50_000; cases++)
            assertThat(FieldLab.formsHold(chance))
                    .as("seed %x, case %d", SEED, cases)
                    .isTrue();
        assertThat(cases).isEqualTo(50_000);
    }

    @Test
    void powers_ofLimbsUpToTheEndOfTheirRange_areThoseOfBigNumbers() {
        var chance = new Random(SEED);
        var cases = 0;
        for (; cases < 2_000; cases++)
            assertThat(FieldLab.powersHold(chance))
                    .as("seed %x, case %d", SEED, cases)
                    .isTrue();
        assertThat(cases).isEqualTo(2_000);
    }

    @Test
    void sum_withAPointKnownByItsEncoding_isThatWithThePointRead() {
        var chance = new Random(SEED);
        var sums = 0;
        for (var round = 0; round < 200; round++) {
            var held = EdLab.sumsHold(chance);
            assertThat(held).as("seed %x, round %d", SEED, round).isEqualTo(22);
            sums += held;
        }
        assertThat(sums).isEqualTo(4400);
    }

    @Test
    void sum_withBytesOffTheCurve_isOurBug() {
        assertThat(EdLab.refusesOffCurve()).isTrue();
    }

    @Test
    void sum_ofProductsOfLibsodium_isTheProductOfTheSum() {
        var entropy = new SeededEntropy(SEED);
        var cases = 0;
        try (var home = SecretMemory.open()) {
            for (; cases < 200; cases++) {
                Scalar a = GROUP.randomScalar(entropy), b = cases % 10 == 0 ? a.negate() : GROUP.randomScalar(entropy);
                try (var x = GROUP.secretOf(a, home);
                        var y = GROUP.secretOf(b, home);
                        var both = x.plus(y)) {
                    var sum = GROUP.sum(java.util.List.of(x.timesGenerator(), y.timesGenerator()));
                    assertThat(sum).as("seed %x, case %d", SEED, cases).isEqualTo(both.timesGenerator());
                    assertThat(sum.encode()).isEqualTo(both.timesGenerator().encode());
                }
            }
        }
        assertThat(cases).isEqualTo(200);
    }

    @Test
    void linearCombination_ofOneToFivePoints_isTheSumOfLibsodiumsProducts() {
        var entropy = new SeededEntropy(SEED);
        var cases = 0;
        try (var home = SecretMemory.open()) {
            for (var round = 0; round < 40; round++) {
                var terms = new ArrayList<Group.Term>();
                var sum = (Element) GROUP.identity();
                for (var i = 0; i <= round % 5; i++) {
                    var scalar = scalar(round, GROUP.randomScalar(entropy));
                    var point = GROUP.randomScalar(entropy).timesGenerator().orThrow("not zero");
                    terms.add(new Group.Term(scalar, i == 4 ? GROUP.generator() : point));
                    try (var secret = GROUP.secretOf(scalar, home)) {
                        sum = sum.plus(secret.timesToPublic(i == 4 ? GROUP.generator() : point));
                    }
                }
                assertThat(GROUP.linearCombination(terms).encode())
                        .as("seed %x, round %d", SEED, round)
                        .isEqualTo(sum.encode());
                cases++;
            }
        }
        assertThat(cases).isEqualTo(40);
    }

    /// Most rounds any number, some the first and the last ones.
    private static Scalar scalar(int round, Scalar any) {
        return switch (round % 8) {
            case 0 -> GROUP.scalar(round / 8);
            case 1 -> GROUP.scalar(-1 - round / 8);
            case 2 -> GROUP.scalar((1L << 40) - 1);
            default -> any;
        };
    }
}
