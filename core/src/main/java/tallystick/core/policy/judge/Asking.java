package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tallystick.core.chain.Asset;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.when.Condition;
import tallystick.core.policy.when.Value;
import tallystick.core.policy.when.Variable;

/// Asks one policy's rules of the legs of one matter.
final class Asking {
    private static final String WHEN = "when";

    private final Level level;
    private final Scene scene;
    private final boolean hasSum;
    private final boolean isBatch;
    private final Map<Summed, Worth> sums = new HashMap<>();
    /// A batch may have as many assets as legs: to walk all legs for each would take the square of them.
    private final Map<Optional<Asset>, List<Leg>> byAsset = new HashMap<>();
    private final IdentityHashMap<Leg, Map<Criterion.Unit, Worth>> worths = new IdentityHashMap<>();
    /// What criteria answered to a leg, by their numbers: nothing where none was asked yet.
    private final IdentityHashMap<Leg, @Nullable Finding[]> findings = new IdentityHashMap<>();

    private final Map<Variable, Optional<Value>> ofMatter = new EnumMap<>(Variable.class);
    private final IdentityHashMap<Leg, Answers> answers = new IdentityHashMap<>();

    /// @param asset where units of different assets cannot be added
    private record Summed(String rule, Optional<Asset> asset) {}

    Asking(Level level, Scene scene) {
        this.level = level;
        this.scene = scene;
        var legs = scene.matter().legs();
        hasSum = legs.size() > 1;
        isBatch = scene.matter().isBatch();
        if (hasSum)
            for (var leg : legs)
                byAsset.computeIfAbsent(leg.asset(), _ -> new ArrayList<>()).add(leg);
    }

    /// All criteria of a rule, and its condition. What is not met counts before what cannot be answered: whatever the
    /// answer were, the rule would not match.
    /// @spec docs/spec/policy.md#PO-5 policy
    Ruling ask(ReadyRule rule, Leg leg) {
        Optional<Ruling> erring = Optional.empty();
        for (var i = 0; i < rule.size(); i++) {
            var criterion = rule.criterion(i);
            var finding = hasSum && criterion instanceof Criterion.OfAmount amount
                    ? amount(rule, amount, leg)
                    : finding(rule, i, leg);
            switch (finding) {
                case Finding.Met _ -> {}
                case Finding.Unmet(var why) -> {
                    return new Ruling.Fails(i, criterion.kind().field(), why);
                }
                case Finding.Erring(var why) -> {
                    if (erring.isEmpty()) erring = Optional.of(Ruling.errs(criterion.kind(), why));
                }
            }
        }
        if (rule.condition().isPresent())
            switch (rule.condition().get().ask(answers(leg)::find)) {
                case Condition.Answer.Is(var met) -> {
                    if (!met) return new Ruling.Fails(rule.size(), WHEN, "the condition is not met");
                }
                case Condition.Answer.Unknown() -> {
                    if (erring.isEmpty())
                        erring = Optional.of(new Ruling.Errs(WHEN, "the condition cannot be answered"));
                }
            }
        return erring.orElse(Ruling.MATCHES);
    }

    private Answers answers(Leg leg) {
        return answers.computeIfAbsent(leg, _ -> new Answers(leg, scene, ofMatter));
    }

    /// Whether a rule is about a leg at all.
    /// @spec docs/spec/policy.md#PO-4 policy
    static boolean isAbout(NavigableSet<Activity> activities, Leg leg, boolean isBatch) {
        return activities.isEmpty()
                || activities.contains(leg.activity())
                || isBatch && leg.activity() == Activity.TRANSFER && activities.contains(Activity.BATCH);
    }

    /// Asked of a leg once, however many rules ask the same.
    private Finding finding(ReadyRule rule, int index, Leg leg) {
        var known = known(leg);
        var number = rule.number(index);
        var before = known[number];
        if (before != null) return before;
        var found = finding(rule.criterion(index), leg);
        known[number] = found;
        return found;
    }

    private @Nullable Finding[] known(Leg leg) {
        var known = findings.get(leg);
        if (known != null) return known;
        @Nullable Finding[] none = new Finding[level.criteria()];
        findings.put(leg, none);
        return none;
    }

    private Finding finding(Criterion criterion, Leg leg) {
        return switch (criterion) {
            case Criterion.ByInitiator asked -> LegCriteria.initiator(asked, scene);
            case Criterion.FromSource asked -> LegCriteria.source(asked, scene);
            case Criterion.ToDestination asked -> LegCriteria.destination(asked, leg, scene);
            case Criterion.OfAsset asked -> LegCriteria.asset(asked, leg, scene);
            case Criterion.OfCall asked -> LegCriteria.call(asked, leg, scene);
            case Criterion.OfTyped asked -> LegCriteria.typedData(asked, leg, scene);
            case Criterion.OfStatement asked -> LegCriteria.statement(asked, leg, scene);
            case Criterion.OfAuthority asked -> LegCriteria.authority(asked, leg);
            case Criterion.IsDecoded(var value) ->
                Finding.of(
                        value == leg.isDecoded(), leg.isDecoded() ? "all of it is understood" : "it is not understood");
            case Criterion.AtTime asked -> WorldCriteria.time(asked, scene);
            case Criterion.OfUtxo asked -> WorldCriteria.utxo(asked, scene);
            case Criterion.OfSolana asked -> WorldCriteria.solana(asked, scene);
            case Criterion.Warned asked -> WorldCriteria.warnings(asked, scene);
            case Criterion.IsDuplicate asked -> WorldCriteria.duplicate(asked, leg, scene);
            case Criterion.OfCounterparty asked -> WorldCriteria.counterparty(asked, leg, scene);
            case Criterion.OfFee asked -> fee(asked);
            case Criterion.AtRisk asked -> WorldCriteria.risk(asked, scene);
            case Criterion.Simulated asked -> WorldCriteria.simulation(asked, scene);
            case Criterion.Established asked -> WorldCriteria.facts(asked, leg, scene);
            case Criterion.OfAmount(var unit, var bounds) -> worth(leg, unit).within(bounds);
        };
    }

    /// How much a leg is, asked once for each unit.
    Worth worth(Leg leg, Criterion.Unit unit) {
        return worths.computeIfAbsent(leg, _ -> new HashMap<>()).computeIfAbsent(unit, _ -> Worth.of(leg, unit, scene));
    }

    private Finding fee(Criterion.OfFee asked) {
        if (scene.matter().fee().isEmpty()) return new Finding.Unmet("it costs no fee");
        var fee = scene.matter().fee().get();
        return Worth.of(new BigDecimal(fee.amountMax()), fee.asset(), fee.decimals(), asked.unit(), scene)
                .within(asked.bounds());
    }

    /// > Each leg must pass; amounts are also summed over legs.
    /// @spec docs/spec/policy.md#PO-7 policy
    private Finding amount(ReadyRule rule, Criterion.OfAmount asked, Leg leg) {
        var alone = worth(leg, asked.unit()).within(asked.bounds());
        var isAllow = rule.rule().effect() == RuleEffect.ALLOW;
        if (isAllow ? alone instanceof Finding.Unmet : alone instanceof Finding.Met) return alone;
        var together = sum(rule, asked, leg).within(asked.bounds());
        // An ALLOW needs both, the others one of the two; what nobody knows comes between yes and no.
        if (isAllow) return together instanceof Finding.Met ? alone : together;
        return together instanceof Finding.Unmet ? alone : together;
    }

    private Worth sum(ReadyRule rule, Criterion.OfAmount asked, Leg leg) {
        var isAdded = asked.unit() instanceof Criterion.Unit.Fiat;
        var legs = isAdded ? scene.matter().legs() : byAsset.getOrDefault(leg.asset(), List.of());
        // Nobody asks again for the sum of one.
        if (legs.size() == 1) return sum(rule, asked.unit(), legs);
        var key = new Summed(rule.rule().id(), isAdded ? Optional.empty() : leg.asset());
        return sums.computeIfAbsent(key, _ -> sum(rule, asked.unit(), legs));
    }

    private Worth sum(ReadyRule rule, Criterion.Unit unit, List<Leg> legs) {
        Worth sum = new Worth.Nothing();
        for (var leg : legs)
            if (isAbout(rule.rule().activities(), leg, isBatch) && isCovered(rule, leg))
                sum = sum.plus(worth(leg, unit));
        return sum;
    }

    /// Whether nothing but the amount can keep the rule from matching a leg.
    private boolean isCovered(ReadyRule rule, Leg leg) {
        for (var i = 0; i < rule.size(); i++)
            if (!(rule.criterion(i) instanceof Criterion.OfAmount) && finding(rule, i, leg) instanceof Finding.Unmet)
                return false;
        return true;
    }
}
