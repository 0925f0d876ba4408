package tallystick.core.policy.json;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tallystick.core.policy.Bounds;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.TimeWindow;

/// Writes what a rule asks about.
final class MatchText {
    private MatchText() {}

    static void write(Canonical match, Criterion criterion) {
        var name = criterion.kind().field();
        switch (criterion) {
            case Criterion.IsDecoded(var value) -> match.put(name, value);
            case Criterion.Established(var facts) -> match.texts(name, facts);
            default -> match.put(name, object(criterion));
        }
    }

    private static Canonical object(Criterion criterion) {
        var to = new Canonical();
        switch (criterion) {
            case Criterion.ByInitiator asked -> initiator(to, asked);
            case Criterion.FromSource asked ->
                to.texts("workspaces", asked.workspaces())
                        .texts("vaults", asked.vaults())
                        .texts("wallets", asked.wallets())
                        .texts("tiers", asked.tiers())
                        .texts("tags", asked.tags())
                        .texts("chains", sorted(asked.chains()));
            case Criterion.ToDestination asked ->
                to.texts("in", asked.in())
                        .texts("notIn", asked.notIn())
                        .texts("kinds", asked.places())
                        .truth("lookAlike", asked.isLookAlike());
            case Criterion.OfAsset asked ->
                to.texts("in", asked.in())
                        .texts("notIn", asked.notIn())
                        .texts(
                                "is",
                                asked.assets().stream().map(Ids::text).sorted().toList())
                        .texts("class", asked.classes());
            case Criterion.OfCall asked -> call(to, asked);
            case Criterion.OfTyped asked -> {
                to.texts("primaryTypes", asked.primaryTypes()).texts("domains", asked.domains());
                arguments(to, "fields", asked.fields());
            }
            case Criterion.OfStatement asked -> {
                to.texts("kinds", asked.kinds());
                arguments(to, "fields", asked.fields());
            }
            case Criterion.OfAuthority asked ->
                to.texts("kinds", asked.authorities()).texts("turns", asked.turns());
            case Criterion.AtTime asked -> time(to, asked);
            case Criterion.OfUtxo asked -> utxo(to, asked);
            case Criterion.OfSolana asked ->
                to.truth("durableNonce", asked.isDurable()).texts("programsNotIn", asked.programsNotIn());
            case Criterion.Warned asked -> to.texts("codes", asked.codes());
            case Criterion.IsDuplicate asked -> to.put("within", asked.within().toString());
            case Criterion.OfCounterparty asked -> {
                to.text("codeAgeMin", asked.codeAgeMin()).text("codeAgeMax", asked.codeAgeMax());
                integers(to, "score", asked.risk());
                to.truth("screened", asked.isScreened());
            }
            case Criterion.OfFee(var unit, var bounds) -> amount(to, unit, bounds);
            case Criterion.AtRisk asked -> {
                integers(to, "score", asked.score());
                to.texts("reasons", asked.reasons());
            }
            case Criterion.Simulated asked -> to.texts("changes", asked.changes());
            case Criterion.OfAmount(var unit, var bounds) -> amount(to, unit, bounds);
            case Criterion.IsDecoded _, Criterion.Established _ ->
                throw new AssertionError("a criterion that is no object");
        }
        return to;
    }

    private static List<String> sorted(Collection<?> values) {
        return values.stream().map(Object::toString).sorted().toList();
    }

    private static void initiator(Canonical to, Criterion.ByInitiator asked) {
        to.texts("users", asked.users())
                .texts("groups", asked.groups())
                .texts("notGroups", asked.notGroups())
                .texts("roles", asked.roles())
                .texts("apiKeys", asked.apiKeys())
                .truth("service", asked.isService())
                .texts("ip", asked.ip().stream().map(Ids::text).sorted().toList())
                .text("authStrength", asked.strength())
                .text("sessionAgeMax", asked.sessionAgeMax());
    }

    private static void utxo(Canonical to, Criterion.OfUtxo asked) {
        integers(to, "inputs", asked.inputs());
        decimals(to, "feeRateMin", "feeRateMax", asked.feeRate());
        to.truth("change", asked.isChange());
    }

    private static void call(Canonical to, Criterion.OfCall asked) {
        to.text("operation", asked.operation())
                .texts("targetIn", asked.targetIn())
                .texts("targetNotIn", asked.targetNotIn())
                .texts("selectors", asked.selectors())
                .texts("signatures", asked.signatures());
        asked.depth().ifPresent(bounds -> {
            var depth = new Canonical();
            bounds.min().ifPresent(min -> depth.put("min", min.longValueExact()));
            bounds.max().ifPresent(max -> depth.put("max", max.longValueExact()));
            to.put("depth", depth);
        });
        decimals(to, "valueMin", "valueMax", asked.value());
        arguments(to, "args", asked.arguments());
    }

    private static void arguments(Canonical to, String name, List<Criterion.ArgumentMatch> arguments) {
        to.objects(
                name,
                arguments.stream()
                        .map(each -> {
                            var one = new Canonical()
                                    .put("name", each.name())
                                    .texts("is", each.is())
                                    .texts("in", each.in());
                            decimals(one, "min", "max", each.bounds());
                            return one;
                        })
                        .toList());
    }

    private static void time(Canonical to, Criterion.AtTime asked) {
        var window = asked.window();
        to.put("tz", window.zone().getId())
                .texts(
                        "days",
                        window.days().stream()
                                .map(day -> day.name().substring(0, 3))
                                .toList())
                .text("holidays", window.calendar());
        if (window.fromMinute() > 0 || window.toMinute() < TimeWindow.DAY)
            to.put("hours", clock(window.fromMinute()) + "-" + clock(window.toMinute()));
        if (asked.isOutside()) to.put("outside", true);
    }

    private static String clock(int minute) {
        return String.format(java.util.Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }

    private static void amount(Canonical to, Criterion.Unit unit, Bounds bounds) {
        switch (unit) {
            case Criterion.Unit.Fiat(var currency, var ageMax) ->
                to.put("fiat", currency).text("priceAgeMax", ageMax);
            case Criterion.Unit.Whole _ -> to.put("unit", "ASSET");
            case Criterion.Unit.Base _ -> to.put("unit", "BASE");
        }
        decimals(to, "min", "max", Optional.of(bounds));
    }

    private static void decimals(Canonical to, String min, String max, Optional<Bounds> bounds) {
        to.text(min, bounds.flatMap(Bounds::min).map(BigDecimal::toPlainString))
                .text(max, bounds.flatMap(Bounds::max).map(BigDecimal::toPlainString));
    }

    private static void integers(Canonical to, String name, Optional<Bounds> bounds) {
        bounds.flatMap(Bounds::min).ifPresent(min -> to.put(name + "Min", min.longValueExact()));
        bounds.flatMap(Bounds::max).ifPresent(max -> to.put(name + "Max", max.longValueExact()));
    }
}
