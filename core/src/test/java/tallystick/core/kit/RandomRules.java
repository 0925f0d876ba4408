package tallystick.core.kit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Voices;
import tallystick.core.approval.Vote;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.facts.Claim;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.AssetClass;
import tallystick.core.policy.Bounds;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Delay;
import tallystick.core.policy.Demands;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Names;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.Scope;
import tallystick.core.policy.Signers;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;

/// Rules and matters by chance, of few enough words that they often meet.
public final class RandomRules {
    private static final Asset UNPRICED = new Asset(Judging.CHAIN, "erc20", Judging.STRANGER.address());
    private static final List<Account> DESTINATIONS = List.of(
            Judging.PAYEE, Judging.STRANGER, new Account(Judging.CHAIN, "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D"));
    private static final List<Activity> ACTIVITIES =
            List.of(Activity.TRANSFER, Activity.BATCH, Activity.CONTRACT_CALL, Activity.APPROVE_ALLOWANCE);
    private static final List<String> CONDITIONS = List.of(
            "leg.amount > amount('1500000')",
            "risk.score > 50",
            "'hot' in source.tags",
            "leg.unlimited",
            "tx.inputs > 1");

    private final Random random;
    private int made;

    public RandomRules(Random random) {
        this.random = random;
    }

    private boolean often() {
        return random.nextInt(3) > 0;
    }

    private boolean seldom() {
        return random.nextInt(4) == 0;
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T extends Comparable<? super T>> NavigableSet<T> oneOrMore(List<T> values) {
        var found = some(values);
        found.add(one(values));
        return found;
    }

    private <T extends Comparable<? super T>> NavigableSet<T> some(List<T> values) {
        var found = new TreeSet<T>();
        for (var value : values) if (random.nextBoolean()) found.add(value);
        return found;
    }

    public Rule rule(RuleEffect effect) {
        var criteria = criteria();
        var when = seldom() ? Optional.of(one(CONDITIONS)) : Optional.<String>empty();
        return new Rule(
                "r" + made++,
                effect,
                new TreeSet<>(some(ACTIVITIES)),
                criteria,
                when,
                switch (effect) {
                    case ALLOW -> conditions();
                    case REQUIRE -> obligations();
                    case LIMIT, DENY -> Demands.none();
                },
                effect == RuleEffect.LIMIT ? Optional.of(limit()) : Optional.empty());
    }

    private List<Criterion> criteria() {
        var found = new ArrayList<Criterion>();
        if (seldom())
            found.add(new Criterion.FromSource(
                    none(), oneOrMore(List.of("hot", "cold")), none(), none(), some(List.of("hot", "ops")), Set.of()));
        if (seldom())
            found.add(new Criterion.ToDestination(
                    oneOrMore(List.of("payees", "safes")),
                    some(List.of("safes")),
                    new TreeSet<>(),
                    seldom() ? Optional.of(random.nextBoolean()) : Optional.empty()));
        if (seldom())
            found.add(new Criterion.OfAsset(
                    none(), none(), Set.of(), oneOrMore(List.of(AssetClass.NATIVE, AssetClass.STABLE))));
        if (seldom()) found.add(new Criterion.IsDecoded(random.nextBoolean()));
        if (seldom())
            found.add(new Criterion.OfCall(
                    Optional.of(one(List.of(Effect.Operation.values()))),
                    none(),
                    some(List.of("safes")),
                    none(),
                    none(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of()));
        if (seldom()) found.add(new Criterion.AtRisk(Optional.of(Bounds.from(random.nextInt(100))), none()));
        if (seldom())
            found.add(new Criterion.OfCounterparty(
                    Optional.empty(), Optional.of(Duration.ofDays(8)), Optional.empty(), Optional.empty()));
        if (seldom()) found.add(new Criterion.Established(facts()));
        if (random.nextBoolean())
            found.add(new Criterion.OfAmount(
                    random.nextBoolean()
                            ? new Criterion.Unit.Fiat("USD", Optional.empty())
                            : new Criterion.Unit.Whole(),
                    bounds()));
        return found;
    }

    private static NavigableSet<String> none() {
        return new TreeSet<>();
    }

    private Bounds bounds() {
        var one = random.nextInt(6000);
        var other = random.nextInt(6000);
        return switch (random.nextInt(3)) {
            case 0 -> Bounds.from(one);
            case 1 -> Bounds.to(one);
            default ->
                new Bounds(
                        Optional.of(BigDecimal.valueOf(Math.min(one, other))),
                        Optional.of(BigDecimal.valueOf(Math.max(one, other))));
        };
    }

    private NavigableSet<FactKind> facts() {
        return new TreeSet<>(Set.of(one(List.of(FactKind.values()))));
    }

    private Demands conditions() {
        return new Demands(
                List.of(),
                often() ? signers() : Signers.any(),
                Delay.none(),
                seldom() ? Optional.of(Duration.ofHours(1 + random.nextInt(3))) : Optional.empty(),
                new TreeSet<>());
    }

    private Signers signers() {
        return Signers.of(some(List.of("risk", "role:offline", "alpha")), random.nextInt(4));
    }

    private Demands obligations() {
        var people = Names.sorted(List.of(new PersonId("u:dee"), new PersonId("u:eli"), new PersonId("u:fay")));
        var term = new ApprovalTerm(
                "exec",
                people,
                1 + random.nextInt(3),
                random.nextBoolean(),
                one(List.of(AuthStrength.values())),
                1 + random.nextInt(2));
        return new Demands(
                List.of(term),
                seldom() ? signers() : Signers.any(),
                seldom() ? new Delay(Duration.ofMinutes(30), some(List.of("risk"))) : Delay.none(),
                seldom() ? Optional.of(Duration.ofHours(2)) : Optional.empty(),
                seldom() ? facts() : new TreeSet<>());
    }

    private Limit limit() {
        return new Limit(
                switch (random.nextInt(3)) {
                    case 0 -> new Limit.Measure.Fiat("USD", Optional.empty());
                    case 1 -> new Limit.Measure.Count();
                    default -> new Limit.Measure.BaseUnits();
                },
                BigDecimal.valueOf(random.nextInt(8000)),
                new Limit.Window.Rolling(Duration.ofHours(24)),
                some(List.of(Limit.Per.values())),
                random.nextBoolean() ? Optional.empty() : Optional.of(obligations()));
    }

    /// Rules of every effect, an ALLOW of everything among them as often as not.
    public List<Rule> rules() {
        var rules = new ArrayList<Rule>();
        var count = 1 + random.nextInt(7);
        for (var i = 0; i < count; i++) rules.add(rule(one(List.of(RuleEffect.values()))));
        if (often())
            rules.add(new Rule(
                    "r" + made++,
                    RuleEffect.ALLOW,
                    new TreeSet<>(),
                    List.of(),
                    Optional.empty(),
                    conditions(),
                    Optional.empty()));
        return rules;
    }

    public Matter matter() {
        var legs = new ArrayList<Leg>();
        var count = 1 + random.nextInt(3);
        for (var i = 0; i < count; i++) legs.add(leg());
        var asked = new Matter.Asked(
                Judging.intent(random.nextInt(5)),
                Source.of(Scope.of("acme", "prod", one(List.of("hot", "cold"))), some(List.of("hot", "ops"))),
                Initiator.of(new PersonId("u:dee"), AuthStrength.PASSKEY),
                Judging.asked(1).digests(),
                false,
                Judging.NOW.minusSeconds(random.nextInt(7200)));
        return Judging.matter(asked, legs.toArray(new Leg[0]));
    }

    private Leg leg() {
        var to = one(DESTINATIONS);
        if (seldom()) {
            var code = new Leg.Code(
                    to,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    one(List.of(Effect.Operation.values())),
                    BigInteger.ZERO,
                    random.nextInt(3));
            return new Leg(
                    Activity.CONTRACT_CALL,
                    Optional.of(to),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.of(code),
                    Optional.empty(),
                    Optional.empty(),
                    random.nextBoolean(),
                    false);
        }
        var asset = one(List.of(Judging.ETHER, Judging.TETHER, UNPRICED));
        var decimals = asset.equals(Judging.ETHER) ? 18 : 6;
        var units = BigDecimal.valueOf(random.nextInt(4000))
                .movePointRight(decimals - 3)
                .toBigInteger();
        return Leg.of(
                random.nextBoolean() ? Activity.TRANSFER : Activity.APPROVE_ALLOWANCE,
                to,
                asset,
                seldom() ? new Quantity.Unlimited() : Quantity.of(units),
                seldom() ? OptionalInt.empty() : OptionalInt.of(decimals));
    }

    public Circumstances circumstances() {
        var prices = Judging.claims(Map.of(Judging.ETHER, "2000", Judging.TETHER, "1"));
        var score = one(List.of(5, 30, 50, 51, 95));
        var known = new ArrayList<Claim>();
        var expired = new ArrayList<Claim>();
        (random.nextBoolean() ? known : expired).addAll(prices);
        if (random.nextBoolean()) for (var intent = 0; intent < 5; intent++) known.add(Witness.risk(intent, score));
        if (random.nextBoolean())
            for (var account : DESTINATIONS) known.add(Witness.screening(account, account.equals(Judging.PAYEE)));
        var votes = new ArrayList<Vote>();
        for (var person : List.of("u:dee", "u:dee-ops", "u:eli", "u:fay", "u:gus"))
            if (random.nextBoolean())
                votes.add(Assembly.vote(
                        person,
                        one(List.of(AuthStrength.values())),
                        random.nextInt(8) > 0 ? Answer.APPROVE : Answer.REJECT,
                        Judging.NOW.minusSeconds(4L * random.nextInt(5))));
        return Judging.CALM.with(Witness.facts(expired, known)).with(Voices.of(votes, Assembly.PEOPLE));
    }
}
