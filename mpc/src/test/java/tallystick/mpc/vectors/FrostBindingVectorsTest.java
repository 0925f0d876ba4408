package tallystick.mpc.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.kit.VectorFiles;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.frost.Ciphersuite;
import tallystick.mpc.frost.CommitmentList;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.frost.SigningPackage;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostVector;
import tallystick.mpc.session.PartyId;

/// The numbers inside RFC 9591 appendix E: nonces, inputs of the binding factors, and the factors.
class FrostBindingVectorsTest {
    @Test
    void noncesAndBindingFactors_ofTheRfc_exactly() {
        var signers = compare(FrostVector.ofOurs(VectorFiles.ours("rfc9591/ed25519-sha512.json")))
                + compare(FrostVector.ofOurs(VectorFiles.ours("rfc9591/secp256k1-sha256.json")));
        assertThat(signers).isEqualTo(4);
    }

    @Test
    void noncesAndBindingFactors_ofTheTaprootSuite_exactly() {
        var vectors = VectorFiles.outside("frost/frost-secp256k1-tr-vectors.json");
        assertThat(compare(FrostVector.ofOutside(Scheme.FROST_BIP340, vectors))).isEqualTo(2);
    }

    private static int compare(FrostVector vector) {
        var suite = Ciphersuite.of(vector.scheme());
        var group = suite.group();
        var list = new TreeMap<PartyId, SigningCommitments>();
        var encoded = Bytes.empty();
        for (var signer : vector.signers()) {
            var commitment = Bytes.concat(signer.hidingCommitment(), signer.bindingCommitment());
            list.put(
                    new PartyId(signer.party()),
                    Reader.parse(commitment, reader -> SigningCommitments.read(reader, group))
                            .orThrow());
            encoded = Bytes.concat(encoded, group.scalar(signer.party()).encode(), commitment);
        }
        var prefix =
                Bytes.concat(vector.groupKey(), suite.messageHash(vector.message()), suite.commitmentsHash(encoded));
        var secret = group.parseScalar(vector.groupSecret()).orThrow();
        var coefficients = vector.coefficients().stream()
                .map(each -> group.parseScalar(each).orThrow())
                .toList();
        try (var dealt = DealtKey.ofVector(QuorumTree.kOfN(2, 3), vector.scheme(), secret, coefficients)) {
            var outputKey = OutputKey.of(dealt.key(), KeyTweak.none(group.curve()), new TaprootTweak.None());
            var signing = SigningPackage.of(suite, outputKey, vector.message(), new CommitmentList(list));
            for (var signer : vector.signers()) {
                var input = Bytes.concat(prefix, group.scalar(signer.party()).encode());
                assertThat(input).isEqualTo(signer.bindingFactorInput());
                assertThat(signing.bindingFactor(new PartyId(signer.party())).encode())
                        .isEqualTo(signer.bindingFactor());
                var leaf = vector.leafShares().get(signer.party() - 1);
                assertThat(nonce(suite, signer.hidingRandomness(), leaf)).isEqualTo(signer.hidingNonce());
                assertThat(nonce(suite, signer.bindingRandomness(), leaf)).isEqualTo(signer.bindingNonce());
            }
        }
        return vector.signers().size();
    }

    private static Bytes nonce(Ciphersuite suite, Bytes randomness, Bytes leaf) {
        try (var home = SecretMemory.open();
                var input = Secrets.of(Bytes.concat(randomness, leaf), home);
                var nonce = suite.nonce(input, home)) {
            return nonce.declassify(SecretAccess.TEST_VECTOR).encode();
        }
    }
}
