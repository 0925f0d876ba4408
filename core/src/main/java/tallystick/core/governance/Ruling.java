package tallystick.core.governance;

import java.time.Instant;
import java.util.List;
import tallystick.core.approval.Lacking;
import tallystick.core.people.PersonId;

/// What a node says to a change.
public sealed interface Ruling {
    /// It has its approvals, and has waited. Only [Council] makes one, and what a change does is done with nothing
    /// less.
    final class Accepted implements Ruling {
        private final Change change;
        private final Instant from;

        Accepted(Change change, Instant from) {
            this.change = change;
            this.from = from;
        }

        /// What was accepted.
        public Change change() {
            return change;
        }

        /// From when on it may take effect.
        public Instant from() {
            return from;
        }
    }

    /// It has its approvals, and waits.
    record Waiting(Instant until) implements Ruling {}

    /// It lacks approvals.
    record Open(List<Lacking> lacking) implements Ruling {
        /// Copies.
        public Open {
            lacking = List.copyOf(lacking);
        }
    }

    /// Somebody whose approval was asked rejected it.
    record Rejected(PersonId by) implements Ruling {}

    /// It cannot be accepted.
    record Refused(Why why) implements Ruling {}

    /// Why a change cannot be accepted.
    enum Why {
        /// It is of another workspace.
        OTHER_WORKSPACE,
        /// Whom it names did not propose it, or may not.
        NOT_PROPOSED,
        /// Its time is over.
        EXPIRED,
        /// An approval cannot have come about honestly: freeze.
        FORGED_APPROVAL,
        /// The document is not the version after the one in force.
        NOT_THE_NEXT_VERSION,
        /// The document's content is not of its kind, or numbered otherwise.
        MALFORMED_DOCUMENT,
        /// Somebody is no longer listed, or his name or key is another human's.
        IDENTITY_REUSED,
        /// It takes effect sooner than it may.
        TOO_SOON,
        /// It takes effect so late that nothing else of its kind could be changed for too long.
        TOO_LATE,
        /// It would leave a workspace that nobody could change any more.
        UNGOVERNABLE,
        /// The policy in force denies it.
        DENIED,
        /// The rule lets it through sooner, or with fewer people, than anything of its kind may be.
        RULE_TOO_WEAK,
        /// There is no such freeze.
        NOT_FROZEN,
        /// Only whoever froze is for the end of the freeze.
        FREEZER_ALONE,
        /// It names no emergency policy that is in force.
        NO_EMERGENCY_POLICY,
        /// The glass was broken too short a time before.
        BROKEN_BEFORE
    }
}
