package tallystick.mpc.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.kit.VectorFiles;
import tallystick.crypto.kit.XOnly;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.key.Scheme;

/// What the standards say of their own signatures, said by the type that signing gives out.
class SchnorrSignatureVectorsTest {
    @Test
    void bip340_verifiesExactlyTheValidOnes() {
        var ran = 0;
        for (var each :
                VectorFiles.ours("bip340/verification.json").get("cases").items()) {
            var valid = each.get("valid").flag();
            if (!(XOnly.lift(each.get("publicKey").hex()) instanceof Parsed.Ok<Point>(var key))) {
                assertThat(valid).isFalse();
                continue;
            }
            var signature = SchnorrSignature.parse(
                            Scheme.FROST_BIP340, each.get("signature").hex())
                    .orThrow();
            var message = each.get("message").hex();
            assertThat(signature.verifies(key, message))
                    .as("case %s", each.get("index").number())
                    .isEqualTo(valid);
            assertThat(signature.verifies(key.negate(), message))
                    .as("the same x coordinate")
                    .isEqualTo(valid);
            ran++;
        }
        assertThat(ran).isEqualTo(17);
    }

    @Test
    void rfc8032_verifies_andNothingElseDoes() {
        var ran = 0;
        for (var each : VectorFiles.ours("rfc8032/ed25519.json").get("cases").items()) {
            var key = Curve.ED25519
                    .group()
                    .parsePoint(each.get("publicKey").hex())
                    .orThrow();
            var message = each.get("message").hex();
            assertOnlyThis(
                    Scheme.FROST_ED25519, key, message, each.get("signature").hex());
            ran++;
        }
        assertThat(ran).isEqualTo(5);
    }

    @Test
    void rfc9591_verifies_andNothingElseDoes() {
        for (var file : Map.of(
                        "rfc9591/secp256k1-sha256.json", Scheme.FROST_SECP256K1,
                        "rfc9591/ed25519-sha512.json", Scheme.FROST_ED25519)
                .entrySet()) {
            var vector = VectorFiles.ours(file.getKey());
            var group = file.getValue().curve().group();
            var key = group.parsePoint(vector.get("groupKey").hex()).orThrow();
            assertOnlyThis(
                    file.getValue(),
                    key,
                    vector.get("message").hex(),
                    vector.get("signature").hex());
        }
    }

    @Test
    void bytesOfAnotherLength_areNoSignature() {
        for (var scheme : Scheme.values()) {
            if (scheme == Scheme.ECDSA_SECP256K1) continue;
            var right = SchnorrSignature.lengthBytes(scheme);
            for (var length : new int[] {0, right - 1, right + 1})
                assertThat(SchnorrSignature.parse(scheme, Bytes.copyOf(new byte[length])))
                        .isEqualTo(new Parsed.Malformed<>(0, "signature of %d bytes".formatted(right)));
        }
        assertThatThrownBy(() -> SchnorrSignature.parse(Scheme.ECDSA_SECP256K1, Bytes.copyOf(new byte[64])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertOnlyThis(Scheme scheme, Point key, Bytes message, Bytes encoded) {
        var signature = SchnorrSignature.parse(scheme, encoded).orThrow();
        assertThat(signature.verifies(key, message)).isTrue();
        assertThat(signature.verifies(key, Bytes.concat(message, Bytes.ofUtf8("!"))))
                .isFalse();
        var other = key.plus(key.group().scalar(1).timesGenerator()).orThrow("another key");
        assertThat(signature.verifies(other, message)).isFalse();
        var curve = key.group().curve() == Curve.ED25519 ? Curve.SECP256K1 : Curve.ED25519;
        var foreign = curve.group().scalar(5).timesGenerator().orThrow("not the identity");
        assertThat(signature.verifies(foreign, message)).isFalse();
        for (var at : new int[] {0, 31, 32, encoded.length() - 1}) {
            var bytes = encoded.toArray();
            bytes[at] ^= 1;
            assertThat(SchnorrSignature.parse(scheme, Bytes.copyOf(bytes))
                            .orThrow()
                            .verifies(key, message))
                    .isFalse();
        }
    }
}
