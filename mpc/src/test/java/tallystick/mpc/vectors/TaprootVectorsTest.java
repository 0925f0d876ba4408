package tallystick.mpc.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.SchnorrVerify;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.kit.Json;
import tallystick.crypto.kit.VectorFiles;
import tallystick.crypto.kit.XOnly;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;

/// BIP-341's wallet vectors: output keys, and signatures of keys dealt from their secrets.
class TaprootVectorsTest {
    private static final Json VECTORS = VectorFiles.ours("bip341/taproot-keys.json");

    @Test
    void outputKeys_ofBip341_exactly() {
        var ran = 0;
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 341)) {
            for (var each : VECTORS.get("outputs").items()) {
                var internal = XOnly.lift(each.get("internalKey").hex()).orThrow();
                var key = dealt.key();
                var as = new GroupKey(
                        key.id(), key.scheme(), key.tree(), 1, internal, key.chainCode(), key.leafPoints());
                var outputKey = OutputKey.of(as, KeyTweak.none(Curve.SECP256K1), tweak(each));
                assertThat(outputKey.point().xOnly())
                        .isEqualTo(each.get("outputKey").hex());
                assertThat(outputKey.point().hasEvenY()).isTrue();
                ran++;
            }
        }
        assertThat(ran).isEqualTo(7);
    }

    @Test
    void keyPathSpends_ofBip341_verifyUnderTheirOutputKeys() {
        var ran = 0;
        for (var each : VECTORS.get("keyPathSpending").items()) {
            var group = Curve.SECP256K1.group();
            var secret = group.parseScalar(each.get("internalSecret").hex()).orThrow();
            var tweaked = group.parseScalar(each.get("tweakedSecret").hex()).orThrow();
            try (var dealt = DealtKey.ofVector(
                    QuorumTree.kOfN(2, 3), Scheme.FROST_BIP340, secret, List.of(group.scalar(7 + ran)))) {
                var request =
                        new SigningRequest(each.get("sigHash").hex(), KeyTweak.none(Curve.SECP256K1), tweak(each));
                var setup = FrostSetup.drawing(
                        dealt.key(), dealt.set(2, 3), FrostTrial.ROSTER, List.of(request), FrostTrial.POLICY);
                assertThat(dealt.key().point().xOnly())
                        .isEqualTo(each.get("internalKey").hex());
                var signatures = Outcomes.assertFinished(
                        FrostTrial.network(dealt, setup, ran).run());
                var outputKey =
                        tweaked.timesGenerator().orThrow("a vector's key").xOnly();
                for (var signed : signatures.values())
                    assertThat(SchnorrVerify.verify(
                                    outputKey,
                                    request.message(),
                                    signed.getFirst().encoded()))
                            .isTrue();
            }
            ran++;
        }
        assertThat(ran).isEqualTo(7);
    }

    @Test
    void ourCopy_ofBip341_isThePublishedOne() {
        var outside = VectorFiles.outside("bips/bip-0341-wallet.json");
        var compared = new TreeMap<Bytes, Bytes>();
        for (var each : outside.get("scriptPubKey").items())
            compared.put(
                    each.get("given").get("internalPubkey").hex(),
                    each.get("intermediary").get("tweakedPubkey").hex());
        var ours = new TreeMap<Bytes, Bytes>();
        for (var each : VECTORS.get("outputs").items())
            ours.put(each.get("internalKey").hex(), each.get("outputKey").hex());
        assertThat(ours).isEqualTo(compared);
        assertThat(compared).hasSize(7);
    }

    private static TaprootTweak tweak(Json vector) {
        var root = vector.get("merkleRoot").hex();
        return root.length() == 0 ? new TaprootTweak.KeyOnly() : new TaprootTweak.Scripts(new Digest32(root));
    }
}
