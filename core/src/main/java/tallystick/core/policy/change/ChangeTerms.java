package tallystick.core.policy.change;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.Least;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Policy;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.matter.Initiator;

/// What the policy in force asks of a change: for nodes that rule on it, and for whoever rules again.
///
/// **Threads** immutable.
public final class ChangeTerms {
    /// As what a policy is asked about changes of documents.
    public static final Set<Activity> ACTIVITIES = Collections.unmodifiableSet(EnumSet.of(
            Activity.ADDRESS_BOOK_CHANGE,
            Activity.POLICY_CHANGE,
            Activity.USER_ROLE_CHANGE,
            Activity.API_KEY_CHANGE,
            Activity.UNFREEZE));

    private final Governing governing;

    private ChangeTerms(Governing governing) {
        this.governing = governing;
    }

    /// Of a policy in force, made ready for many changes.
    public static ChangeTerms by(Policy policy) {
        return new ChangeTerms(Governing.by(policy));
    }

    /// The rule for a change; empty if the policy denies it.
    ///
    /// Of who proposes counts what the key proves by which he signed. If that is no key of his, nothing is known of
    /// him but his name, and the council refuses him.
    ///
    /// @param policy in force; while the glass is broken the one for emergencies
    /// @param people in force
    /// @param least what it needs in any case
    /// @param seenAt when the node first saw it
    /// @spec docs/spec/documents.md#ND-2 documents
    public static Optional<ChangeRule> of(
            Policy policy, Directory people, SignedChange signed, Least least, Instant seenAt, Instant now) {
        return by(policy).of(people, signed, least, seenAt, now);
    }

    /// The same of the policy it was made of.
    ///
    /// @spec docs/spec/documents.md#ND-2 documents
    public Optional<ChangeRule> of(Directory people, SignedChange signed, Least least, Instant seenAt, Instant now) {
        var change = signed.change();
        return governing
                .asked(
                        activity(change.proposal()),
                        initiator(signed, people),
                        change.id(),
                        change.proposal().digest(),
                        seenAt,
                        now)
                .map(asked -> {
                    var delay = asked.delay().min();
                    return new ChangeRule(
                            Governing.terms(asked.approvals(), least.people(), people),
                            governing.members(asked.delay().cancelBy()),
                            delay.compareTo(least.delay()) > 0 ? delay : least.delay());
                });
    }

    /// Why the policy denies a change, each time with the rule where one does; empty if it does not.
    ///
    /// @param seenAt when the node first saw it: as of then rules are asked
    /// @spec docs/spec/documents.md#ND-2 documents
    public List<Reason> denials(Directory people, SignedChange signed, Instant seenAt, Instant now) {
        var change = signed.change();
        return governing.denials(
                activity(change.proposal()),
                initiator(signed, people),
                change.id(),
                change.proposal().digest(),
                seenAt,
                now);
    }

    private static Initiator initiator(SignedChange signed, Directory people) {
        var by = signed.change().by();
        return people.holding(signed.keyId())
                .filter(holding -> holding.person().id().equals(by))
                .map(Initiator::of)
                .orElseGet(() -> Initiator.of(by, AuthStrength.API_KEY));
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
