package tallystick.core.policy.analyze;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.analyze.Remark.Code;
import tallystick.core.policy.analyze.Remark.Severity;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.when.Variable;

/// What rules seem to see to, and nobody does. Of changes of documents each is judged as if nothing had been before it.
final class Gaps {
    /// What nodes refuse whatever a policy says: nobody can tell what it does.
    static final Set<Activity> UNSIGNED = Set.copyOf(EnumSet.of(Activity.RAW_HASH, Activity.CONTRACT_DEPLOY));

    /// What counts over a longer time than a day tells of no burst.
    private static final Duration BURST_MAX = Duration.ofHours(24);

    private static final List<String> UNSUMMED = List.of(Variable.LEG_AMOUNT.written(), Variable.LEG_VALUE.written());

    private Gaps() {}

    /// Of one rule.
    /// @spec docs/spec/policy-review.md#PV-3 policy-review
    static List<Remark> remarks(Document document, int index) {
        var rule = document.rule(index);
        var found = new ArrayList<Remark>();
        var uncounted = named(rule, ChangeTerms.ACTIVITIES);
        if (!uncounted.isEmpty() && rule.limit().filter(Gaps::isCounting).isPresent())
            found.add(new Remark(
                    Code.NOT_COUNTED,
                    Severity.ERROR,
                    Document.pointer(index) + "/activity",
                    "LIMIT %s names %s, and of changes nothing is counted: each one begins at nothing."
                            .formatted(rule.id(), uncounted),
                    "Ask for more people or a delay by a REQUIRE, and leave it out of the LIMIT."));
        var unsigned = named(rule, UNSIGNED);
        if (rule.effect() == RuleEffect.ALLOW && !unsigned.isEmpty())
            found.add(new Remark(
                    Code.NEVER_SIGNED,
                    Severity.NOTE,
                    Document.pointer(index) + "/activity",
                    "ALLOW %s names %s, which no node signs, whatever a policy says.".formatted(rule.id(), unsigned),
                    "Leave it out: it admits what is judged offline and nothing else."));
        rule.limit()
                .filter(limit -> limit.freeze().isPresent())
                .flatMap(limit -> freezing(document, index, limit))
                .ifPresent(found::add);
        for (var amount : UNSUMMED)
            if (rule.when().filter(text -> text.contains(amount)).isPresent())
                found.add(new Remark(
                        Code.UNSUMMED,
                        Severity.WARNING,
                        Document.pointer(index) + "/when",
                        "%s %s asks of %s, which is that of one leg: what is split over several legs is not summed."
                                .formatted(rule.effect(), rule.id(), amount),
                        "Ask by the criterion amount, which sums, or forbid several legs by tx.legs as well."));
        return found;
    }

    /// A count stays where it was when people end the freeze: what is beyond it then freezes anew.
    private static Optional<Remark> freezing(Document document, int index, Limit limit) {
        var until =
                switch (limit.window()) {
                    case Limit.Window.Lifetime() -> Optional.of("for ever");
                    case Limit.Window.Calendar(var _, var unit) ->
                        Optional.of("until the %s is over".formatted(unit.name().toLowerCase(Locale.ROOT)));
                    case Limit.Window.Rolling(var length) -> {
                        if (!(limit.measure() instanceof Limit.Measure.Count))
                            yield Optional.of("until what it sums is %s old".formatted(length));
                        yield length.compareTo(BURST_MAX) > 0
                                ? Optional.of("until what it counts is %s old".formatted(length))
                                : Optional.<String>empty();
                    }
                };
        return until.map(time -> new Remark(
                Code.FREEZES_AGAIN,
                Severity.WARNING,
                Document.pointer(index) + "/limit",
                "LIMIT %s freezes again after people ended its freeze, with every request that does not fit in, %s."
                        .formatted(document.rule(index).id(), time),
                "Count requests in a rolling window of minutes or hours, and have this limit deny or ask for people."));
    }

    /// A count of none forbids without counting.
    private static boolean isCounting(Limit limit) {
        return !(limit.measure() instanceof Limit.Measure.Count) || limit.max().signum() > 0;
    }

    private static String named(Rule rule, Set<Activity> which) {
        return rule.activities().stream()
                .filter(which::contains)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }
}
