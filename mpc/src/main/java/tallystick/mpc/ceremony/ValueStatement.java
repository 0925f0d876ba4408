package tallystick.mpc.ceremony;

import java.util.Arrays;
import java.util.Optional;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

/// What a party signs when it hands a secret value to another, so that a bad one proves itself.
///
/// @param step which kind of value
/// @param session the run
/// @param from who vouches for it
/// @param to who receives it
/// @param leaf the leaf it is for; on repair the lost one
/// @param binding the public points it must fit: the sender's commitment, for a sum the hash of all openings
public record ValueStatement(Step step, SessionId session, PartyId from, PartyId to, LeafId leaf, Digest32 binding) {

    /// The kinds of values that travel.
    public enum Step {
        /// A dealer's polynomial at a leaf.
        EVALUATION(1),
        /// One helper's piece for another helper.
        PIECE(2),
        /// A helper's sum of the pieces it got.
        SUM(3);

        private final int code;

        Step(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Optional<Step> of(int code) {
            return Arrays.stream(values()).filter(step -> step.code == code).findFirst();
        }
    }

    /// What is signed for one value.
    public Digest32 digest(Scalar value) {
        return Transcript.of("tallystick/ceremony/v1/value")
                .add("step", step.code())
                .add("session", session.value())
                .add("from", from.value())
                .add("to", to.value())
                .add("leaf", leaf.value())
                .add("value", value.encode())
                .add("binding", binding)
                .digest();
    }
}
