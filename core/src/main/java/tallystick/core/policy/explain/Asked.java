package tallystick.core.policy.explain;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallystick.core.clear.SafeText;
import tallystick.core.policy.Bounds;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.IpRange;
import tallystick.core.policy.TimeWindow;

/// What a criterion asks for, in words and with its values.
final class Asked {
    private static final int ITEMS_MAX = 8;

    private Asked() {}

    static String of(Criterion criterion) {
        var parts = new Parts();
        switch (criterion) {
            case Criterion.ByInitiator asked -> initiator(parts, asked);
            case Criterion.FromSource asked ->
                parts.oneOf("workspace", asked.workspaces())
                        .oneOf("vault", asked.vaults())
                        .oneOf("wallet", asked.wallets())
                        .oneOf("tier", asked.tiers())
                        .oneOf("tag", asked.tags())
                        .oneOf("chain", asked.chains());
            case Criterion.ToDestination asked ->
                parts.oneOf("one in list", asked.in())
                        .oneOf("none in list", asked.notIn())
                        .oneOf("kind", asked.places())
                        .truth(asked.isLookAlike(), "one that looks like a known one", "none that looks like one");
            case Criterion.OfAsset asked ->
                parts.oneOf("one in list", asked.in())
                        .oneOf("none in list", asked.notIn())
                        .oneOf("asset", asked.assets())
                        .oneOf("class", asked.classes());
            case Criterion.OfCall asked -> call(parts, asked);
            case Criterion.OfTyped asked ->
                parts.oneOf("type", asked.primaryTypes())
                        .oneOf("domain", asked.domains())
                        .arguments("field", asked.fields());
            case Criterion.OfStatement asked ->
                parts.oneOf("kind", asked.kinds()).arguments("field", asked.fields());
            case Criterion.OfAuthority asked ->
                parts.oneOf("power", asked.authorities()).oneOf("that is", asked.turns());
            case Criterion.IsDecoded(var value) ->
                parts.truth(Optional.of(value), "bytes that are understood", "bytes that are not understood");
            case Criterion.AtTime(var window, var isOutside) -> parts.add(hours(window, isOutside));
            case Criterion.OfUtxo asked ->
                parts.bounds("inputs", asked.inputs(), "")
                        .bounds("fee rate", asked.feeRate(), " sat/vB")
                        .truth(asked.isChange(), "change that comes back", "no change");
            case Criterion.OfSolana asked ->
                parts.truth(asked.isDurable(), "a durable nonce", "no durable nonce")
                        .oneOf("a program in none of", asked.programsNotIn());
            case Criterion.Warned(var codes) -> parts.oneOf("warning", codes);
            case Criterion.IsDuplicate(var within) -> parts.add("the same payment within " + within);
            case Criterion.OfCounterparty asked -> {
                asked.codeAgeMin().ifPresent(age -> parts.add("code at least " + age + " old"));
                asked.codeAgeMax().ifPresent(age -> parts.add("code younger than " + age));
                parts.bounds("score", asked.risk(), "")
                        .truth(asked.isScreened(), "one that no list of sanctions names", "one that a list names");
            }
            case Criterion.OfFee(var unit, var bounds) -> parts.add(amount(unit, bounds));
            case Criterion.AtRisk asked ->
                parts.bounds("score", asked.score(), "").oneOf("reason", asked.reasons());
            case Criterion.Simulated(var changes) -> parts.oneOf("change", changes);
            case Criterion.Established(var facts) ->
                parts.add("all of " + facts.stream().map(Enum::name).collect(Collectors.joining(", ")));
            case Criterion.OfAmount(var unit, var bounds) -> parts.add(amount(unit, bounds));
        }
        return parts.toString();
    }

    private static void initiator(Parts parts, Criterion.ByInitiator asked) {
        parts.oneOf("person", asked.users())
                .oneOf("group", asked.groups())
                .oneOf("not of group", asked.notGroups())
                .oneOf("role", asked.roles())
                .oneOf("key", asked.apiKeys())
                .truth(asked.isService(), "a program", "a person")
                .oneOf("address", asked.ip().stream().map(Asked::of).sorted().toList());
        asked.strength().ifPresent(least -> parts.add("authentication of " + least + " or stronger"));
        asked.sessionAgeMax().ifPresent(age -> parts.add("a login at most " + age + " ago"));
    }

    private static void call(Parts parts, Criterion.OfCall asked) {
        asked.operation().ifPresent(operation -> parts.add("operation " + operation));
        parts.oneOf("a contract in list", asked.targetIn())
                .oneOf("a contract in none of", asked.targetNotIn())
                .oneOf("selector", asked.selectors())
                .oneOf("function", asked.signatures())
                .bounds("depth", asked.depth(), "")
                .bounds("coin sent along", asked.value(), " base units")
                .arguments("argument", asked.arguments());
    }

    private static String of(IpRange range) {
        var bytes = range.address();
        var text = bytes.length() == 4
                ? IntStream.range(0, 4)
                        .mapToObj(i -> Integer.toString(bytes.at(i)))
                        .collect(Collectors.joining("."))
                : bytes.toHex();
        return text + "/" + range.prefixBits();
    }

    private static String hours(TimeWindow window, boolean isOutside) {
        var days = window.days().isEmpty()
                ? "every day"
                : window.days().stream().map(day -> day.name().substring(0, 3)).collect(Collectors.joining(", "));
        var free = window.calendar().map(name -> " but the holidays " + name).orElse("");
        return "%s %s, %s to %s%s, %s"
                .formatted(
                        isOutside ? "a time outside" : "a time within",
                        days,
                        clock(window.fromMinute()),
                        clock(window.toMinute()),
                        free,
                        window.zone().getId());
    }

    private static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }

    private static String amount(Criterion.Unit unit, Bounds bounds) {
        return bounds(
                bounds,
                switch (unit) {
                    case Criterion.Unit.Fiat(var currency, var ageMax) ->
                        " "
                                + currency
                                + ageMax.map(age -> " by a price of the last " + age)
                                        .orElse("");
                    case Criterion.Unit.Whole _ -> " whole units";
                    case Criterion.Unit.Base _ -> " base units";
                });
    }

    static String bounds(Bounds bounds, String unit) {
        var from = bounds.min().map(BigDecimal::toPlainString);
        var to = bounds.max().map(BigDecimal::toPlainString);
        if (from.isPresent() && to.isPresent()) return from.get() + " to " + to.get() + unit;
        return from.map(least -> "at least " + least).orElseGet(() -> "at most " + to.orElse("")) + unit;
    }

    /// Some of many values, each safe to look at.
    static String some(Collection<?> values) {
        var shown = values.stream()
                .limit(ITEMS_MAX)
                .map(each -> SafeText.of(each.toString()).text())
                .collect(Collectors.joining(", "));
        return values.size() > ITEMS_MAX ? shown + " and %d more".formatted(values.size() - ITEMS_MAX) : shown;
    }

    /// Phrases beside each other.
    private static final class Parts {
        private final List<String> phrases = new java.util.ArrayList<>();

        Parts add(String phrase) {
            phrases.add(phrase);
            return this;
        }

        Parts oneOf(String what, Collection<?> values) {
            return values.isEmpty() ? this : add(what + " " + some(values));
        }

        Parts truth(Optional<Boolean> value, String yes, String no) {
            return value.map(each -> add(each ? yes : no)).orElse(this);
        }

        Parts bounds(String what, Optional<Bounds> bounds, String unit) {
            return bounds.map(each -> add(what + " " + Asked.bounds(each, unit)))
                    .orElse(this);
        }

        Parts arguments(String what, List<Criterion.ArgumentMatch> matches) {
            for (var match : matches) {
                var text = what + " " + SafeText.of(match.name()).text();
                if (!match.is().isEmpty()) text += " of " + some(match.is());
                if (match.bounds().isPresent())
                    text += " " + Asked.bounds(match.bounds().get(), "");
                if (!match.in().isEmpty()) text += " in list " + some(match.in());
                add(text);
            }
            return this;
        }

        @Override
        public String toString() {
            return phrases.isEmpty() ? "anything of the kind" : String.join(", ", phrases);
        }
    }
}
