package tallystick.core.policy.judge;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Policy;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.Rule;
import tallystick.core.policy.Scope;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.when.Condition;
import tallystick.core.policy.when.Variable;

/// A policy made ready to judge by.
///
/// **Why** made once for each version: what it takes to find the rules that matter among ten thousand is not done again
/// for each request.
///
/// **Threads** immutable.
public final class Level {
    /// To look through so many groups takes no more than one part of a condition.
    private static final int GROUPS_A_PART = 16;

    private final Policy policy;
    private final PolicyHash hash;
    private final List<ReadyRule> rules;
    private final int criteria;
    private final RuleIndex index;
    private final long parts;

    /// @param compiled conditions that are ready already, by their texts; more are added
    private Level(Policy policy, Map<String, Condition> compiled) {
        hash = PolicyText.hash(policy);
        this.policy = shared(policy);
        var numbers = new HashMap<Criterion, Integer>();
        rules = this.policy.rules().stream()
                .map(rule -> ready(rule, new RuleName(policy.id(), rule.id()), numbers, compiled))
                .toList();
        criteria = numbers.size();
        index = new RuleIndex(this.policy, rules);
        var ofGroups = 1L + policy.groups().size() / GROUPS_A_PART;
        parts = rules.stream()
                .flatMap(rule -> rule.condition().stream())
                .mapToLong(each -> each.parts() * (each.names(Variable.INITIATOR_GROUPS) ? ofGroups : 1))
                .sum();
    }

    private static ReadyRule ready(
            Rule rule, RuleName name, Map<Criterion, Integer> numbers, Map<String, Condition> compiled) {
        var own = rule.criteria().stream()
                .mapToInt(each -> numbers.computeIfAbsent(each, _ -> numbers.size()))
                .toArray();
        var condition = rule.when()
                .map(text -> compiled.computeIfAbsent(
                        text, each -> Condition.parse(each).orThrow()));
        return new ReadyRule(rule, name, own, condition);
    }

    /// The same policy, where equal criteria and demands are one object each: what many rules ask alike is answered
    /// once.
    private static Policy shared(Policy policy) {
        var criteria = new HashMap<Criterion, Criterion>();
        var demands = new HashMap<Demands, Demands>();
        return policy.withRules(policy.rules().stream()
                .map(rule -> new Rule(
                        rule.id(),
                        rule.effect(),
                        rule.activities(),
                        rule.criteria().stream()
                                .map(each -> criteria.computeIfAbsent(each, same -> same))
                                .toList(),
                        rule.when(),
                        demands.computeIfAbsent(rule.demands(), same -> same),
                        rule.limit()))
                .toList());
    }

    /// Of one version of a policy.
    ///
    /// @throws IllegalArgumentException if a condition is none that a reader accepts: the caller's fault
    public static Level of(Policy policy) {
        return new Level(policy, new HashMap<>());
    }

    /// Of a policy that has some of the same rules, whose conditions are not made ready again.
    ///
    /// @throws IllegalArgumentException if a condition is none that a reader accepts: the caller's fault
    public Level like(Policy other) {
        var compiled = new HashMap<String, Condition>();
        for (var each : rules)
            each.condition().ifPresent(ready -> compiled.put(each.rule().when().orElseThrow(), ready));
        return new Level(other, compiled);
    }

    /// Those whose place holds another, from the organisation inwards.
    /// @spec docs/spec/policy.md#PO-11 policy
    public static List<Level> covering(List<Level> levels, Scope place) {
        return levels.stream()
                .filter(level -> level.policy.scope().covers(place))
                .sorted(Comparator.comparingInt(level -> level.policy.scope().depth()))
                .toList();
    }

    /// The document.
    public Policy policy() {
        return policy;
    }

    /// Which version it is.
    public PolicyHash hash() {
        return hash;
    }

    /// What it takes to ask the conditions of all rules: their parts, and of those that name the groups of who asks
    /// each part for one more for every sixteen groups.
    ///
    /// @spec docs/spec/governance.md#GO-26 governance
    public long parts() {
        return parts;
    }

    /// All rules, in the order of the document.
    List<ReadyRule> rules() {
        return rules;
    }

    /// How many criteria are not equal to another: their numbers are below it.
    int criteria() {
        return criteria;
    }

    RuleIndex index() {
        return index;
    }
}
