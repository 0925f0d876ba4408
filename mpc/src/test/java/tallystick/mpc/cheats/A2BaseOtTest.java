package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.BaseOtLab;
import tallystick.mpc.ecdsa.VoleLab;

/// A2 and A3 for the one proof of base OT: a challenge of the full order's length, hanging on everything said.
class A2BaseOtTest {
    @Test
    void proof_elsewhereOrChanged_doesNotVerify() {
        for (var seed = 0; seed < 8; seed++) {
            var verdicts = VoleLab.proofs(seed);
            assertThat(verdicts).hasSize(11);
            assertThat(verdicts.getFirst()).isTrue();
            assertThat(verdicts.subList(1, 11)).isEqualTo(Collections.nCopies(10, false));
        }
    }

    /// The challenges are of the sender's making: that openings fit them says nothing about the pads.
    @Test
    void openingsThatFitOnlyTheirOwnChallenges_areNotBelieved() {
        for (var seed = 0; seed < 4; seed++)
            assertThat(BaseOtLab.believesOpeningsOfOtherPads(seed)).isFalse();
    }
}
