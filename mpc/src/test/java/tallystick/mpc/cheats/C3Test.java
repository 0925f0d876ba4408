package tallystick.mpc.cheats;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;

/// A dealer moves the key in a refresh by a constant that is not zero.
@DisplayName("C3 non-zero constant in refresh")
class C3Test {
    private static final PartyId CHEATER = new PartyId(2);
    private static final List<PartyId> HONEST = List.of(new PartyId(1), new PartyId(3));

    @Test
    void constantSent_withAGoodProof_namesTheDealer() {
        for (var scheme : Scheme.values())
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var trial = refresh(dealt);
                var dealer = new CheatingDealer(trial, CHEATER);
                var changed = CheatingDealer.constants(trial.openingOf(CHEATER), List.of(dealer.known(5, 0, 0)));
                var outcomes =
                        trial.network().meddle(trial.opens(CHEATER, changed)).run();
                Outcomes.assertBlamed(outcomes, HONEST, Fault.WRONG_CONSTANT, CHEATER);
            }
    }

    @Test
    void identitySentAsConstant_isMalformed() {
        for (var scheme : List.of(Scheme.FROST_BIP340, Scheme.FROST_ED25519))
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var trial = refresh(dealt);
                var dealer = new CheatingDealer(trial, CHEATER);
                var changed = CheatingDealer.constants(trial.openingOf(CHEATER), List.of(dealer.known(5, 0, 0)));
                var identity = dealt.key().group().identity().encode();
                var outcomes = trial.network()
                        .meddle(trial.opens(CHEATER, changed))
                        .meddle(dealer.sends(
                                2, bytes -> CheatingDealer.overwrite(bytes, MessageHeader.LENGTH_BYTES + 2, identity)))
                        .run();
                Outcomes.assertBlamed(outcomes, HONEST, Fault.MALFORMED, CHEATER);
            }
    }

    @Test
    void valuesWithAnUndeclaredConstant_failTheirEquation() {
        for (var scheme : Scheme.values())
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var trial = refresh(dealt);
                var dealer = new CheatingDealer(trial, CHEATER);
                var five = dealt.key().group().scalar(5);
                var opening = trial.openingOf(CHEATER);
                var outcomes = trial.network()
                        .meddle(dealer.addsToValues(HONEST.getFirst(), five, opening))
                        .meddle(dealer.addsToValues(HONEST.getLast(), five, opening))
                        .run();
                Outcomes.assertBlamed(outcomes, HONEST, Fault.BAD_EVALUATION, CHEATER);
            }
    }

    private static TrialCeremony refresh(DealtKey dealt) {
        return TrialCeremony.of(
                CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)), TrialKeys.shares(dealt), dealt.home(), 2);
    }
}
