package tallystick.node.documents;

import java.time.Instant;
import java.util.List;
import tallystick.core.approval.Approval;
import tallystick.core.governance.SignedChange;

/// A change that this node knows.
///
/// @param signed with the answers that were verified here, in one order whatever order they came in
/// @param seenAt when this node first saw it; of the end of a freeze when it saw both
/// @param isOver whether it took effect, or never will
record Tracked(SignedChange signed, Instant seenAt, boolean isOver) {
    Tracked over() {
        return new Tracked(signed, seenAt, true);
    }

    Tracked seen(Instant at) {
        return new Tracked(signed, at, isOver);
    }

    Tracked with(List<Approval> approvals) {
        return new Tracked(signed.with(approvals), seenAt, isOver);
    }
}
