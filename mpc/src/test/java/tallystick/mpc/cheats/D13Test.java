package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.ecdsa.VoleLab;
import tallystick.mpc.kit.Trial;

/// D13, row or column missing in the pad's hash: equal rows would give equal pads.
class D13Test {
    @Test
    void equalRows_atAnyTwoPlaces_giveDifferentPads() {
        var row = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");
        var pads = new HashSet<Scalar>();
        for (var extension : new String[] {"one", "other"})
            for (var index = 0; index < 50; index++)
                for (var column = 0; column < 3; column++)
                    pads.add(VoleLab.shippedPad(Trial.digest(extension), index, column, row));
        assertThat(pads).hasSize(300);
    }

    @Test
    void shippedPads_areSha256OfPrefixRowNumberColumnAndRow() {
        var ran = 0;
        for (var index : new int[] {0, 1, 751, 752, 42_000}) {
            for (var column = 0; column < 3; column++) {
                var row = Bytes.copyOf(
                        Trial.digest("row " + index).bytes().slice(0, 16).toArray());
                assertThat(VoleLab.shippedPad(Trial.digest("extension"), index, column, row))
                        .isEqualTo(VoleLab.pad(Trial.digest("extension"), index, column, row));
                ran++;
            }
        }
        assertThat(ran).isEqualTo(15);
    }
}
