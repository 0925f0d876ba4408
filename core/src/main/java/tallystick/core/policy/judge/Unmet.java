package tallystick.core.policy.judge;

import java.time.Instant;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.FactKind;

/// An obligation that is not met yet.
public sealed interface Unmet {
    /// People still have to agree.
    ///
    /// @param have how many of them count so far; none while terms of a lower order are open
    record Approval(ApprovalTerm term, int have) implements Unmet {}

    /// Time still has to pass.
    ///
    /// @param until when enough will have passed
    record Waiting(Instant until) implements Unmet {}

    /// Something still has to be established.
    ///
    /// @param why a lower-case phrase
    record Establishing(FactKind kind, String why) implements Unmet {}
}
