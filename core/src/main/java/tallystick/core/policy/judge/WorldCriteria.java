package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.util.Optional;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Lookup;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Quantity;

/// Criteria that ask the clock, the chain's own terms, the past, or what somebody established.
final class WorldCriteria {
    private WorldCriteria() {}

    static Finding time(Criterion.AtTime asked, Scene scene) {
        var isWithin =
                asked.window().holds(scene.now(), scene.holidays(asked.window().calendar()));
        return Finding.of(
                isWithin != asked.isOutside(), isWithin ? "it is within these hours" : "it is outside these hours");
    }

    static Finding utxo(Criterion.OfUtxo asked, Scene scene) {
        if (scene.matter().coins().isEmpty()) return new Finding.Unmet("no transaction of coins");
        var coins = scene.matter().coins().get();
        if (asked.inputs()
                .filter(bounds -> !bounds.holds(BigDecimal.valueOf(coins.inputs())))
                .isPresent()) return new Finding.Unmet("another number of inputs");
        if (asked.feeRate().filter(bounds -> !bounds.holds(coins.feeRate())).isPresent())
            return new Finding.Unmet("another rate of the fee");
        return Finding.of(
                asked.isChange().isEmpty() || asked.isChange().get() == coins.isChange(),
                coins.isChange() ? "something comes back" : "nothing comes back");
    }

    static Finding solana(Criterion.OfSolana asked, Scene scene) {
        if (scene.matter().solana().isEmpty()) return new Finding.Unmet("no transaction of Solana");
        var solana = scene.matter().solana().get();
        if (asked.isDurable().filter(value -> value != solana.isDurable()).isPresent())
            return new Finding.Unmet(solana.isDurable() ? "it waits under a durable nonce" : "it expires");
        if (asked.programsNotIn().isEmpty()) return new Finding.Met();
        var held = solana.programs().stream()
                .map(each -> scene.held(asked.programsNotIn(), each))
                .toList();
        if (!held.contains(Scene.Held.NO) && held.contains(Scene.Held.BLOCKED))
            return new Finding.Erring("a program is blocked");
        return Finding.of(held.contains(Scene.Held.NO), "every program is in one of the lists");
    }

    static Finding warnings(Criterion.Warned asked, Scene scene) {
        return Finding.of(
                scene.matter().warnings().stream()
                        .anyMatch(each -> asked.codes().contains(each.code())),
                "none of these warnings was given");
    }

    /// @spec docs/spec/policy.md#PO-6 policy
    static Finding duplicate(Criterion.IsDuplicate asked, Leg leg, Scene scene) {
        if (leg.destination().isEmpty()
                || leg.asset().isEmpty()
                || !(leg.amount().orElse(null) instanceof Quantity.Exactly(var units)))
            return LegCriteria.unread(leg, "no payment");
        var payment = new Past.Payment(
                scene.matter().asked().intent(),
                scene.now(),
                leg.destination().get(),
                leg.asset().get(),
                units,
                scene.matter().slot());
        var found = scene.consulted().duplicate(payment, asked.within());
        return Finding.of(found.isPresent(), "no such payment was made a short while ago");
    }

    static Finding counterparty(Criterion.OfCounterparty asked, Leg leg, Scene scene) {
        if (leg.destination().isEmpty()) return new Finding.Unmet("it reaches nobody");
        var account = leg.destination().get();
        Optional<Finding> erring = Optional.empty();
        if (asked.codeAgeMin().isPresent() || asked.codeAgeMax().isPresent()) {
            var finding =
                    switch (scene.consulted().code(account)) {
                        case Lookup.Known<Claim.Code>(var code, var _, var _, var _) -> {
                            var since = code.since();
                            // Told from now back: whoever says since when may name the end of the calendar.
                            var isOld = asked.codeAgeMin()
                                    .filter(age -> since.isAfter(scene.now().minus(age)))
                                    .isEmpty();
                            var isYoung = asked.codeAgeMax()
                                    .filter(age -> !since.isAfter(scene.now().minus(age)))
                                    .isEmpty();
                            yield Finding.of(isOld && isYoung, "its code is of another age");
                        }
                        case Lookup<Claim.Code> nothing -> erring(nothing, "the age of its code");
                    };
            if (finding instanceof Finding.Unmet) return finding;
            if (finding instanceof Finding.Erring) erring = Optional.of(finding);
        }
        if (asked.risk().isPresent()) {
            var finding = risk(scene.consulted().risk(account), asked.risk(), "the destination's risk");
            if (finding instanceof Finding.Unmet) return finding;
            if (finding instanceof Finding.Erring) erring = Optional.of(finding);
        }
        if (asked.isScreened().isPresent()) {
            var finding =
                    switch (scene.consulted().screening(account)) {
                        case Lookup.Known<Claim.Screening>(var screening, var _, var _, var _) -> {
                            var isClear = screening.lists().isEmpty();
                            yield Finding.of(
                                    asked.isScreened().get() == isClear,
                                    isClear ? "no list names the destination" : "a list names the destination");
                        }
                        case Lookup<Claim.Screening> nothing -> erring(nothing, "the screening of the destination");
                    };
            if (finding instanceof Finding.Unmet) return finding;
            if (finding instanceof Finding.Erring) erring = Optional.of(finding);
        }
        return erring.orElse(new Finding.Met());
    }

    private static Finding risk(Lookup<Claim.Risk> fact, Optional<tallystick.core.policy.Bounds> asked, String what) {
        return switch (fact) {
            case Lookup.Known<Claim.Risk>(var risk, var _, var _, var _) ->
                Finding.of(
                        asked.filter(bounds -> !bounds.holds(BigDecimal.valueOf(risk.score())))
                                .isEmpty(),
                        what + " is higher or lower");
            case Lookup<Claim.Risk> nothing -> erring(nothing, what);
        };
    }

    static Finding risk(Criterion.AtRisk asked, Scene scene) {
        var fact = scene.consulted().risk(scene.matter().asked().intent());
        var finding = risk(fact, asked.score(), "the risk");
        if (!(finding instanceof Finding.Met) || asked.reasons().isEmpty()) return finding;
        return Finding.of(
                fact instanceof Lookup.Known<Claim.Risk>(var risk, var _, var _, var _)
                        && risk.reasons().stream().anyMatch(asked.reasons()::contains),
                "the risk has other reasons");
    }

    static Finding simulation(Criterion.Simulated asked, Scene scene) {
        return switch (scene.consulted().changes(scene.matter().digests())) {
            case Lookup.Known<Claim.Changes>(var seen, var _, var _, var _) ->
                Finding.of(seen.changes().stream().anyMatch(asked.changes()::contains), "nothing of this changed");
            case Lookup<Claim.Changes> nothing -> erring(nothing, "what it changes");
        };
    }

    static Finding facts(Criterion.Established asked, Leg leg, Scene scene) {
        Finding all = new Finding.Met();
        for (var kind : asked.facts()) {
            var finding = established(kind, leg, scene);
            if (finding instanceof Finding.Unmet) return finding;
            if (finding instanceof Finding.Erring) all = finding;
        }
        return all;
    }

    /// Whether one thing is established of one leg.
    static Finding established(FactKind kind, Leg leg, Scene scene) {
        var consulted = scene.consulted();
        var intent = scene.matter().asked().intent();
        return switch (kind) {
            case SCREENING ->
                leg.destination().isEmpty()
                        ? new Finding.Met()
                        : screened(consulted.screening(leg.destination().get()));
            case SIMULATION -> known(consulted.changes(scene.matter().digests()), "a simulation");
            case TRAVEL_RULE -> known(consulted.travelRule(intent), "word of the provider");
            case SOURCE_EVENT -> known(consulted.sourceEvent(intent), "word of the source event");
        };
    }

    private static Finding screened(Lookup<Claim.Screening> fact) {
        return switch (fact) {
            case Lookup.Known<Claim.Screening>(var screening, var _, var _, var _) ->
                Finding.of(screening.lists().isEmpty(), "a list names the destination");
            case Lookup<Claim.Screening> nothing -> erring(nothing, "a screening");
        };
    }

    private static Finding known(Lookup<?> fact, String what) {
        return fact instanceof Lookup.Known<?> ? new Finding.Met() : erring(fact, what);
    }

    private static Finding erring(Lookup<?> nothing, String what) {
        return new Finding.Erring(what + (nothing instanceof Lookup.Expired<?> ? " expired" : " is missing"));
    }
}
