package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.VoleParameters;

/// D3, a check dimension below 128 bits where the challenge is a hash: an attacker would try messages offline until the
/// challenge suits it.
class D3Test {
    @Test
    void checkBits_areNoFewerThanTheWorkGranted() {
        assertThat(VoleParameters.CHECK_BITS).isGreaterThanOrEqualTo(VoleParameters.COMPUTATIONAL_BITS);
        assertThat(VoleParameters.COMPUTATIONAL_BITS).isGreaterThanOrEqualTo(128);
    }
}
