package tallystick.core.policy.judge;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Lookup;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.when.Value;
import tallystick.core.policy.when.Variable;

/// What the names of conditions stand for on one leg.
///
/// **Why** found once, however many conditions name it: the groups of somebody are found by looking through all.
///
/// **Threads** one.
final class Answers {
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    private final Leg leg;
    private final Scene scene;
    private final Map<Variable, Optional<Value>> ofMatter;
    private final Map<Variable, Optional<Value>> ofLeg = new EnumMap<>(Variable.class);

    /// @param ofMatter what was found of names that stand for the same on all legs
    Answers(Leg leg, Scene scene, Map<Variable, Optional<Value>> ofMatter) {
        this.leg = leg;
        this.scene = scene;
        this.ofMatter = ofMatter;
    }

    /// @spec docs/spec/policy.md#PO-15 policy
    Optional<Value> find(Variable variable) {
        return (variable.isOfLeg() ? ofLeg : ofMatter).computeIfAbsent(variable, this::found);
    }

    private Optional<Value> found(Variable variable) {
        var matter = scene.matter();
        var asked = matter.asked();
        var place = asked.source().place();
        var initiator = asked.initiator();
        return switch (variable) {
            case TX_CHAIN -> text(matter.chain());
            case TX_DURABLE_NONCE ->
                truth(matter.solana().filter(each -> each.isDurable()).isPresent());
            case TX_FEE -> matter.fee().flatMap(fee -> amount(fee.amountMax()));
            case TX_GAS_MAX_FEE_WEI ->
                matter.fee()
                        .filter(fee -> fee.asset().chain().namespace().equals("eip155"))
                        .flatMap(fee -> amount(fee.amountMax()));
            case TX_INPUTS -> matter.coins().map(coins -> new Value.Whole(coins.inputs()));
            case TX_LEGS -> Optional.of(new Value.Whole(matter.legs().size()));
            case TX_REPLACEMENT -> truth(asked.isReplacement());
            case SOURCE_WORKSPACE -> text(place.workspace());
            case SOURCE_VAULT -> text(place.vault());
            case SOURCE_WALLET -> text(place.wallet());
            case SOURCE_TIER -> text(asked.source().tier());
            case SOURCE_TAGS -> texts(List.copyOf(asked.source().tags()));
            case INITIATOR_ID -> text(Optional.of(initiator.person()));
            case INITIATOR_GROUPS ->
                texts(scene.policy().groups().entrySet().stream()
                        .filter(group -> group.getValue().contains(initiator.person()))
                        .map(group -> group.getKey())
                        .toList());
            case INITIATOR_ROLES -> texts(List.copyOf(initiator.roles()));
            case INITIATOR_SERVICE -> truth(initiator.person().isService());
            case RISK_SCORE -> risk().map(risk -> new Value.Whole(risk.score()));
            case RISK_REASONS -> risk().flatMap(risk -> texts(risk.reasons()));
            case LEG_ACTIVITY,
                    LEG_AMOUNT,
                    LEG_ASSET,
                    LEG_DECODED,
                    LEG_DELEGATECALL,
                    LEG_DEPTH,
                    LEG_DESTINATION,
                    LEG_FUNCTION,
                    LEG_INTERNAL,
                    LEG_SELECTOR,
                    LEG_UNLIMITED,
                    LEG_VALUE -> ofLeg(variable);
        };
    }

    private Optional<Value> ofLeg(Variable variable) {
        return switch (variable) {
            case LEG_ACTIVITY -> text(Optional.of(leg.activity()));
            case LEG_AMOUNT ->
                switch (leg.amount().orElse(null)) {
                    case Quantity.Exactly(var units) -> amount(units);
                    case Quantity.Unlimited() -> amount(MOST);
                    case null -> leg.isDecoded() ? amount(BigInteger.ZERO) : Optional.empty();
                };
            case LEG_ASSET -> text(leg.asset());
            case LEG_DECODED -> truth(leg.isDecoded());
            case LEG_DELEGATECALL ->
                truth(leg.call()
                        .filter(call -> call.operation() == Effect.Operation.DELEGATECALL)
                        .isPresent());
            case LEG_DEPTH -> leg.call().map(call -> new Value.Whole(call.depth()));
            case LEG_DESTINATION -> text(leg.destination());
            case LEG_FUNCTION -> text(leg.call().flatMap(Leg.Code::function));
            case LEG_INTERNAL -> truth(leg.isInternal());
            case LEG_SELECTOR -> text(leg.call().flatMap(Leg.Code::selector));
            case LEG_UNLIMITED ->
                truth(leg.amount().filter(Quantity.Unlimited.class::isInstance).isPresent());
            case LEG_VALUE -> leg.call().flatMap(call -> amount(call.value()));
            default -> throw new AssertionError("a name that is not of a leg");
        };
    }

    private Optional<Claim.Risk> risk() {
        return scene.consulted().risk(scene.matter().asked().intent())
                        instanceof Lookup.Known<Claim.Risk>(var risk, var _, var _, var _)
                ? Optional.of(risk)
                : Optional.empty();
    }

    private static Optional<Value> truth(boolean value) {
        return Optional.of(new Value.Truth(value));
    }

    private static Optional<Value> text(Optional<?> value) {
        return Optional.of(new Value.Text(value.map(Object::toString).orElse("")));
    }

    private static Optional<Value> texts(List<String> values) {
        return Optional.of(new Value.Texts(values));
    }

    private static Optional<Value> amount(BigInteger units) {
        return units.bitLength() > 256 ? Optional.empty() : Optional.of(new Value.Amount(units));
    }
}
