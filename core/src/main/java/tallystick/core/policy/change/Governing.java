package tallystick.core.policy.change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tallystick.core.approval.Attainable;
import tallystick.core.governance.ChangeRule;
import tallystick.core.intent.IntentId;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.Scope;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.hash.Digest32;

/// What a policy asks of changes of documents.
///
/// **Why** a change needs no ALLOW: a policy that forgot one could never be mended. Its REQUIREs count, and what they
/// ask for is filled up to the least that governance accepts. Its DENYs count, but for those that wait for a fact: no
/// fact is ever known of a change, so they would deny for ever what they were not written for.
///
/// **Threads** immutable.
public final class Governing {
    /// A longer wait counts as never.
    public static final Duration DELAY_MAX = Duration.ofDays(30);

    private static final Set<Criterion.Kind> OF_FACTS = Set.copyOf(EnumSet.of(
            Criterion.Kind.COUNTERPARTY, Criterion.Kind.RISK, Criterion.Kind.SIMULATION, Criterion.Kind.FACTS));

    private static final String ALLOWED = "change";

    /// No policy can have a group of this name: with one of theirs the people who are asked in addition would share
    /// places.
    private static final String GROUP = "everybody who may approve";

    private final Policy policy;
    private final Optional<Level> level;

    /// A policy that has no place left for one rule more denies.
    ///
    /// @param making makes a policy ready
    private Governing(Policy policy, List<Rule> rules, Function<Policy, Level> making) {
        this.policy = policy;
        this.level =
                hasRoom(rules) ? Optional.of(making.apply(sinceEver(policy.withRules(with(rules))))) : Optional.empty();
    }

    /// A change may have been seen before the policy that rules on it came into force.
    private static Policy sinceEver(Policy policy) {
        return new Policy(
                policy.id(),
                policy.version(),
                policy.parent(),
                policy.scope(),
                policy.admission(),
                Instant.EPOCH,
                policy.groups(),
                policy.lists(),
                policy.calendars(),
                policy.rules(),
                policy.signatures());
    }

    /// By a policy as it stands.
    public static Governing by(Policy policy) {
        return by(policy, rules(policy));
    }

    /// By some rules of a policy.
    static Governing by(Policy policy, List<Rule> rules) {
        return new Governing(policy, rules, Level::of);
    }

    /// By fewer of these rules: what was made ready is not again.
    Governing only(List<Rule> rules) {
        return new Governing(
                policy, rules, fewer -> level.map(each -> each.like(fewer)).orElseGet(() -> Level.of(fewer)));
    }

    /// Those that are asked of changes.
    ///
    /// **Why** a policy of as many rules as there may be leaves no room for the one that stands for no ALLOW: one
    /// person alone could bring so many that deny payments. What is about no change takes no room.
    ///
    /// @spec docs/spec/documents.md#ND-2 documents
    static List<Rule> rules(Policy policy) {
        var rules = policy.rules().stream()
                .filter(rule -> counts(rule) && isAbout(rule, ChangeTerms.ACTIVITIES))
                .toList();
        return hasRoom(rules) ? rules : Say.met(policy, rules);
    }

    /// What it takes to ask the conditions of its rules.
    /// @spec docs/spec/governance.md#GO-26 governance
    long parts() {
        return level.map(Level::parts).orElse(0L);
    }

    /// Whether there is room for the rule that stands for no ALLOW.
    static boolean hasRoom(List<Rule> rules) {
        return rules.size() < Policy.RULES_MAX;
    }

    /// Whether a rule says anything about changes.
    static boolean counts(Rule rule) {
        return switch (rule.effect()) {
            case ALLOW -> false;
            case REQUIRE, LIMIT -> true;
            case DENY -> rule.criteria().stream().map(Criterion::kind).noneMatch(OF_FACTS::contains);
        };
    }

    /// Whether a rule names one of these activities, or all.
    static boolean isAbout(Rule rule, Set<Activity> activities) {
        return rule.activities().isEmpty() || rule.activities().stream().anyMatch(activities::contains);
    }

    private static List<Rule> with(List<Rule> rules) {
        var name = ALLOWED;
        var taken = new HashSet<String>();
        rules.forEach(rule -> taken.add(rule.id()));
        while (taken.contains(name)) name += "-";
        var more = new ArrayList<>(rules);
        more.add(new Rule(
                name,
                RuleEffect.ALLOW,
                Names.sorted(EnumSet.allOf(Activity.class)),
                List.of(),
                Optional.empty(),
                Demands.none(),
                Optional.empty()));
        return more;
    }

    /// What is asked of a change; empty if the policy denies it.
    ///
    /// **Why** hours and expiry count as of when the change was first seen: counted as of each time it is asked
    /// about, a policy could let a change begin whose wait no hour of its own ever lets end.
    ///
    /// @param by who proposes, with what the key proves by which he does
    /// @param change names it
    /// @param digest of what is proposed
    /// @param seenAt when the node first saw it: as of then rules are asked
    /// @param now by which the policy has to be in force
    /// @spec docs/spec/documents.md#ND-2 documents
    public Optional<Obligations> asked(
            Activity activity, Initiator by, Digest32 change, Digest32 digest, Instant seenAt, Instant now) {
        if (level.isEmpty() || now.isBefore(policy.effectiveFrom())) return Optional.empty();
        return switch (decision(level.get(), activity, by, change, digest, seenAt)) {
            case Decision.Denied _ -> Optional.empty();
            case Decision.Pending(var obligations, var _) -> Optional.of(obligations);
            case Decision.Allowed(var obligations) -> Optional.of(obligations);
        };
    }

    /// Why it denies a change, each time with the rule where one does.
    ///
    /// @return empty if it does not
    List<Reason> denials(
            Activity activity, Initiator by, Digest32 change, Digest32 digest, Instant seenAt, Instant now) {
        if (level.isEmpty())
            return List.of(Reason.of(Reason.Code.NO_POLICY, "the policy has no room for a rule of the node's own"));
        if (now.isBefore(policy.effectiveFrom()))
            return List.of(Reason.of(
                    Reason.Code.NOT_EFFECTIVE,
                    "the policy says that it counts from %s on".formatted(policy.effectiveFrom())));
        return decision(level.get(), activity, by, change, digest, seenAt) instanceof Decision.Denied(var reasons)
                ? reasons
                : List.of();
    }

    private Decision decision(
            Level by, Activity activity, Initiator proposer, Digest32 change, Digest32 digest, Instant seenAt) {
        var asked = new Matter.Asked(
                new IntentId(change),
                Source.of(Scope.of(policy.scope().org()), List.of()),
                proposer,
                List.of(digest),
                false,
                seenAt);
        return Judge.judge(Matter.of(asked, activity), List.of(by), Circumstances.none(), seenAt)
                .decision();
    }

    /// Who is in one of these groups.
    Set<PersonId> members(Collection<String> groups) {
        var members = new HashSet<PersonId>();
        for (var group : groups) members.addAll(policy.members(group));
        return members;
    }

    /// What is asked, filled up to so many people. Terms of one group and order are met by the same people, all others
    /// by different ones: what is missing to the least is asked of everybody who may approve.
    /// @spec docs/spec/documents.md#ND-2 documents
    public static List<ApprovalTerm> terms(List<ApprovalTerm> asked, int peopleMin, Directory people) {
        var missing = peopleMin - Attainable.people(asked);
        if (missing <= 0) return asked;
        var terms = new ArrayList<>(asked);
        terms.add(new ApprovalTerm(GROUP, approvers(people), missing, false, ChangeRule.strength(asked), 1));
        return List.copyOf(terms);
    }

    /// Who is suspended among them: he fills no place, and his no still counts.
    /// @spec docs/spec/people.md#PE-6 people
    private static Set<PersonId> approvers(Directory people) {
        var members = new HashSet<PersonId>();
        for (var person : people.people()) if (person.mayReject()) members.add(person.id());
        return members;
    }
}
