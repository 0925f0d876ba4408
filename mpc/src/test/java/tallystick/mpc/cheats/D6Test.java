package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.VoleLab;
import tallystick.mpc.ecdsa.VoleParameters;

/// D6, no mask column: without α̂ the inputs check would be a linear equation in the sender's inputs.
class D6Test {
    @Test
    void oneMaskColumn_isThereAndIsEnough() {
        assertThat(VoleParameters.MASK_COLUMNS).isEqualTo(1);
        assertThat(VoleParameters.oneMaskColumnSuffices(256, 128, VoleParameters.GADGET_LENGTH))
                .isTrue();
    }

    @Test
    void inputsCheck_ofTheSameInputs_isNewEveryTime() {
        try (var lab = new VoleLab(5, 8, 1)) {
            var sent = new HashSet<>();
            for (var i = 0; i < 20; i++) {
                for (var check : lab.inputsChecks()) {
                    assertThat(check.sent()).isNotEqualTo(check.unmasked());
                    sent.add(check.sent());
                }
            }
            assertThat(sent).hasSize(40);
        }
    }
}
