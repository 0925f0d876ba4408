package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaSign;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ecdsa.EcdsaSignature;
import tallystick.mpc.ecdsa.SigningLab;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.kit.SigningWorld;

/// E9 and A21: digests at the edges of the group order are numbers as plain ECDSA takes them, and a digest is 32 bytes.
class E9Test {
    private static final List<String> EDGES = List.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000001",
            "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0",
            "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1",
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");

    @Test
    void digestsAtTheEdges_areSignedAsPlainEcdsaJudges() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 9).prepareNonces(EDGES.size())) {
            var digests = EDGES.stream().map(E9Test::digest).toList();
            var was = world.terms(1, 1, 2);
            var terms = new SigningTerms(
                    was.request(),
                    was.keyId(),
                    was.keyHash(),
                    was.epoch(),
                    was.tree(),
                    was.parties(),
                    was.roster(),
                    was.tweak(),
                    was.chainCode(),
                    was.policy(),
                    digests);
            var signatures = world.sign(terms).firstEntry().getValue().signatures();
            assertThat(signatures).hasSize(8);
            for (var index = 0; index < 8; index++) {
                assertThat(signatures.get(index).verifies(world.signingKey(terms), digests.get(index)))
                        .isTrue();
                assertThat(signatures.get(index).recover(digests.get(index))).contains(world.signingKey(terms));
            }
        }
    }

    @Test
    void digestsThatAreOneNumber_areOneMessage() {
        assertThat(number(5)).isEqualTo(number(0));
        assertThat(number(6)).isEqualTo(number(1));
        assertThat(number(4)).isEqualTo(number(1).negate());
        assertThat(number(2).isHigh()).isFalse();
        assertThat(number(3).isHigh()).isTrue();
    }

    @Test
    void keysAndDigestsAtTheEdges_signedPlainly_areReadAndRecovered() {
        var group = SigningCheat.GROUP;
        var keys = List.of(group.scalar(1), group.scalar(2), group.scalar(-1), group.scalar(-2));
        var cases = 0;
        try (var home = SecretMemory.open()) {
            for (var key : keys) {
                for (var edge : EDGES) {
                    assertPlain(key, digest(edge), home);
                    cases++;
                }
            }
        }
        assertThat(cases).isEqualTo(32);
    }

    @Test
    void digestsOfOtherLengths_areNone() {
        for (var length : List.of(0, 31, 33, 64)) {
            assertThatThrownBy(() -> new Digest32(Bytes.copyOf(new byte[length])))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void terms_withNoDigestOrTooMany_areNone() {
        try (var world = SigningWorld.of("2 of (a, b)", 9)) {
            assertThatThrownBy(() -> world.terms(0, 1, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> world.terms(4097, 1, 2)).isInstanceOf(IllegalArgumentException.class);
            var terms = world.terms(KeyTweak.none(Curve.SECP256K1), 3, 1, 2);
            assertThat(SigningTerms.parse(terms.encode()).orThrow()).isEqualTo(terms);
        }
    }

    private static void assertPlain(Scalar key, Digest32 digest, SecretMemory home) {
        var point = key.timesGenerator().orThrow("keys are not zero");
        try (var secret = SigningCheat.GROUP.secretOf(key, home)) {
            var fixed = EcdsaSign.sign(secret, digest);
            var found = 0;
            for (var recoveryId = 0; recoveryId < 4; recoveryId++) {
                var compact = Bytes.concat(fixed, Bytes.copyOf((byte) recoveryId));
                var signature = EcdsaSignature.parseCompact(compact).orThrow();
                assertThat(signature.verifies(point, digest)).isTrue();
                if (signature.recover(digest).filter(point::equals).isEmpty()) continue;
                found++;
                assertThat(EcdsaSignature.parseDer(signature.der(), digest, point)
                                .orThrow()
                                .fixed())
                        .isEqualTo(fixed);
            }
            assertThat(found).isPositive();
        }
    }

    private static Scalar number(int edge) {
        return SigningLab.number(digest(EDGES.get(edge)));
    }

    private static Digest32 digest(String hex) {
        return new Digest32(Bytes.ofHex(hex));
    }
}
