package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Element;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.CoefficientProof;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// B3 and F5: a dealer chooses its constant as a difference, so that the key is one it knows alone.
class B3Test {
    private static final PartyId ROGUE = new PartyId(3);

    @Test
    void rogueConstant_withoutItsLogarithm_namesTheDealer() {
        var cases = 0;
        for (var scheme : Scheme.values())
            try (var home = SecretMemory.open()) {
                var trial = TrialCeremony.generate("2 of (a, b, c)", scheme, home, 1);
                for (var proof : proofsToTry(trial)) {
                    var honest = trial.openingOf(ROGUE);
                    var rogue =
                            CheatingDealer.constants(honest, List.of(new Opening.Proven(rogueConstant(trial), proof)));
                    var outcomes =
                            trial.network().meddle(trial.opens(ROGUE, rogue)).run();
                    Outcomes.assertBlamed(
                            outcomes, Outcomes.honest(trial.plan().parties(), ROGUE), Fault.BAD_PROOF, ROGUE);
                    cases++;
                }
            }
        assertThat(cases).isEqualTo(4 * 3);
    }

    @Test
    void rogueConstant_chosenAfterTheOthersOpened_fitsNoCommitment() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            var rogue = CheatingDealer.constants(
                    trial.openingOf(ROGUE),
                    List.of(new Opening.Proven(
                            rogueConstant(trial), proofsToTry(trial).getFirst())));
            var dealer = new CheatingDealer(trial, ROGUE);
            var outcomes = trial.network()
                    .meddle(dealer.says(
                            CeremonyMessage.Open.class, open -> new CeremonyMessage.Open(open.session(), rogue)))
                    .run();
            Outcomes.assertBlamed(outcomes, Outcomes.honest(trial.plan().parties(), ROGUE), Fault.BAD_OPENING, ROGUE);
        }
    }

    /// X* − Σ of the others' constants.
    private static tallystick.crypto.curve.Point rogueConstant(TrialCeremony trial) {
        var wanted = trial.plan().group().scalar(4711).timesGenerator();
        Element others = trial.plan().group().identity();
        for (var dealer : Outcomes.honest(trial.plan().dealers(), ROGUE))
            others = others.plus(trial.openingOf(dealer).constants().getFirst().point());
        return wanted.minus(others).orThrow("a difference of unrelated points");
    }

    private static List<CoefficientProof> proofsToTry(TrialCeremony trial) {
        var group = trial.plan().group();
        var own = trial.openingOf(ROGUE).constants().getFirst().proof();
        var anothers = trial.openingOf(new PartyId(1)).constants().getFirst().proof();
        return List.of(own, anothers, new CoefficientProof(group.generator(), group.scalar(0)));
    }
}
