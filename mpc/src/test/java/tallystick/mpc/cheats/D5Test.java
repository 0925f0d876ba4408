package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.VoleParameters;

/// D5, a gadget too short: the printed `order + 2s` leaves a sender that knows some choices by selective failure enough
/// to tell β apart from random.
class D5Test {
    @Test
    void gadget_isLongerThanPrinted() {
        var printed = VoleParameters.ORDER_BITS + 2 * VoleParameters.STATISTICAL_BITS;
        assertThat(VoleParameters.GADGET_LENGTH).isGreaterThan(printed).isEqualTo(752);
        assertThat(VoleParameters.gadgetLengthMin(256, 60, 128)).isLessThanOrEqualTo(696);
        assertThat(VoleParameters.gadgetLengthMin(256, 80, 128)).isEqualTo(752);
    }
}
