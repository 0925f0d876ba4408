package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import tallystick.core.chain.Asset;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Lookup;
import tallystick.core.policy.Bounds;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Quantity;

/// How much something is, in the unit that a rule counts in. Exact: nothing is ever rounded.
sealed interface Worth {
    /// So much.
    record Some(BigDecimal value) implements Worth {}

    /// More than any number.
    record Unlimited() implements Worth {}

    /// It moves nothing.
    record Nothing() implements Worth {}

    /// Nobody knows.
    ///
    /// @param why a lower-case phrase
    record Unknown(String why) implements Worth {}

    /// @spec docs/spec/policy.md#PO-7 policy
    static Worth of(Leg leg, Criterion.Unit unit, Scene scene) {
        if (leg.asset().isEmpty() || leg.amount().isEmpty())
            return leg.isDecoded() ? new Nothing() : new Unknown("what it moves could not be read");
        return switch (leg.amount().get()) {
            case Quantity.Unlimited _ -> new Unlimited();
            case Quantity.Exactly(var units) ->
                of(new BigDecimal(units), leg.asset().get(), leg.decimals(), unit, scene);
        };
    }

    /// So many base units of an asset.
    static Worth of(BigDecimal units, Asset asset, OptionalInt decimals, Criterion.Unit unit, Scene scene) {
        if (unit instanceof Criterion.Unit.Base) return new Some(units);
        if (units.signum() == 0) return new Some(BigDecimal.ZERO);
        if (decimals.isEmpty()) return new Unknown("nobody knows how the asset is counted");
        var whole = units.movePointLeft(decimals.getAsInt());
        return switch (unit) {
            case Criterion.Unit.Base _, Criterion.Unit.Whole _ -> new Some(whole);
            case Criterion.Unit.Fiat(var currency, var ageMax) ->
                switch (scene.consulted().price(asset, currency)) {
                    case Lookup.Known<Claim.Price>(var price, var at, var _, var _) ->
                        isFresh(at, ageMax, scene.now())
                                ? new Some(whole.multiply(price.price()))
                                : new Unknown("the price is too old");
                    case Lookup<Claim.Price> nothing ->
                        new Unknown(
                                nothing instanceof Lookup.Expired<Claim.Price>
                                        ? "the price expired"
                                        : "the price is missing");
                };
        };
    }

    private static boolean isFresh(Instant at, Optional<Duration> ageMax, Instant now) {
        return ageMax.isEmpty() || !at.isBefore(now.minus(ageMax.get()));
    }

    /// Both together. What nobody knows stays unknown, whatever is added.
    default Worth plus(Worth other) {
        if (this instanceof Unknown || other instanceof Nothing) return this;
        if (other instanceof Unknown || this instanceof Nothing) return other;
        return this instanceof Some(var left) && other instanceof Some(var right)
                ? new Some(left.add(right))
                : new Unlimited();
    }

    /// Whether it is within bounds.
    default Finding within(Bounds bounds) {
        return switch (this) {
            case Some(var value) ->
                Finding.of(
                        bounds.holds(value),
                        bounds.max().filter(max -> value.compareTo(max) > 0).isPresent()
                                ? "it is too much"
                                : "it is too little");
            case Unlimited() -> Finding.of(bounds.holdsAnyAmount(), "it is unlimited");
            case Nothing() -> new Finding.Unmet("it moves nothing");
            case Unknown(var why) -> new Finding.Erring(why);
        };
    }
}
