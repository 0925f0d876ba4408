package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.frost.Ciphersuite;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;

/// F9: what one flavour of FROST computes is worth nothing under another, on the same curve and with the same
/// numbers.
class F9SuiteMixTest {
    @Test
    void hashes_ofTheSameInput_differBySuiteAndPurpose() {
        var input = FrostTrial.message(1);
        var seen = new HashSet<Bytes>();
        for (var scheme : FrostTrial.SCHEMES) {
            var suite = Ciphersuite.of(scheme);
            seen.add(suite.bindingFactor(input).encode());
            seen.add(suite.messageHash(input));
            seen.add(suite.commitmentsHash(input));
            try (var home = SecretMemory.open();
                    var secret = Secrets.of(input, home);
                    var nonce = suite.nonce(secret, home)) {
                seen.add(nonce.declassify(SecretAccess.TEST_VECTOR).encode());
            }
        }
        assertThat(seen).hasSize(4 * FrostTrial.SCHEMES.size());
    }

    @Test
    void signature_underTheOtherSuiteOfTheCurve_isNotOne() {
        for (var schemes : List.of(
                List.of(Scheme.FROST_BIP340, Scheme.FROST_SECP256K1),
                List.of(Scheme.FROST_SECP256K1, Scheme.FROST_BIP340))) {
            try (var dealt = DealtKey.deal("2 of (a, b)", schemes.get(0), 1)) {
                var setup = FrostTrial.setup(dealt, 1, 2);
                var outputs = Outcomes.assertFinished(
                        FrostTrial.network(dealt, setup, 1).run());
                var encoded = outputs.firstEntry().getValue().getFirst().encoded();
                var other = schemes.get(1) == Scheme.FROST_BIP340
                        ? encoded.slice(1, 65)
                        : Bytes.concat(Bytes.ofHex("02"), encoded);
                assertThat(Ciphersuite.of(schemes.get(1))
                                .verify(
                                        dealt.key().point(),
                                        setup.requests().getFirst().message(),
                                        new SchnorrSignature(schemes.get(1), other)))
                        .isFalse();
            }
        }
    }

    @Test
    void taprootTweak_ofAnotherSchemesKey_isRefused() {
        for (var scheme : List.of(Scheme.FROST_ED25519, Scheme.FROST_SECP256K1)) {
            try (var dealt = DealtKey.deal("2 of (a, b)", scheme, 1)) {
                assertThatThrownBy(() ->
                                OutputKey.of(dealt.key(), KeyTweak.none(scheme.curve()), new TaprootTweak.KeyOnly()))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void keyForEcdsa_doesNotSignWithFrost() {
        assertThatThrownBy(() -> Ciphersuite.of(Scheme.ECDSA_SECP256K1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SchnorrSignature.lengthBytes(Scheme.ECDSA_SECP256K1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
