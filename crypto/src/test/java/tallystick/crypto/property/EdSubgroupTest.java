package tallystick.crypto.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.EdLab;

/// The quick test for the prime-order group takes exactly the points that L times gives the neutral element.
class EdSubgroupTest {
    private static final long SEED = 0xed_2551_9L;

    @Test
    void quickTest_onEveryCoset_saysWhatTheMultiplicationSays() {
        var chance = new Random(SEED);
        var judged = 0;
        for (var round = 0; round < 400; round++) {
            var verdicts = EdLab.cosets(chance);
            for (var i = 0; i < 8; i++) {
                assertThat(verdicts.get(i).byDefinition()).as("seed %x", SEED).isEqualTo(i == 0);
                assertThat(verdicts.get(i).byHalving())
                        .as("seed %x, round %d, coset %d", SEED, round, i)
                        .isEqualTo(i == 0);
                judged++;
            }
        }
        assertThat(judged).isEqualTo(3200);
    }

    @Test
    void quickTest_onPointsOfSmallOrder_takesTheNeutralOneAlone() {
        var verdicts = EdLab.small();
        assertThat(verdicts).hasSize(8);
        for (var i = 0; i < 8; i++) {
            assertThat(verdicts.get(i).byHalving()).as("%d", i).isEqualTo(i == 0);
            assertThat(verdicts.get(i).byDefinition()).as("%d", i).isEqualTo(i == 0);
        }
    }
}
