package tallystick.node.documents;

import java.time.Instant;
import java.util.Optional;
import tallystick.core.governance.Change;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.Least;
import tallystick.core.governance.Proposal;
import tallystick.core.policy.Activity;
import tallystick.core.policy.change.Governing;

/// What the policy in force asks of a change.
final class ChangeTerms {
    private ChangeTerms() {}

    /// The rule for a change; empty if the policy denies it.
    ///
    /// @param least what it needs in any case
    /// @spec docs/spec/documents.md#ND-2 documents
    static Optional<ChangeRule> of(InForce inForce, Change change, Least least, Instant seenAt, Instant now) {
        return Governing.by(inForce.policy().policy())
                .asked(
                        activity(change.proposal()),
                        change.by(),
                        change.id(),
                        change.proposal().digest(),
                        seenAt,
                        now)
                .map(asked -> {
                    var delay = asked.delay().min();
                    return new ChangeRule(
                            Governing.terms(asked.approvals(), least.people(), inForce.people()),
                            delay.compareTo(least.delay()) > 0 ? delay : least.delay());
                });
    }

    private static Activity activity(Proposal proposal) {
        return switch (proposal) {
            case Proposal.Unfreeze _ -> Activity.UNFREEZE;
            case Proposal.BreakGlass _ -> Activity.POLICY_CHANGE;
            case Proposal.NewDocument(var document) ->
                switch (document.kind()) {
                    case PEOPLE, ROSTER, PLACES -> Activity.USER_ROLE_CHANGE;
                    case POLICY, EMERGENCY_POLICY -> Activity.POLICY_CHANGE;
                    case ADDRESS_BOOK -> Activity.ADDRESS_BOOK_CHANGE;
                    case FACT_KEYS -> Activity.API_KEY_CHANGE;
                };
        };
    }
}
