package tallystick.node.documents;

import java.time.Duration;
import java.time.Instant;
import tallystick.core.governance.Proposal;

/// Broken glass: for a time the emergency policy is in the place of the policy.
///
/// @param from when on
record Glass(Instant from, Duration lasts) {
    static Glass of(Proposal.BreakGlass broken, Instant from) {
        return new Glass(from, broken.lasts());
    }

    boolean isBroken(Instant now) {
        return !now.isBefore(from) && now.isBefore(from.plus(lasts));
    }
}
