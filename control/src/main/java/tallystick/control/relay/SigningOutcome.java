package tallystick.control.relay;

import java.util.List;
import tallystick.core.chain.ChainSignature;
import tallystick.core.wire.RefusalCode;

/// What came of asking a signing set. Nobody's word counts: whoever gets signatures verifies them.
public sealed interface SigningOutcome {
    /// At least one node gave signatures.
    ///
    /// @param given what they gave, each once: of nodes that lie any, of an honest one those that hold
    record Signed(List<List<ChainSignature>> given) implements SigningOutcome {
        /// Copies.
        public Signed {
            given = given.stream().map(List::copyOf).toList();
        }
    }

    /// A node would not.
    ///
    /// @param code the number of its answer
    /// @param words the node's name and its own words
    /// @param begun whether one of the nodes may have begun all the same, with these very bytes or earlier with
    /// others
    /// @param mayRun whether one of them may have begun now: it said something else than a refusal, or nothing
    record Refused(Refusal why, RefusalCode code, String words, boolean begun, boolean mayRun)
            implements SigningOutcome {}

    /// The run stopped; nothing was released.
    ///
    /// @param again whether the same request may succeed
    record Stopped(String words, boolean again) implements SigningOutcome {}

    /// A node of the set does not answer.
    record Unreachable(String words) implements SigningOutcome {}

    /// All answer, and one has too much under way of this control. What of it was under way may be this very intent.
    record Busy(String words) implements SigningOutcome {}

    /// None of them was asked, because one keeps as many waiting as may wait for it: it begins nothing.
    record Crowded(String words) implements SigningOutcome {}

    /// Whether one of the nodes may have begun, now or earlier.
    default boolean mayHaveBegun() {
        return switch (this) {
            case Refused refused -> refused.begun();
            case Crowded _ -> false;
            case Signed _, Stopped _, Unreachable _, Busy _ -> true;
        };
    }

    /// Whether one of them may have begun now.
    default boolean mayRun() {
        return switch (this) {
            case Refused(var _, var _, var _, var _, var mayRun) -> mayRun;
            case Crowded _ -> false;
            case Signed _, Stopped _, Unreachable _, Busy _ -> true;
        };
    }
}
