package tallystick.node.documents;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.governance.Change;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Proposal;
import tallystick.core.intent.IntentId;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.Activity;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Names;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.Scope;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Source;

/// What the policy in force asks of a change.
///
/// **Why** a change needs no ALLOW: a policy that forgot one could never be mended. Its DENYs and REQUIREs count, and
/// what they ask for is filled up to the least that governance accepts.
final class ChangeTerms {
    private static final int LOOSEN_PEOPLE_MIN = 2;
    private static final int BREAK_GLASS_PEOPLE_MIN = 3;
    private static final String ALLOWED = "change";
    private static final String GROUP = "administrators";

    private final InForce inForce;
    private final Change change;

    private ChangeTerms(InForce inForce, Change change) {
        this.inForce = inForce;
        this.change = change;
    }

    /// The rule for a change; empty if the policy denies it.
    ///
    /// @param direction of a document
    /// @spec docs/spec/documents.md#ND-2 documents
    static Optional<ChangeRule> of(InForce inForce, Change change, Direction direction, Instant seenAt, Instant now) {
        return new ChangeTerms(inForce, change).rule(direction, seenAt, now);
    }

    private Optional<ChangeRule> rule(Direction direction, Instant seenAt, Instant now) {
        return obligations(seenAt, now).map(asked -> {
            var least = leastDelay(direction);
            var delay = asked.delay().min();
            return new ChangeRule(terms(asked.approvals(), direction), delay.compareTo(least) > 0 ? delay : least);
        });
    }

    private Optional<Obligations> obligations(Instant seenAt, Instant now) {
        var policy = inForce.policy().policy();
        var rules = new ArrayList<Rule>(policy.rules());
        rules.removeIf(rule -> rule.effect() == RuleEffect.ALLOW);
        rules.add(new Rule(
                fresh(rules),
                RuleEffect.ALLOW,
                Names.sorted(List.of(activity())),
                List.of(),
                Optional.empty(),
                Demands.none(),
                Optional.empty()));
        var asked = new Matter.Asked(
                new IntentId(change.id()),
                Source.of(Scope.of(policy.scope().org()), List.of()),
                Initiator.of(change.by(), AuthStrength.API_KEY),
                List.of(change.proposal().digest()),
                false,
                seenAt);
        var judgement = Judge.judge(
                Matter.of(asked, activity()), List.of(Level.of(policy.withRules(rules))), Circumstances.none(), now);
        return switch (judgement.decision()) {
            case Decision.Denied _ -> Optional.empty();
            case Decision.Pending(var obligations, var _) -> Optional.of(obligations);
            case Decision.Allowed(var obligations) -> Optional.of(obligations);
        };
    }

    private static String fresh(List<Rule> rules) {
        var name = ALLOWED;
        var taken = new HashSet<String>();
        rules.forEach(rule -> taken.add(rule.id()));
        while (taken.contains(name)) name += "-";
        return name;
    }

    private Activity activity() {
        return switch (change.proposal()) {
            case Proposal.Unfreeze _ -> Activity.UNFREEZE;
            case Proposal.BreakGlass _ -> Activity.POLICY_CHANGE;
            case Proposal.NewDocument(var document) ->
                switch (document.kind()) {
                    case PEOPLE, ROSTER -> Activity.USER_ROLE_CHANGE;
                    case POLICY, EMERGENCY_POLICY -> Activity.POLICY_CHANGE;
                    case ADDRESS_BOOK -> Activity.ADDRESS_BOOK_CHANGE;
                    case FACT_KEYS -> Activity.API_KEY_CHANGE;
                };
        };
    }

    private int leastPeople(Direction direction) {
        return switch (change.proposal()) {
            case Proposal.Unfreeze _ -> LOOSEN_PEOPLE_MIN;
            case Proposal.BreakGlass _ -> BREAK_GLASS_PEOPLE_MIN;
            case Proposal.NewDocument _ -> direction == Direction.TIGHTEN ? 1 : LOOSEN_PEOPLE_MIN;
        };
    }

    private Duration leastDelay(Direction direction) {
        return switch (change.proposal()) {
            case Proposal.Unfreeze _ -> ChangeRule.UNFREEZE_DELAY_MIN;
            case Proposal.BreakGlass _ -> ChangeRule.BREAK_GLASS_DELAY_MIN;
            case Proposal.NewDocument _ -> direction == Direction.TIGHTEN ? Duration.ZERO : ChangeRule.LOOSEN_DELAY_MIN;
        };
    }

    /// Terms of different groups are met by different people, so what is missing to the least is asked of everybody who
    /// may approve.
    private List<ApprovalTerm> terms(List<ApprovalTerm> asked, Direction direction) {
        var missing = leastPeople(direction)
                - asked.stream().mapToInt(ApprovalTerm::min).sum();
        if (missing <= 0) return asked;
        var strength = asked.stream()
                .map(ApprovalTerm::strength)
                .min(java.util.Comparator.naturalOrder())
                .orElse(AuthStrength.PASSKEY);
        var terms = new ArrayList<>(asked);
        terms.add(new ApprovalTerm(GROUP, administrators(), missing, false, strength, 1));
        return List.copyOf(terms);
    }

    private Set<PersonId> administrators() {
        var members = new HashSet<PersonId>();
        inForce.people().people().stream()
                .filter(person -> person.may(Right.APPROVE))
                .map(Person::id)
                .forEach(members::add);
        return members;
    }
}
