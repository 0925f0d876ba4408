package tallystick.core.policy.judge;

import java.util.Optional;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Rule;
import tallystick.core.policy.when.Condition;

/// A rule made ready to be asked.
///
/// **Why** what a criterion answers to a leg is kept under its number, which all equal criteria of a policy have: of
/// ten thousand rules few ask for something of their own, and to look that up is an access to an array.
///
/// **Threads** immutable.
final class ReadyRule {
    private final Rule rule;
    private final RuleName name;
    private final int[] numbers;
    private final Optional<Condition> condition;

    /// @param numbers of its criteria, in their order
    /// @param condition of a rule that has one
    ReadyRule(Rule rule, RuleName name, int[] numbers, Optional<Condition> condition) {
        this.rule = rule;
        this.name = name;
        this.numbers = numbers.clone();
        this.condition = condition;
    }

    Rule rule() {
        return rule;
    }

    RuleName name() {
        return name;
    }

    int size() {
        return numbers.length;
    }

    Criterion criterion(int index) {
        return rule.criteria().get(index);
    }

    /// Below the level's count of criteria.
    int number(int index) {
        return numbers[index];
    }

    Optional<Condition> condition() {
        return condition;
    }
}
