package tallystick.core.kit;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.core.chain.Account;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Bounds;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Delay;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Limit;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.TimeWindow;

/// Changes of policies by chance, one small thing at a time, in either direction.
public final class RandomChanges {
    private final Random random;
    private final RandomRules rules;

    public RandomChanges(Random random) {
        this.random = random;
        rules = new RandomRules(random);
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /// A policy of a few rules, some of which ask who and when.
    public Policy policy() {
        var all = new ArrayList<>(rules.rules());
        all.replaceAll(rule -> random.nextInt(3) == 0 ? with(rule, criterion()) : rule);
        return Judging.policy("").withRules(all);
    }

    /// The same policy and one thing else.
    public Policy changed(Policy policy) {
        return switch (random.nextInt(10)) {
            case 0 -> {
                var more = new ArrayList<>(policy.rules());
                more.add(renamed(rules.rule(one(List.of(RuleEffect.values()))), "n" + random.nextInt(1_000_000)));
                yield policy.withRules(more);
            }
            case 1 -> {
                var fewer = new ArrayList<>(policy.rules());
                fewer.remove(random.nextInt(fewer.size()));
                yield fewer.isEmpty() ? policy : policy.withRules(fewer);
            }
            case 2 -> withGroup(policy);
            case 3 -> withList(policy);
            default -> {
                var others = new ArrayList<>(policy.rules());
                others.replaceAll(rule -> rule);
                var at = random.nextInt(others.size());
                others.set(at, altered(others.get(at)));
                yield policy.withRules(others);
            }
        };
    }

    private Policy withGroup(Policy policy) {
        var groups = new TreeMap<>(policy.groups());
        var name = one(List.of("exec", "risk", "ops"));
        groups.put(name, toggled(policy.members(name), one(List.of("u:dee", "u:gus", "u:ann", "u:zoe"))));
        var others = policy.rules().stream()
                .map(rule -> new Rule(
                        rule.id(),
                        rule.effect(),
                        rule.activities(),
                        rule.criteria(),
                        rule.when(),
                        resolved(rule.demands(), groups),
                        rule.limit()
                                .map(limit -> new Limit(
                                        limit.measure(),
                                        limit.max(),
                                        limit.window(),
                                        limit.per(),
                                        limit.onExceed().map(each -> resolved(each, groups))))))
                .toList();
        return with(policy, groups, policy.lists()).withRules(others);
    }

    private static java.util.NavigableSet<PersonId> toggled(Set<PersonId> people, String name) {
        var others = new TreeSet<>(people);
        var person = new PersonId(name);
        if (!others.remove(person)) others.add(person);
        return others;
    }

    private static Demands resolved(Demands demands, Map<String, java.util.NavigableSet<PersonId>> groups) {
        return new Demands(
                demands.approvals().stream()
                        .map(term -> new ApprovalTerm(
                                term.group(),
                                groups.getOrDefault(term.group(), new TreeSet<>()),
                                term.min(),
                                term.isInitiatorExcluded(),
                                term.strength(),
                                term.order()))
                        .toList(),
                demands.signers(),
                demands.delay(),
                demands.expiresIn(),
                demands.facts());
    }

    private Policy withList(Policy policy) {
        var lists = new TreeMap<>(policy.lists());
        switch (random.nextInt(3)) {
            case 0 ->
                lists.put("payees", NamedList.AddressBook.of(Duration.ofHours(random.nextInt(20_000)), List.of()));
            case 1 ->
                lists.put(
                        "safes",
                        new NamedList.Addresses(Set.copyOf(some(List.of(
                                Judging.PAYEE,
                                Judging.STRANGER,
                                new Account(Judging.CHAIN, "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D"))))));
            default ->
                lists.put(
                        "stables",
                        new NamedList.Assets(
                                Set.copyOf(some(List.of(Judging.TETHER, Judging.ETHER))),
                                Optional.of(tallystick.core.policy.AssetClass.STABLE)));
        }
        return with(policy, policy.groups(), lists);
    }

    private <T> List<T> some(List<T> values) {
        return values.stream().filter(_ -> random.nextBoolean()).toList();
    }

    /// The same policy with other groups and lists.
    public static Policy with(
            Policy policy,
            java.util.SortedMap<String, java.util.NavigableSet<PersonId>> groups,
            java.util.SortedMap<String, NamedList> lists) {
        return new Policy(
                policy.id(),
                policy.version(),
                policy.parent(),
                policy.scope(),
                policy.admission(),
                policy.effectiveFrom(),
                groups,
                lists,
                policy.calendars(),
                policy.rules(),
                policy.signatures());
    }

    private static Rule renamed(Rule rule, String id) {
        return new Rule(
                id, rule.effect(), rule.activities(), rule.criteria(), rule.when(), rule.demands(), rule.limit());
    }

    private Rule altered(Rule rule) {
        return switch (random.nextInt(6)) {
            case 0 -> with(rule, criterion());
            case 1 -> with(rule, new Criterion.OfAmount(one(UNITS), bounds()));
            case 2 -> {
                var criteria = new ArrayList<>(rule.criteria());
                if (!criteria.isEmpty()) criteria.remove(random.nextInt(criteria.size()));
                yield new Rule(
                        rule.id(),
                        rule.effect(),
                        rule.activities(),
                        criteria,
                        rule.when(),
                        rule.demands(),
                        rule.limit());
            }
            case 3 -> {
                var activities = new TreeSet<>(rule.activities());
                var activity = one(List.of(Activity.TRANSFER, Activity.APPROVE_ALLOWANCE, Activity.BATCH));
                if (!activities.remove(activity)) activities.add(activity);
                yield new Rule(
                        rule.id(),
                        rule.effect(),
                        activities,
                        rule.criteria(),
                        rule.when(),
                        rule.demands(),
                        rule.limit());
            }
            case 4 ->
                new Rule(
                        rule.id(),
                        rule.effect(),
                        rule.activities(),
                        rule.criteria(),
                        random.nextBoolean() ? Optional.empty() : Optional.of("tx.legs < 3"),
                        rule.demands(),
                        rule.limit());
            default ->
                new Rule(
                        rule.id(),
                        rule.effect(),
                        rule.activities(),
                        rule.criteria(),
                        rule.when(),
                        rule.effect() == RuleEffect.REQUIRE ? altered(rule.demands()) : rule.demands(),
                        rule.limit().map(this::altered));
        };
    }

    private static final List<Criterion.Unit> UNITS = List.of(
            new Criterion.Unit.Fiat("USD", Optional.empty()),
            new Criterion.Unit.Fiat("USD", Optional.of(Duration.ofHours(1))),
            new Criterion.Unit.Whole());

    private Bounds bounds() {
        var one = random.nextInt(6000);
        return switch (random.nextInt(3)) {
            case 0 -> Bounds.from(one);
            case 1 -> Bounds.to(one);
            default -> new Bounds(Optional.of(BigDecimal.valueOf(one / 10)), Optional.of(BigDecimal.valueOf(one)));
        };
    }

    private static Rule with(Rule rule, Criterion criterion) {
        var criteria = new ArrayList<>(rule.criteria());
        criteria.removeIf(each -> each.kind() == criterion.kind());
        criteria.add(criterion);
        return new Rule(
                rule.id(), rule.effect(), rule.activities(), criteria, rule.when(), rule.demands(), rule.limit());
    }

    private Criterion criterion() {
        var none = new TreeSet<String>();
        return switch (random.nextInt(4)) {
            case 0 ->
                new Criterion.ByInitiator(
                        new TreeSet<>(),
                        new TreeSet<>(some(List.of("exec", "ops"))),
                        new TreeSet<>(some(List.of("risk"))),
                        none,
                        none,
                        Optional.empty(),
                        random.nextInt(3) == 0 ? Set.of(RandomMatters.RANGE) : Set.of(),
                        Optional.of(one(List.of(AuthStrength.values()))),
                        random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofHours(1 + random.nextInt(3))));
            case 1 ->
                new Criterion.AtTime(
                        new TimeWindow(
                                ZoneId.of("Europe/Paris"),
                                new TreeSet<>(some(List.of(DayOfWeek.TUESDAY, DayOfWeek.SUNDAY))),
                                random.nextInt(1000),
                                1001 + random.nextInt(400),
                                Optional.empty()),
                        random.nextBoolean());
            case 2 ->
                new Criterion.ToDestination(
                        new TreeSet<>(some(List.of("payees", "safes"))),
                        new TreeSet<>(some(List.of("safes"))),
                        new TreeSet<>(some(List.of(Criterion.Place.ADDRESS_BOOK, Criterion.Place.ONE_TIME))),
                        Optional.empty());
            default ->
                new Criterion.OfCounterparty(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty());
        };
    }

    private Demands altered(Demands demands) {
        var terms = demands.approvals().stream()
                .map(term -> new ApprovalTerm(
                        term.group(),
                        term.members(),
                        Math.max(1, term.min() + random.nextInt(3) - 1),
                        random.nextInt(4) == 0 ? !term.isInitiatorExcluded() : term.isInitiatorExcluded(),
                        random.nextInt(4) == 0 ? one(List.of(AuthStrength.values())) : term.strength(),
                        random.nextInt(6) == 0 ? 3 - term.order() : term.order()))
                .toList();
        return new Demands(
                terms,
                demands.signers(),
                random.nextInt(3) == 0
                        ? new Delay(Duration.ofMinutes(random.nextInt(60)), new TreeSet<>())
                        : demands.delay(),
                random.nextInt(3) == 0 ? Optional.of(Duration.ofHours(1 + random.nextInt(3))) : demands.expiresIn(),
                demands.facts());
    }

    private Limit altered(Limit limit) {
        return new Limit(
                limit.measure(),
                random.nextBoolean() ? BigDecimal.valueOf(random.nextInt(8000)) : limit.max(),
                random.nextInt(3) == 0
                        ? new Limit.Window.Rolling(Duration.ofHours(1 + random.nextInt(48)))
                        : limit.window(),
                random.nextInt(5) == 0 ? new TreeSet<>(some(List.of(Limit.Per.values()))) : limit.per(),
                random.nextInt(3) == 0 ? Optional.empty() : limit.onExceed().map(this::altered));
    }
}
