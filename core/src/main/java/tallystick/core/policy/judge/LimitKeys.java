package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import tallystick.core.approval.Voices;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Scope;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;

/// Which counts one leg goes to, and how much of it.
///
/// **Threads** one.
final class LimitKeys {
    private final Matter matter;
    private final Leg leg;
    private final Voices voices;
    private final Map<By, List<String>> values = new HashMap<>();

    /// What counts are apart by.
    private record By(NavigableSet<Limit.Per> per, boolean isOfUnits) {}

    /// @param voices who is behind an account
    LimitKeys(Matter matter, Leg leg, Voices voices) {
        this.matter = matter;
        this.leg = leg;
        this.voices = voices;
    }

    /// @spec docs/spec/policy.md#PO-8 policy
    CounterKey key(RuleName rule, Limit limit) {
        var by = new By(limit.per(), limit.measure() instanceof Limit.Measure.BaseUnits);
        return new CounterKey(rule.policy(), rule.rule(), values.computeIfAbsent(by, this::values));
    }

    private List<String> values(By by) {
        var all = new ArrayList<String>();
        for (var per : by.per()) all.add(per.name().toLowerCase(Locale.ROOT) + "=" + value(per));
        // Base units of different assets are different things.
        if (by.isOfUnits() && !by.per().contains(Limit.Per.ASSET)) all.add("asset=" + value(Limit.Per.ASSET));
        return List.copyOf(all);
    }

    private String value(Limit.Per per) {
        var asked = matter.asked();
        return switch (per) {
            case SOURCE -> asked.source().place().toString();
            case VAULT -> {
                var place = asked.source().place();
                yield new Scope(place.org(), place.workspace(), place.vault(), Optional.empty()).toString();
            }
            case DESTINATION -> leg.destination().map(Object::toString).orElse("none");
            case INITIATOR -> voices.behind(asked.initiator().person());
            case ASSET -> leg.asset().map(Object::toString).orElse("none");
            case CHAIN -> matter.chain().map(Object::toString).orElse("none");
        };
    }

    static Worth worth(Limit.Measure measure, Leg leg, Asking asking) {
        return switch (measure) {
            case Limit.Measure.Count _ -> new Worth.Some(BigDecimal.ONE);
            case Limit.Measure.BaseUnits _ -> asking.worth(leg, new Criterion.Unit.Base());
            case Limit.Measure.Fiat(var currency, var priceAgeMax) ->
                asking.worth(leg, new Criterion.Unit.Fiat(currency, priceAgeMax));
        };
    }
}
