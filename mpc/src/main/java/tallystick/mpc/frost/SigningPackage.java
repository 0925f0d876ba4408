package tallystick.mpc.frost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.session.PartyId;

/// All that is public of one signature in the making once the commitments are known: output key, message, commitment
/// list and the binding factors they give.
///
/// **Why** a party's binding factor depends on the message, the key, every commitment and the party itself; so shares
/// made for one list and message are worth nothing with any other, and no set of concurrent sessions can be played
/// against each other (attack F1).
///
/// @param suite the ciphersuite
/// @param outputKey what the signature is to verify under
/// @param message its message
/// @param commitments of every signer
/// @param encodedCommitments their list as the standard writes it
/// @param bindingFactors of every signer
public record SigningPackage(
        Ciphersuite suite,
        OutputKey outputKey,
        Bytes message,
        CommitmentList commitments,
        Bytes encodedCommitments,
        SortedMap<PartyId, Scalar> bindingFactors) {
    /// Copies.
    public SigningPackage {
        bindingFactors = Collections.unmodifiableSortedMap(new TreeMap<>(bindingFactors));
    }

    /// Computes the binding factors.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc9591#section-4.4 RFC 9591 §4.4 (binding factors computation)
    public static SigningPackage of(Ciphersuite suite, OutputKey outputKey, Bytes message, CommitmentList commitments) {
        var curve = suite.scheme().curve();
        // > group_public_key_enc = G.SerializeElement(group_public_key); msg_hash = H4(msg);
        // > encoded_commitment_hash = H5(encode_group_commitment_list(commitment_list));
        // > rho_input_prefix = group_public_key_enc || msg_hash || encoded_commitment_hash
        var encoded = commitments.encode(curve);
        var prefix =
                Bytes.concat(outputKey.point().encode(), suite.messageHash(message), suite.commitmentsHash(encoded));
        var factors = new TreeMap<PartyId, Scalar>();
        for (var party : commitments.byParty().keySet()) factors.put(party, factorOf(suite, prefix, party, curve));
        return new SigningPackage(suite, outputKey, message, commitments, encoded, factors);
    }

    // > rho_input = rho_input_prefix || G.SerializeScalar(identifier); binding_factor = H1(rho_input)
    /// @spec docs/spec/frost.md#FR-19 frost
    private static Scalar factorOf(Ciphersuite suite, Bytes prefix, PartyId party, Curve curve) {
        return suite.bindingFactor(
                Bytes.concat(prefix, CommitmentList.identifier(party, curve).encode()));
    }

    /// ρ of one signer.
    public Scalar bindingFactor(PartyId party) {
        return Objects.requireNonNull(bindingFactors.get(party), "a signer");
    }

    /// Σ D_j + ρ_j·E_j over these parties.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc9591#section-4.5 RFC 9591 §4.5 (group commitment computation)
    public Element commitmentOf(Iterable<PartyId> parties) {
        return commitmentOf(parties, suite.group().identity());
    }

    /// The same and `rest`: all in one sum, for every sum of points over secp256k1 ends with an inversion.
    Element commitmentOf(Iterable<PartyId> parties, Element rest) {
        var summands = new ArrayList<Element>();
        var bindings = new ArrayList<Group.Term>();
        for (var party : parties) {
            var own = commitments.of(party);
            summands.add(own.hiding());
            bindings.add(new Group.Term(bindingFactor(party), own.binding()));
        }
        // > binding_nonce = G.ScalarMult(binding_nonce_commitment, binding_factor)
        summands.add(suite.group().linearCombination(bindings));
        summands.add(rest);
        // > group_commitment = G.Add(group_commitment, G.Add(hiding_nonce_commitment, binding_nonce))
        return suite.group().sum(summands);
    }

    /// The lowest party, who alone adds the tweak.
    PartyId designated() {
        return bindingFactors.firstKey();
    }
}
