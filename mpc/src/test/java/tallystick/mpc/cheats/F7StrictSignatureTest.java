package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.mpc.frost.Ciphersuite;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;

/// F7: signatures are good for the strictest verifier, and no second form of one is.
class F7StrictSignatureTest {
    private static final BigInteger L =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    @Test
    void ed25519Signatures_haveSBelowLAndPassWithoutCofactor() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1)) {
            var ran = 0;
            for (var seed = 0; seed < 60; seed++) {
                var signature = sign(dealt, seed);
                assertThat(littleEndian(signature.encoded().slice(32, 64))).isLessThan(L);
                assertThat(Ed25519Verify.verify(dealt.key().point(), message(dealt), signature.encoded()))
                        .isTrue();
                ran++;
            }
            assertThat(ran).isEqualTo(60);
        }
    }

    @Test
    void ed25519Signature_withSPlusL_isNotOne() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1)) {
            var signature = sign(dealt, 1);
            var s = littleEndian(signature.encoded().slice(32, 64)).add(L);
            var other = Bytes.concat(signature.encoded().slice(0, 32), littleEndian(s));
            assertThat(good(dealt, signature.encoded())).isTrue();
            assertThat(good(dealt, other)).isFalse();
        }
    }

    @Test
    void anySignature_withOneBitFlipped_isNotOne() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var encoded = sign(dealt, 1).encoded();
                assertThat(good(dealt, encoded)).isTrue();
                for (var bit = 0; bit < 8 * encoded.length(); bit++) {
                    var flipped = encoded.toArray();
                    flipped[bit / 8] ^= (byte) (1 << bit % 8);
                    assertThat(good(dealt, Bytes.copyOf(flipped)))
                            .as("%s bit %d", scheme, bit)
                            .isFalse();
                }
            }
        }
    }

    private static SchnorrSignature sign(DealtKey dealt, long seed) {
        var outcomes =
                FrostTrial.network(dealt, FrostTrial.setup(dealt, 1, 2), seed).run();
        List<SchnorrSignature> signatures =
                Outcomes.assertFinished(outcomes).firstEntry().getValue();
        return signatures.getFirst();
    }

    private static Bytes message(DealtKey dealt) {
        return FrostTrial.setup(dealt, 1, 2).requests().getFirst().message();
    }

    private static boolean good(DealtKey dealt, Bytes encoded) {
        var scheme = dealt.key().scheme();
        return Ciphersuite.of(scheme)
                .verify(dealt.key().point(), message(dealt), new SchnorrSignature(scheme, encoded));
    }

    private static BigInteger littleEndian(Bytes bytes) {
        var reversed = new byte[bytes.length()];
        for (var i = 0; i < reversed.length; i++) reversed[i] = (byte) bytes.at(reversed.length - 1 - i);
        return new BigInteger(1, reversed);
    }

    private static Bytes littleEndian(BigInteger number) {
        var bytes = new byte[32];
        for (var i = 0; i < bytes.length; i++)
            bytes[i] = number.shiftRight(8 * i).byteValue();
        return Bytes.copyOf(bytes);
    }
}
