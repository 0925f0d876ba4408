package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.VoleLab;
import tallystick.mpc.kit.Trial;

/// D4, challenges not bound to the transcript of the OT extension: a sender that may still choose its rows after it
/// knows
/// χ makes an inconsistent Q pass. Here pads, χ and g all hang on every bit of the extension, so there is nothing
/// left to choose.
class D4Test {
    private static final Bytes CORRECTIONS = Bytes.copyOf(new byte[96 * 8]);

    @Test
    void everyPartOfTheExtension_changesItsTranscript() {
        var corrections = Bytes.copyOf(new byte[64]);
        var check = Bytes.copyOf(new byte[16]);
        var digest = Trial.digest("rows");
        var all = new HashSet<Digest32>();
        all.add(VoleLab.transcript(Trial.digest("instance"), corrections, check, digest));
        all.add(VoleLab.transcript(Trial.digest("other instance"), corrections, check, digest));
        for (var at = 0; at < 64; at += 21)
            all.add(VoleLab.transcript(Trial.digest("instance"), turned(corrections, at), check, digest));
        all.add(VoleLab.transcript(Trial.digest("instance"), corrections, turned(check, 15), digest));
        all.add(VoleLab.transcript(Trial.digest("instance"), corrections, check, Trial.digest("other rows")));
        assertThat(all).hasSize(8);
    }

    @Test
    void transcriptOfTheExtension_changesPadsWeightsAndGadget() {
        var one = Trial.digest("extension");
        var other = Trial.digest("other extension");
        var row = Bytes.copyOf(new byte[16]);
        assertThat(VoleLab.shippedPad(one, 0, 0, row)).isNotEqualTo(VoleLab.shippedPad(other, 0, 0, row));
        for (var c = 0; c < 2; c++)
            assertThat(VoleLab.weights(one, 0, CORRECTIONS).get(c))
                    .isNotEqualTo(VoleLab.weights(other, 0, CORRECTIONS).get(c));
        try (var lab = new VoleLab(1, 8, 1)) {
            var zero = Curve.SECP256K1.group().scalar(0);
            var rows = Trial.digest("rows");
            assertThat(lab.gadget(one, 0, CORRECTIONS, rows, zero))
                    .isNotEqualTo(lab.gadget(other, 0, CORRECTIONS, rows, zero));
        }
    }

    @Test
    void everythingSent_changesWeightsAndGadget() {
        var extension = Trial.digest("extension");
        var weights = VoleLab.weights(extension, 0, CORRECTIONS);
        for (var changed : List.of(
                VoleLab.weights(extension, 1, CORRECTIONS),
                VoleLab.weights(extension, 0, turned(CORRECTIONS, 0)),
                VoleLab.weights(extension, 0, turned(CORRECTIONS, CORRECTIONS.length() - 1)))) {
            assertThat(changed.get(0)).isNotEqualTo(weights.get(0));
            assertThat(changed.get(1)).isNotEqualTo(weights.get(1));
        }
        assertThat(weights.get(0)).isNotEqualTo(weights.get(1));
        assertThat(weights.get(2)).isEqualTo(Curve.SECP256K1.group().scalar(1));
        try (var lab = new VoleLab(1, 8, 1)) {
            var zero = Curve.SECP256K1.group().scalar(0);
            var one = Curve.SECP256K1.group().scalar(1);
            var rows = Trial.digest("rows");
            var gadgets = new HashSet<>(List.of(
                    lab.gadget(extension, 0, CORRECTIONS, rows, zero),
                    lab.gadget(extension, 1, CORRECTIONS, rows, zero),
                    lab.gadget(extension, 0, turned(CORRECTIONS, 5), rows, zero),
                    lab.gadget(extension, 0, CORRECTIONS, Trial.digest("other rows"), zero),
                    lab.gadget(extension, 0, CORRECTIONS, rows, one)));
            assertThat(gadgets).hasSize(5);
        }
    }

    private static Bytes turned(Bytes bytes, int at) {
        var copy = bytes.toArray();
        copy[at] ^= 1;
        return Bytes.copyOf(copy);
    }
}
