package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Optional;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Limit;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;

/// Which count a leg goes to, and how much of it.
final class LimitKeys {
    private LimitKeys() {}

    /// @spec docs/spec/policy.md#PO-8 policy
    static CounterKey key(RuleName rule, Limit limit, Matter matter, Leg leg) {
        var values = new ArrayList<String>();
        for (var per : limit.per())
            values.add(per.name().toLowerCase(java.util.Locale.ROOT) + "=" + value(per, matter, leg));
        // Base units of different assets are different things.
        if (limit.measure() instanceof Limit.Measure.BaseUnits && !limit.per().contains(Limit.Per.ASSET))
            values.add("asset=" + value(Limit.Per.ASSET, matter, leg));
        return new CounterKey(rule.policy(), rule.rule(), values);
    }

    private static String value(Limit.Per per, Matter matter, Leg leg) {
        var asked = matter.asked();
        return switch (per) {
            case SOURCE -> asked.source().place().toString();
            case VAULT -> {
                var place = asked.source().place();
                yield new tallystick.core.policy.Scope(place.org(), place.workspace(), place.vault(), Optional.empty())
                        .toString();
            }
            case DESTINATION -> leg.destination().map(Object::toString).orElse("none");
            case INITIATOR -> asked.initiator().person().name();
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
