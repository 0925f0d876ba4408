package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.SecretScalar;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.CoefficientProof;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// An old member deals something else than its additive share, so that the new committee would hold another key.
@DisplayName("C5 reshare with the public key changed")
class C5Test {
    private static final PartyId LEAVER = new PartyId(4);

    @Test
    void otherConstant_withAGoodProof_isRefusedByJoinersAndOldMembersAlike() {
        var cases = 0;
        for (var scheme : Scheme.values())
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var trial = reshare(dealt);
                assertThat(trial.plan().nameOf(LEAVER)).isEqualTo("b");
                var honest = trial.openingOf(LEAVER);
                var dealer = new CheatingDealer(trial, LEAVER);
                for (var constant : List.of(
                        dealer.known(5, 0, 0), leafWithoutCoefficient(trial, dealt), ofAnotherSet(trial, dealt))) {
                    var changed = CheatingDealer.constants(honest, List.of(constant));
                    var outcomes =
                            trial.network().meddle(trial.opens(LEAVER, changed)).run();
                    var others = Outcomes.honest(trial.plan().parties(), LEAVER);
                    assertThat(others).hasSize(3);
                    Outcomes.assertBlamed(outcomes, others, Fault.WRONG_CONSTANT, LEAVER);
                    cases++;
                }
            }
        assertThat(cases).isEqualTo(4 * 3);
    }

    @Test
    void noConstant_namesTheDealer() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var trial = reshare(dealt);
            var changed = CheatingDealer.constants(trial.openingOf(LEAVER), List.of());
            var outcomes = trial.network().meddle(trial.opens(LEAVER, changed)).run();
            Outcomes.assertBlamed(outcomes, Outcomes.honest(trial.plan().parties(), LEAVER), Fault.WRONG_COUNT, LEAVER);
        }
    }

    @Test
    void dealersOfAnotherTree_areRefusedAtOnce() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var foreign = TrialCeremony.tree("2 of (a, b)").qualify(List.of(new PartyId(1), new PartyId(2)));
            assertThatThrownBy(() -> CeremonyPlan.reshare(
                            dealt.key(), foreign.orThrow(), dealt.key().tree(), TrialCeremony.terms(1)))
                    .hasMessage("dealers of another tree than the base key's");
        }
    }

    /// The dealer's bare leaf share, not multiplied by its coefficient.
    private static Opening.Proven leafWithoutCoefficient(TrialCeremony trial, DealtKey dealt) {
        var leaf = dealt.share(2).leaves().firstEntry().getValue();
        return prove(trial, leaf);
    }

    /// The additive share for another signing set.
    private static Opening.Proven ofAnotherSet(TrialCeremony trial, DealtKey dealt) {
        try (var additive = dealt.share(2).additiveShare(dealt.set(2, 3))) {
            return prove(trial, additive);
        }
    }

    private static Opening.Proven prove(TrialCeremony trial, SecretScalar secret) {
        var point = secret.timesGenerator().orThrow("a share");
        var place = new CoefficientProof.Place(trial.plan().sessionId(), LEAVER, 0, 0);
        return new Opening.Proven(
                point, CoefficientProof.prove(place, secret, point, DealtKey.entropy(3), trial.home()));
    }

    private static TrialCeremony reshare(DealtKey dealt) {
        return TrialCeremony.of(
                CeremonyPlan.reshare(
                        dealt.key(), dealt.set(1, 2), TrialCeremony.tree("2 of (a, x, y)"), TrialCeremony.terms(1)),
                TrialKeys.shares(dealt),
                dealt.home(),
                2);
    }
}
