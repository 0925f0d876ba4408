package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.mpc.ecdsa.VoleParameters;

/// Every constant again from its formula: docs/adr/0011-ot-and-vole-constants.md.
class VoleParametersTest {
    @Test
    void gadget_isOrderPlusThreeTimesStatisticalPlusTwiceComputational() {
        assertThat(VoleParameters.gadgetLengthMin(256, 80, 128)).isEqualTo(256 + 240 + 256);
        assertThat(VoleParameters.gadgetLengthMin(256, 60, 128)).isEqualTo(692);
        assertThat(VoleParameters.GADGET_LENGTH)
                .isEqualTo(VoleParameters.gadgetLengthMin(
                        VoleParameters.ORDER_BITS, VoleParameters.STATISTICAL_BITS, VoleParameters.COMPUTATIONAL_BITS))
                .isEqualTo(752);
    }

    @Test
    void order_isThatOfTheCurve() {
        var last = Curve.SECP256K1.group().scalar(-1);
        assertThat(VoleParameters.ORDER_BITS).isEqualTo(8 * last.encode().length());
        assertThat(last.encode().at(0)).isEqualTo(0xff);
    }

    @Test
    void securityLevels_areTheDecidedOnes() {
        assertThat(VoleParameters.STATISTICAL_BITS).isEqualTo(80);
        assertThat(VoleParameters.COMPUTATIONAL_BITS).isEqualTo(128);
        assertThat(VoleParameters.BASE_OTS).isEqualTo(VoleParameters.COMPUTATIONAL_BITS);
    }

    @Test
    void oneMaskColumn_suffices() {
        assertThat(VoleParameters.MASK_COLUMNS).isEqualTo(1);
        assertThat(VoleParameters.oneMaskColumnSuffices(
                        VoleParameters.ORDER_BITS, VoleParameters.COMPUTATIONAL_BITS, VoleParameters.GADGET_LENGTH))
                .isTrue();
        assertThat(128 + 2 * Math.log(752) / Math.log(2)).isBetween(147.1, 147.2);
        assertThat(VoleParameters.oneMaskColumnSuffices(140, 128, 752)).isFalse();
    }

    @Test
    void checkDimension_standsOfflineGrinding() {
        assertThat(VoleParameters.CHECK_BITS)
                .isGreaterThanOrEqualTo(VoleParameters.COMPUTATIONAL_BITS)
                .isGreaterThanOrEqualTo(128);
    }

    @Test
    void width_isInputsAndMasks() {
        assertThat(VoleParameters.INPUTS).isEqualTo(2);
        assertThat(VoleParameters.WIDTH).isEqualTo(3);
    }

    @Test
    void largestFill_fitsTheDriversLongestMessage() {
        var perItem = VoleParameters.WIDTH * VoleParameters.GADGET_LENGTH * 32 + 64;
        var room = tallystick.mpc.session.Limits.STANDARD.messageBytesMax()
                - tallystick.mpc.session.MessageHeader.LENGTH_BYTES;
        assertThat(VoleParameters.ITEMS_MAX * perItem).isLessThanOrEqualTo(room);
    }
}
