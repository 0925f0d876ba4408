package tallystick.mpc.frost;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.session.PartyId;

/// The commitments of all parties of a signing set for one signature, ascending, each party once.
///
/// @param byParty commitments by party
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-4.3 RFC 9591 §4.3 (list operations)
public record CommitmentList(SortedMap<PartyId, SigningCommitments> byParty) {
    /// One party's entry.
    public record Entry(PartyId party, SigningCommitments commitments) {}

    /// Copies.
    ///
    /// @throws IllegalArgumentException if empty: the caller's fault
    public CommitmentList {
        byParty = Collections.unmodifiableSortedMap(new TreeMap<>(byParty));
        if (byParty.isEmpty()) throw new IllegalArgumentException("commitment list of 0 parties");
    }

    /// The entries in any order.
    ///
    /// @throws IllegalArgumentException if a party comes twice: the fault of whoever made the list
    /// @spec docs/spec/frost.md#FR-18 frost
    public static CommitmentList of(List<Entry> entries) {
        var byParty = new TreeMap<PartyId, SigningCommitments>();
        for (var entry : entries) {
            if (byParty.put(entry.party(), entry.commitments()) != null)
                throw new IllegalArgumentException("%s twice in the commitment list".formatted(entry.party()));
        }
        return new CommitmentList(byParty);
    }

    /// One party's commitments; it is in the list.
    SigningCommitments of(PartyId party) {
        return Objects.requireNonNull(byParty.get(party), "a signer");
    }

    // > encoded_commitment = G.SerializeScalar(identifier) || G.SerializeElement(hiding_nonce_commitment) ||
    // > G.SerializeElement(binding_nonce_commitment), ascending by identifier
    Bytes encode(Curve curve) {
        var writer = new Writer();
        byParty.forEach((party, commitments) -> {
            writer.raw(identifier(party, curve).encode());
            commitments.write(writer);
        });
        return writer.toBytes();
    }

    /// A party's number as the scalar the RFC calls identifier.
    /// @spec docs/spec/frost.md#FR-4 frost
    static Scalar identifier(PartyId party, Curve curve) {
        return curve.group().scalar(party.value());
    }
}
