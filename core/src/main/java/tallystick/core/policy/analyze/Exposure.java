package tallystick.core.policy.analyze;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.analyze.Remark.Code;
import tallystick.core.policy.analyze.Remark.Severity;
import tallystick.core.policy.change.Difference;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;

/// How much more may be signed than under the version before.
final class Exposure {
    private static final String REMEDY = "If that is meant, it needs the quorum and the time that loosening needs.";

    private Exposure() {}

    /// @spec docs/spec/policy-review.md#PV-4 policy-review
    static List<Remark> remarks(Policy before, Policy after) {
        var found = new ArrayList<Remark>();
        for (var each : PolicyChange.between(before, after).differences())
            if (each.direction() == Direction.LOOSEN)
                found.add(new Remark(
                        Code.WIDENED, Severity.WARNING, pointer(after, each), sentence(before, after, each), REMEDY));
        most(before, after).ifPresent(found::addFirst);
        return found;
    }

    private static String pointer(Policy after, Difference difference) {
        return switch (difference.part()) {
            case DOCUMENT -> "/" + difference.name();
            case GROUP -> "/groups/" + difference.name();
            case LIST -> "/lists/" + difference.name();
            case CALENDAR -> "/calendars/" + difference.name();
            case RULE -> {
                var at = after.rules().stream().map(Rule::id).toList().indexOf(difference.name());
                yield at < 0 ? "/rules" : Document.pointer(at);
            }
        };
    }

    private static String sentence(Policy before, Policy after, Difference difference) {
        var text = "%s %s is %s: %s."
                .formatted(
                        difference.part().name().toLowerCase(java.util.Locale.ROOT),
                        difference.name(),
                        difference.turn().name().toLowerCase(java.util.Locale.ROOT),
                        difference.why());
        if (difference.part() != Difference.Part.RULE) return text;
        var was = rule(before, difference.name()).map(Exposure::amounts);
        var is = rule(after, difference.name()).map(Exposure::amounts);
        var isOfAmounts = was.filter(each -> !each.isEmpty()).isPresent()
                || is.filter(each -> !each.isEmpty()).isPresent();
        if (was.equals(is) || !isOfAmounts) return text;
        return "%s It was %s, and is %s.".formatted(text, said(was, "nothing"), said(is, "no more"));
    }

    private static String said(Optional<String> amounts, String none) {
        return amounts.map(each -> each.isEmpty() ? "any amount" : each).orElse(none);
    }

    private static Optional<Rule> rule(Policy policy, String id) {
        return policy.rules().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /// The amounts a rule names; empty if it names none.
    private static String amounts(Rule rule) {
        var amount = Document.criterion(rule, Criterion.OfAmount.class);
        var parts = new ArrayList<String>();
        amount.flatMap(each -> each.bounds().min())
                .ifPresent(least -> parts.add("at least " + least.toPlainString() + unit(amount)));
        amount.flatMap(each -> each.bounds().max())
                .ifPresent(most -> parts.add("at most " + most.toPlainString() + unit(amount)));
        rule.limit()
                .ifPresent(limit -> parts.add("%s of %s in %s"
                        .formatted(limit.max().toPlainString(), of(limit.measure()), of(limit.window()))));
        return String.join(" and ", parts);
    }

    private static String unit(Optional<Criterion.OfAmount> amount) {
        return amount.map(each -> " " + of(each.unit())).orElse("");
    }

    private static String of(Criterion.Unit unit) {
        return switch (unit) {
            case Criterion.Unit.Fiat(var currency, var _) -> currency;
            case Criterion.Unit.Whole _ -> "whole units";
            case Criterion.Unit.Base _ -> "base units";
        };
    }

    private static String of(Limit.Measure measure) {
        return switch (measure) {
            case Limit.Measure.Fiat(var currency, var _) -> currency;
            case Limit.Measure.BaseUnits _ -> "base units";
            case Limit.Measure.Count _ -> "requests";
        };
    }

    private static String of(Limit.Window window) {
        return switch (window) {
            case Limit.Window.Rolling(var length) -> length.toString();
            case Limit.Window.Calendar(var zone, var unit) ->
                "a " + unit.name().toLowerCase(java.util.Locale.ROOT) + " in " + zone.getId();
            case Limit.Window.Lifetime _ -> "all time";
        };
    }

    /// The most that one payment may be, where that grew.
    private static Optional<Remark> most(Policy before, Policy after) {
        var was = most(before);
        var parts = new ArrayList<String>();
        most(after).forEach((unit, most) -> {
            var old = was.get(unit);
            if (old != null && most.isPresent() && old.isPresent() && most.get().compareTo(old.get()) > 0)
                parts.add("from %s to %s %s"
                        .formatted(old.get().toPlainString(), most.get().toPlainString(), unit));
            if (old != null && most.isEmpty() && old.isPresent())
                parts.add("from %s %s to any amount".formatted(old.get().toPlainString(), unit));
            if (old == null && !was.isEmpty()) parts.add("to something in " + unit);
        });
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Remark(
                        Code.WIDENED,
                        Severity.WARNING,
                        "/rules",
                        "The most that one payment may be grows " + String.join(", ", parts) + ".",
                        REMEDY));
    }

    /// By unit the most that an ALLOW admits at once; without a number where one admits any amount.
    private static Map<String, Optional<BigDecimal>> most(Policy policy) {
        var found = new TreeMap<String, Optional<BigDecimal>>();
        for (var rule : policy.rules()) {
            if (rule.effect() != RuleEffect.ALLOW) continue;
            var amount = Document.criterion(rule, Criterion.OfAmount.class);
            var most = amount.flatMap(each -> each.bounds().max());
            found.merge(
                    amount.map(each -> of(each.unit())).orElse("any unit"),
                    most,
                    (one, other) -> one.isEmpty() || other.isEmpty()
                            ? Optional.empty()
                            : Optional.of(one.get().max(other.get())));
        }
        return found;
    }
}
