package tallystick.node.rounds;

import java.util.List;
import tallystick.core.chain.ChainSignature;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.session.Blame;

/// How one task ended at this node.
sealed interface SigningEnd {
    /// All is signed.
    ///
    /// @param signatures one for each input, each verified by this node
    record Signed(List<ChainSignature> signatures) implements SigningEnd {
        /// Copies.
        public Signed {
            signatures = List.copyOf(signatures);
        }
    }

    /// The share takes no part; nothing was said to anybody.
    ///
    /// @param detail a lower-case phrase
    record Refused(Refusal why, String detail) implements SigningEnd {}

    /// A run stopped; nothing was released.
    ///
    /// @param blame with the consequence that its fault has
    record Stopped(Blame blame) implements SigningEnd {}

    /// It may not be signed any more, as the task's consent says: what was about to leave did not.
    record Withdrawn() implements SigningEnd {}

    /// What a task spends was not there in time; nothing was said to anybody.
    record Unstocked() implements SigningEnd {}
}
