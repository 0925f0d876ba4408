package tallystick.crypto.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.TaprootOutput;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;

class TaprootVectorsTest {
    private static final Group GROUP = Curve.SECP256K1.group();
    private static final Json VECTORS = VectorFiles.ours("bip341/tweaks.json");

    @Test
    void everyOutputOfBip341_comesFromItsInternalKey() {
        assertThat(check(VECTORS.get("outputs").items())).isEqualTo(7);
    }

    @Test
    void everyPrivateTweakOfBip341_isTheSignersFormula() {
        var spends = VECTORS.get("privateTweaks").items();
        for (var each : spends) {
            var secret = GROUP.parseScalar(each.get("internalPrivateKey").hex()).orThrow();
            var internal = (Point) secret.timesGenerator();
            var output =
                    TaprootOutput.of(internal, root(each.get("merkleRoot"))).orElseThrow();
            assertThat(output.internalEven().xOnly())
                    .isEqualTo(each.get("internalKey").hex());
            assertThat(output.tweak().encode()).isEqualTo(each.get("tweak").hex());
            var even = internal.hasEvenY() ? secret : secret.negate();
            var tweaked = even.plus(output.tweak());
            assertThat(tweaked.encode()).isEqualTo(each.get("tweakedPrivateKey").hex());
            assertThat(tweaked.timesGenerator()).isEqualTo(output.key());
        }
        assertThat(spends).hasSize(7);
    }

    @Test
    void outputsOfTheOutsideFile_agree() {
        var file = VectorFiles.outside("bips/bip-0341-wallet.json");
        var ran = 0;
        for (var each : file.get("scriptPubKey").items()) {
            var output = output(
                    each.get("given").get("internalPubkey"),
                    each.get("intermediary").get("merkleRoot"));
            assertThat(Bytes.concat(Bytes.ofHex("5120"), output.xOnly()))
                    .isEqualTo(each.get("expected").get("scriptPubKey").hex());
            ran++;
        }
        assertThat(ran).isEqualTo(7);
    }

    private static int check(List<Json> cases) {
        for (var each : cases) {
            var output = output(each.get("internalKey"), each.get("merkleRoot"));
            assertThat(output.tweak().encode()).isEqualTo(each.get("tweak").hex());
            assertThat(output.xOnly()).isEqualTo(each.get("outputKey").hex());
            assertThat(Bytes.concat(Bytes.ofHex("5120"), output.xOnly()))
                    .isEqualTo(each.get("scriptPubKey").hex());
        }
        return cases.size();
    }

    private static TaprootOutput output(Json internalKey, Json merkleRoot) {
        var internal = GROUP.parsePoint(Bytes.concat(Bytes.ofHex("02"), internalKey.hex()))
                .orThrow();
        return TaprootOutput.of(internal, root(merkleRoot)).orElseThrow();
    }

    private static Optional<Digest32> root(Json merkleRoot) {
        return merkleRoot.isNull() ? Optional.empty() : Optional.of(new Digest32(merkleRoot.hex()));
    }
}
