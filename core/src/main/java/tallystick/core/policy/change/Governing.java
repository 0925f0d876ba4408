package tallystick.core.policy.change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.approval.Attainable;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.Least;
import tallystick.core.governance.Remedy;
import tallystick.core.intent.IntentId;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
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
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// What a policy asks of changes of documents, and whether such changes stay possible by it.
///
/// **Why** a change needs no ALLOW: a policy that forgot one could never be mended. Its REQUIREs count, and what they
/// ask for is filled up to the least that governance accepts. Its DENYs count, but for those that wait for a fact: no
/// fact is ever known of a change, so they would deny for ever what they were not written for.
///
/// **Threads** immutable.
public final class Governing {
    /// A longer wait counts as never.
    public static final Duration DELAY_MAX = Duration.ofDays(30);

    private static final Set<Activity> ASKED =
            Arrays.stream(Remedy.values()).map(Remedy::activity).collect(Collectors.toUnmodifiableSet());

    private static final Set<Criterion.Kind> OF_FACTS = Set.copyOf(EnumSet.of(
            Criterion.Kind.COUNTERPARTY, Criterion.Kind.RISK, Criterion.Kind.SIMULATION, Criterion.Kind.FACTS));
    private static final int PROPOSERS_MAX = 64;

    /// So many rules are asked, and people looked at for places, to find that something is possible: what takes more
    /// counts as impossible.
    private static final long WORK_MAX = 4_000_000;

    private static final int HOURS_OF_WEEK = 7 * 24;
    private static final String ALLOWED = "change";

    /// No policy can have a group of this name: with one of theirs the people who are asked in addition would share
    /// places.
    private static final String GROUP = "everybody who may approve";

    private static final Digest32 SOME = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    private final Policy policy;
    private final Optional<Level> level;

    /// A policy that has no place left for one rule more denies.
    private Governing(Policy policy, List<Rule> rules) {
        this.policy = policy;
        this.level = rules.size() < Policy.RULES_MAX
                ? Optional.of(Level.of(sinceEver(policy.withRules(with(rules)))))
                : Optional.empty();
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
        var rules = new ArrayList<>(policy.rules());
        rules.removeIf(rule -> !counts(rule));
        return new Governing(policy, rules);
    }

    /// By a policy at its worst: every day may be a holiday or none, so who denies on one is taken to deny.
    private static Governing atWorst(Policy policy) {
        var rules = new ArrayList<Rule>();
        for (var rule : policy.rules()) if (counts(rule) && isAbout(rule)) rules.add(atWorst(rule));
        return new Governing(policy, rules);
    }

    /// Whether a rule says anything about changes.
    static boolean counts(Rule rule) {
        return switch (rule.effect()) {
            case ALLOW -> false;
            case REQUIRE, LIMIT -> true;
            case DENY -> rule.criteria().stream().map(Criterion::kind).noneMatch(OF_FACTS::contains);
        };
    }

    private static boolean isAbout(Rule rule) {
        return rule.activities().isEmpty() || rule.activities().stream().anyMatch(ASKED::contains);
    }

    private static Rule atWorst(Rule rule) {
        return new Rule(
                rule.id(),
                rule.effect(),
                rule.activities(),
                rule.criteria().stream()
                        .filter(criterion -> !isOfHolidays(criterion))
                        .toList(),
                rule.when(),
                rule.demands(),
                rule.limit());
    }

    private static boolean isOfHolidays(Criterion criterion) {
        return criterion instanceof Criterion.AtTime(var window, var _)
                && window.calendar().isPresent();
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

    /// Of all remedies those that these people can bring about by this policy: some who may propose, enough who may
    /// approve, after a wait that ends, at some hour of every week.
    ///
    /// @param from when the policy would be in force
    /// @spec docs/spec/governance.md#GO-26 governance
    public static Set<Remedy> possible(Policy policy, Directory people, Instant from) {
        var possible = EnumSet.noneOf(Remedy.class);
        if (policy.effectiveFrom().isAfter(from)) return possible;
        var worst = atWorst(policy);
        for (var remedy : Remedy.values()) if (worst.isPossible(remedy, people, from)) possible.add(remedy);
        return possible;
    }

    private boolean isPossible(Remedy remedy, Directory people, Instant from) {
        var proposers = people.people().stream().filter(Governing::mayPropose);
        return !proposing(remedy, proposers, people, from, 1).isEmpty();
    }

    /// How many humans could propose each of what may not become impossible, and have it come about: two at most are
    /// looked for.
    ///
    /// @param from when the policy would be in force
    /// @spec docs/spec/governance.md#GO-33 governance
    public static Map<Remedy, Integer> proposers(Policy policy, Directory people, Instant from) {
        var found = new EnumMap<Remedy, Integer>(Remedy.class);
        var worst = atWorst(policy);
        for (var remedy : Remedy.NEEDED) {
            var humans = people.people().stream()
                    .filter(person -> mayPropose(person) && !person.id().isService());
            var isAhead = policy.effectiveFrom().isAfter(from);
            found.put(
                    remedy,
                    isAhead
                            ? 0
                            : worst.proposing(remedy, humans, people, from, Least.BESIDE_MIN)
                                    .size());
        }
        return found;
    }

    /// Who of some could bring it about, until so many different humans are found.
    private Set<HumanId> proposing(Remedy remedy, Stream<Person> who, Directory people, Instant from, int enough) {
        var hours = isTimed() ? HOURS_OF_WEEK : 1;
        var proposers = who.limit(PROPOSERS_MAX).toList();
        var found = new HashSet<HumanId>();
        var work = 0L;
        for (var hour = 0; hour < hours; hour++)
            for (var by : proposers)
                for (var initiator : proposing(by).toList()) {
                    if (found.contains(by.human())) continue;
                    work += rules();
                    if (work > WORK_MAX) return found;
                    var terms = terms(remedy, initiator, people, from.plus(Duration.ofHours(hour)));
                    if (terms.isEmpty()) continue;
                    work += (long) Attainable.people(terms.get())
                            * people.people().size();
                    if (work > WORK_MAX) return found;
                    if (Attainable.isMet(terms.get(), people, by.id())) found.add(by.human());
                    if (found.size() >= enough) return found;
                }
        return found;
    }

    private int rules() {
        return level.map(each -> each.policy().rules().size()).orElse(0);
    }

    private boolean isTimed() {
        return level.stream()
                .flatMap(each -> each.policy().rules().stream())
                .anyMatch(rule -> rule.criteria().stream().anyMatch(Criterion.AtTime.class::isInstance));
    }

    private static boolean mayPropose(Person person) {
        return person.may(Right.PROPOSE) && person.keys().stream().anyMatch(held -> !held.isRevoked());
    }

    /// By each of his keys: which one he takes may be asked for.
    private static Stream<Initiator> proposing(Person person) {
        return person.keys().stream()
                .filter(held -> !held.isRevoked())
                .map(held -> Initiator.of(new Directory.Holding(person, held)));
    }

    /// What is asked of somebody's change; empty if it is denied, waits for too long, or takes more people than there
    /// are.
    private Optional<List<ApprovalTerm>> terms(Remedy remedy, Initiator by, Directory people, Instant at) {
        var peopleMin = remedy.least(people).people();
        return asked(remedy.activity(), by, SOME, SOME, at, at)
                .filter(obligations -> obligations.delay().min().compareTo(DELAY_MAX) <= 0)
                .map(obligations -> terms(obligations.approvals(), peopleMin, people))
                .filter(terms -> Attainable.people(terms) <= people.people().size());
    }
}
