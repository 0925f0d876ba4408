package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.VoleLab;
import tallystick.mpc.ecdsa.VoleParameters;

/// t + r = α·β, in every size; and the fast code says what the specification says, byte for byte.
class VoleLawsTest {
    @Test
    void anySize_givesFittingItems() {
        var fitting = 0;
        var lengths = new int[] {8, 16, 24, 64, 72, 128, 696, VoleParameters.GADGET_LENGTH};
        for (var length : lengths) {
            try (var lab = new VoleLab(length, length, 3)) {
                fitting += lab.fittingItems();
            }
        }
        assertThat(fitting).isEqualTo(3 * lengths.length);
    }

    @Test
    void freshChance_givesFittingItems() {
        var seed = new SecureRandom().nextLong();
        try (var lab = new VoleLab(seed, VoleParameters.GADGET_LENGTH, 4)) {
            assertThat(lab.fittingItems()).as("seed %d", seed).isEqualTo(4);
        }
    }

    @Test
    void shippedCode_saysWhatTheSpecificationSays() {
        var sizes = new int[][] {{8, 1}, {8, 9}, {40, 3}, {696, 1}, {VoleParameters.GADGET_LENGTH, 2}};
        var ran = 0;
        for (var size : sizes) {
            try (var lab = new VoleLab(size[0] * 31L + size[1], size[0], size[1])) {
                assertThat(lab.shippedIsLiteral())
                        .as("gadget %d, %d items", size[0], size[1])
                        .isTrue();
                ran++;
            }
        }
        assertThat(ran).isEqualTo(sizes.length);
    }
}
