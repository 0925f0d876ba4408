package tallystick.node.documents;

import java.util.List;
import java.util.Optional;
import tallystick.core.approval.Verification;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.SignedChange;

/// What comes of a change that somebody brings: a step, and nothing is done yet.
///
/// @param answers that were brought with it
/// @param dropped those that cannot have come about honestly, and end nothing
/// @param step what is to be done
record Taking(Answers answers, List<Verification.Refused> dropped, Step step) {
    static Taking of(Changes changes, SignedChange signed) {
        var answers = changes.answers(signed);
        return new Taking(answers, changes.dropped(signed, answers), changes.take(signed, answers));
    }

    /// Why the change is over by it; empty if it is not.
    Optional<String> ended() {
        for (var event : step.events())
            if (event instanceof AuditEvent.ChangeEnded(var _, var reason)) return Optional.of(reason);
        return Optional.empty();
    }
}
