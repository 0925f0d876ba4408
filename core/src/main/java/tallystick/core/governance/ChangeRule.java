package tallystick.core.governance;

import java.time.Duration;
import java.util.List;
import tallystick.core.policy.ApprovalTerm;

/// What a change needs: whose approval, and how long it waits.
///
/// @param terms whose approval
/// @param delay from when a node first saw the change to when it takes effect; not negative
public record ChangeRule(List<ApprovalTerm> terms, Duration delay) {
    /// The least that loosening a document waits.
    public static final Duration LOOSEN_DELAY_MIN = Duration.ofHours(24);

    /// The least that the end of a freeze waits.
    public static final Duration UNFREEZE_DELAY_MIN = Duration.ofHours(1);

    /// The least that a roster without one of the nodes waits.
    public static final Duration REMOVE_NODE_DELAY_MIN = Duration.ofDays(2);

    /// The least that breaking the glass waits.
    public static final Duration BREAK_GLASS_DELAY_MIN = Duration.ofHours(24);

    /// @throws IllegalArgumentException if the delay is negative: the caller's fault
    public ChangeRule {
        terms = List.copyOf(terms);
        if (delay.isNegative()) throw new IllegalArgumentException("a negative delay");
    }
}
