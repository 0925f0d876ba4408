package tallystick.mpc.frost;

import java.util.Optional;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;

/// R and the challenge that follows from it.
///
/// @param point R as the commitments give it
/// @param negated whether -R is in the signature, for its y is even and that of R is not
/// @param challenge c
record GroupCommitment(Point point, boolean negated, Scalar challenge) {
    /// None if the sum is the identity, which no party can bring about and chance does not.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc9591#section-4.6 RFC 9591 §4.6 (signature challenge computation)
    /// @spec docs/spec/frost.md#FR-22 frost
    static Optional<GroupCommitment> of(SigningPackage signing, Element sum) {
        if (!(sum instanceof Point point)) return Optional.empty();
        // > challenge_input = group_comm_enc || group_public_key_enc || msg; challenge = H2(challenge_input)
        var challenge = signing.suite().challenge(point, signing.outputKey().point(), signing.message());
        var negated = signing.suite().evenOnly() && !point.hasEvenY();
        return Optional.of(new GroupCommitment(point, negated, challenge));
    }

    /// A part of R as it counts in the signature.
    Element signed(Element part) {
        return negated ? part.negate() : part;
    }
}
