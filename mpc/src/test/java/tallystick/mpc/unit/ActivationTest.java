package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tallystick.mpc.ceremony.Activation;

/// What became of a pending share stays what it is, whatever signs in the end.
class ActivationTest {
    @Test
    void active_handsOverWhatSigns() {
        Activation<Integer> active = new Activation.Active<>(2);
        assertThat(active.map(share -> share + 1)).isEqualTo(new Activation.Active<>(3));
        assertThat(active.orThrow()).isEqualTo(2);
    }

    @Test
    void leftAndRefused_haveNothingThatSigns() {
        Activation<Integer> left = new Activation.Left<>();
        Activation<Integer> refused = new Activation.Refused<>("another epoch");
        assertThat(left.map(share -> share + 1)).isEqualTo(new Activation.Left<>());
        assertThat(refused.map(share -> share + 1)).isEqualTo(new Activation.Refused<>("another epoch"));
        assertThatThrownBy(left::orThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this party has left the tree");
        assertThatThrownBy(refused::orThrow)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("another epoch");
    }
}
