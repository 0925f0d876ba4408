package tallystick.core.policy;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/// One rule: what it is about, when it matches, what it does then.
///
/// @param id unique in its policy
/// @param activities what it is about; everything if there are none
/// @param criteria all have to be met; at most one of a kind, in the order of their kinds
/// @param when one more condition, in the language of expressions
/// @param demands what it asks for: conditions of an ALLOW, obligations of a REQUIRE, nothing of the others
/// @param limit what a LIMIT counts, and nothing of the others
public record Rule(
        String id,
        RuleEffect effect,
        NavigableSet<Activity> activities,
        List<Criterion> criteria,
        Optional<String> when,
        Demands demands,
        Optional<Limit> limit) {
    /// @throws IllegalArgumentException if a part belongs to another effect: the caller's fault
    public Rule {
        Names.check("rule", id);
        activities = Names.sorted(activities);
        criteria =
                criteria.stream().sorted(Comparator.comparing(Criterion::kind)).toList();
        if (criteria.stream().map(Criterion::kind).distinct().count() != criteria.size())
            throw new IllegalArgumentException("two criteria of one kind");
        if (limit.isPresent() != (effect == RuleEffect.LIMIT))
            throw new IllegalArgumentException("a limit belongs to LIMIT, and LIMIT has one");
        if (effect == RuleEffect.ALLOW && demands.hasMoreThanConditions())
            throw new IllegalArgumentException("an ALLOW asks for signers and expiry only");
        if ((effect == RuleEffect.DENY || effect == RuleEffect.LIMIT) && !demands.equals(Demands.none()))
            throw new IllegalArgumentException("%s asks for nothing by itself".formatted(effect));
        if (effect == RuleEffect.REQUIRE && demands.equals(Demands.none()))
            throw new IllegalArgumentException("a REQUIRE that asks for nothing");
    }
}
