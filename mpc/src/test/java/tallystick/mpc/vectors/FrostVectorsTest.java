package tallystick.mpc.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.kit.VectorFiles;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.frost.CommitmentList;
import tallystick.mpc.frost.FrostSign;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SignatureShare;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.frost.SigningNonces;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostVector;
import tallystick.mpc.session.PartyId;

/// RFC 9591 appendix E for both suites, and the Taproot ciphersuite's own vectors: every published number but the
/// binding factors, which [FrostBindingVectorsTest] compares.
class FrostVectorsTest {
    @Test
    void rfc9591AppendixE_bothSuites_exactly() {
        var ran = 0;
        for (var file : List.of("ed25519-sha512", "secp256k1-sha256")) {
            replay(FrostVector.ofOurs(VectorFiles.ours("rfc9591/" + file + ".json")));
            ran++;
        }
        assertThat(ran).isEqualTo(2);
    }

    @Test
    void vectorsFromOutside_whereTheyStand_exactly() {
        var suites = new TreeMap<String, Scheme>();
        suites.put("frost-ed25519-vectors", Scheme.FROST_ED25519);
        suites.put("frost-secp256k1-vectors", Scheme.FROST_SECP256K1);
        suites.put("frost-secp256k1-tr-vectors", Scheme.FROST_BIP340);
        var found = new ArrayList<String>();
        suites.forEach((file, scheme) -> {
            replay(FrostVector.ofOutside(scheme, VectorFiles.outside("frost/" + file + ".json")));
            found.add(file);
        });
        assertThat(found).hasSize(3);
    }

    private static void replay(FrostVector vector) {
        var group = vector.scheme().curve().group();
        var secret = group.parseScalar(vector.groupSecret()).orThrow();
        var coefficients = vector.coefficients().stream()
                .map(each -> group.parseScalar(each).orThrow())
                .toList();
        try (var dealt = DealtKey.ofVector(QuorumTree.kOfN(2, 3), vector.scheme(), secret, coefficients)) {
            assertThat(dealt.key().point().encode()).isEqualTo(vector.groupKey());
            assertLeaves(dealt, vector);
            var nonces = draw(dealt, vector);
            var set = dealt.set(nonces.keySet());
            var outputKey = OutputKey.of(dealt.key(), KeyTweak.none(group.curve()), new TaprootTweak.None());
            var commitments = new TreeMap<PartyId, SigningCommitments>();
            nonces.forEach((party, each) -> commitments.put(party, each.commitments()));
            var list = new CommitmentList(commitments);

            var shares = new TreeMap<PartyId, SignatureShare>();
            for (var signer : vector.signers()) {
                var party = new PartyId(signer.party());
                var share = FrostSign.sign(
                                dealt.share(party), set, outputKey, vector.message(), list, nonces.get(party))
                        .orElseThrow();
                assertThat(share.response().encode()).isEqualTo(signer.signatureShare());
                shares.put(party, share);
            }
            assertThat(FrostSign.aggregate(dealt.key(), set, outputKey, vector.message(), list, shares))
                    .isEqualTo(
                            new FrostSign.Combined.Signed(new SchnorrSignature(vector.scheme(), vector.signature())));
        }
    }

    private static void assertLeaves(DealtKey dealt, FrostVector vector) {
        var leaves = dealt.key().leafPoints().values().stream()
                .map(each -> each.encode())
                .toList();
        var expected = vector.leafShares().stream()
                .map(each -> dealt.key()
                        .group()
                        .parseScalar(each)
                        .orThrow()
                        .timesGenerator()
                        .encode())
                .toList();
        assertThat(leaves).isEqualTo(expected).hasSize(3);
    }

    private static SortedMap<PartyId, SigningNonces> draw(DealtKey dealt, FrostVector vector) {
        var nonces = new TreeMap<PartyId, SigningNonces>();
        for (var signer : vector.signers()) {
            var chance = DealtKey.scripted(Bytes.concat(signer.hidingRandomness(), signer.bindingRandomness()));
            var drawn = FrostSign.commit(dealt.share(signer.party()), chance, dealt.home());
            assertThat(drawn.commitments().hiding().encode()).isEqualTo(signer.hidingCommitment());
            assertThat(drawn.commitments().binding().encode()).isEqualTo(signer.bindingCommitment());
            nonces.put(new PartyId(signer.party()), drawn);
        }
        assertThat(nonces).hasSize(2);
        return nonces;
    }
}
