package tallystick.mpc.frost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.PartyId;

/// The algebra of FROST, step by step, without rounds: what [FrostSigning] is made of, and what published vectors
/// test.
///
/// **Why** additive shares over a quorum tree take the place of λ_i·s_i, so one code path serves every tree; for a
/// plain k-of-n tree every value equals the RFC's.
///
/// **Threads** stateless. **Timing** [#commit] and [#sign] are constant time in shares and nonces.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5 RFC 9591 §5 (two-round FROST signing protocol)
public final class FrostSign {
    /// What became of combining shares.
    public sealed interface Combined {
        /// A signature that verifies under the output key.
        record Signed(SchnorrSignature signature) implements Combined {}

        /// It does not verify, and these parties' shares do not fit their commitments.
        ///
        /// @param culprits ascending; empty if every share fits, so that key and verifying points do not agree
        record Refused(List<PartyId> culprits) implements Combined {
            /// Copies.
            public Refused {
                culprits = List.copyOf(culprits);
            }
        }
    }

    /// One party's part, and the group commitment it computed on the way.
    record Part(SignatureShare share, GroupCommitment commitment) {}

    private FrostSign() {}

    /// Round one: fresh nonces, whose commitments are to be sent to the others.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5.1 RFC 9591 §5.1 (round one)
    public static SigningNonces commit(KeyShare share, Entropy entropy, SecretMemory home) {
        return SigningNonces.draw(share, entropy, home);
    }

    /// Round two: this party's share of the signature. Spends the nonces before it returns or throws.
    ///
    /// @return nothing if the commitments sum to the identity
    /// @throws IllegalArgumentException if the list is not of exactly this set, or holds a commitment on another
    ///     curve or another one of this party than its nonces have: the fault of whoever made the list; the nonces
    ///     are kept
    /// @throws NonceReuse if the nonces were spent before: our bug
    /// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5.2 RFC 9591 §5.2 (round two)
    /// @spec docs/spec/frost.md#FR-11 frost
    public static Optional<SignatureShare> sign(
            KeyShare share,
            SigningSet set,
            OutputKey outputKey,
            Bytes message,
            CommitmentList commitments,
            SigningNonces nonces) {
        checkList(share.key(), set, commitments);
        // > each participant MUST ensure that its identifier and commitments (from the first round) are in the list
        if (!nonces.commitments().equals(commitments.of(share.self())))
            throw new IllegalArgumentException("own commitment altered in the commitment list");
        var signing = SigningPackage.of(Ciphersuite.of(share.key().scheme()), outputKey, message, commitments);
        try (var additive = share.additiveShare(set)) {
            return sign(signing, share.self(), additive, nonces).map(Part::share);
        }
    }

    /// Adds the shares, verifies the signature, and only if it is bad finds out whose share is.
    ///
    /// @param shares of every party of the set
    /// @throws IllegalArgumentException if list or shares are not of exactly this set, or a commitment is on
    ///     another curve: the caller's fault
    /// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5.3 RFC 9591 §5.3 (signature share aggregation)
    /// @spec docs/spec/frost.md#FR-26 frost
    public static Combined aggregate(
            GroupKey key,
            SigningSet set,
            OutputKey outputKey,
            Bytes message,
            CommitmentList commitments,
            SortedMap<PartyId, SignatureShare> shares) {
        checkList(key, set, commitments);
        if (!List.copyOf(shares.keySet()).equals(set.parties()))
            throw new IllegalArgumentException("signature shares of other parties than the signing set");
        var signing = SigningPackage.of(Ciphersuite.of(key.scheme()), outputKey, message, commitments);
        return GroupCommitment.of(signing, signing.commitmentOf(set.parties()))
                .map(commitment -> combine(key, set, signing, commitment, shares))
                .orElseGet(() -> new Combined.Refused(List.of()));
    }

    /// @spec docs/spec/frost.md#FR-21 frost
    static Optional<Part> sign(SigningPackage signing, PartyId self, SecretScalar additive, SigningNonces nonces) {
        var others = new ArrayList<>(signing.commitments().byParty().keySet());
        others.remove(self);
        return nonces.spend((hiding, binding) -> {
            // > sig_share = hiding_nonce + (binding_nonce * binding_factor) + (lambda_i * sk_i * challenge)
            try (var bound = binding.times(signing.bindingFactor(self));
                    var nonce = hiding.plus(bound)) {
                var sum = signing.commitmentOf(others, nonce.timesGenerator());
                return GroupCommitment.of(signing, sum)
                        .map(commitment -> new Part(respond(signing, self, additive, nonce, commitment), commitment));
            }
        });
    }

    /// @spec docs/spec/frost.md#FR-23 frost
    private static SignatureShare respond(
            SigningPackage signing,
            PartyId self,
            SecretScalar additive,
            SecretScalar nonce,
            GroupCommitment commitment) {
        var outputKey = signing.outputKey();
        var factor = outputKey.negated() ? commitment.challenge().negate() : commitment.challenge();
        try (var key = additive.times(factor);
                var signed = commitment.negated() ? nonce.negate() : nonce.copy();
                var sum = signed.plus(key)) {
            var response = sum.declassify(SecretAccess.PROTOCOL_OUTPUT);
            // The tweak is public, so its part is added in the clear; only by the lowest party of the set.
            return new SignatureShare(
                    self.equals(signing.designated())
                            ? response.plus(commitment.challenge().times(outputKey.offset()))
                            : response);
        }
    }

    static Combined combine(
            GroupKey key,
            SigningSet set,
            SigningPackage signing,
            GroupCommitment commitment,
            SortedMap<PartyId, SignatureShare> shares) {
        // > z = 0; for z_i in sig_shares: z = z + z_i; return (group_commitment, z)
        var sum = key.group().scalar(0);
        for (var share : shares.values()) sum = sum.plus(share.response());
        var signature = signing.suite().signature(commitment.point(), sum);
        if (signing.suite().verify(signing.outputKey().point(), signing.message(), signature))
            return new Combined.Signed(signature);
        var culprits = new ArrayList<PartyId>();
        shares.forEach((party, share) -> {
            if (!fits(key, set, signing, commitment, party, share.response())) culprits.add(party);
        });
        return new Combined.Refused(culprits);
    }

    /// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5.4 RFC 9591 §5.4 (identifiable abort)
    /// @spec docs/spec/frost.md#FR-27 frost
    private static boolean fits(
            GroupKey key,
            SigningSet set,
            SigningPackage signing,
            GroupCommitment commitment,
            PartyId party,
            Scalar response) {
        // > comm_share = hiding_nonce_commitment + binding_nonce_commitment * binding_factor
        var committed = commitment.signed(signing.commitmentOf(List.of(party)));
        // > l = G.ScalarBaseMult(sig_share_i); r = comm_share + G.ScalarMult(PK_i, challenge * lambda_i); l == r
        var verifying =
                signing.outputKey().verifyingPoint(key.additivePoint(party, set), party.equals(signing.designated()));
        return response.timesGenerator().equals(committed.plus(verifying.times(commitment.challenge())));
    }

    // > no duplicate participants, at least MIN_PARTICIPANTS and at most MAX_PARTICIPANTS: exactly a satisfying set
    private static void checkList(GroupKey key, SigningSet set, CommitmentList commitments) {
        if (!List.copyOf(commitments.byParty().keySet()).equals(set.parties()))
            throw new IllegalArgumentException("commitment list of other parties than the signing set");
        commitments.byParty().forEach((party, own) -> {
            if (own.hiding().group() != key.group() || own.binding().group() != key.group())
                throw new IllegalArgumentException("commitments of %s on another curve".formatted(party));
        });
    }
}
