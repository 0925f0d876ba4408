package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.VoleParameters;

/// D15, punctured trees of seeds that share one session or are not proved consistent. There are no trees: with one bit
/// of Δ to a base OT (k = 1) a "tree" has two leaves, which are the two pads of that OT, so there is nothing in it
/// that could be inconsistent. A larger k would need the trees' own proofs, and fails here first.
class D15Test {
    @Test
    void eachBitOfDelta_hasABaseOtOfItsOwn() {
        assertThat(VoleParameters.BASE_OTS).isEqualTo(VoleParameters.COMPUTATIONAL_BITS);
        assertThat(VoleParameters.CHECK_BITS).isEqualTo(VoleParameters.BASE_OTS);
    }
}
