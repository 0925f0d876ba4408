package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CoefficientProof;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A dealer shows no real proof of possession of one of its coefficients, whichever it is.
@DisplayName("F5 missing proof of possession")
class F5Test {
    private static final PartyId CHEATER = new PartyId(1);

    @Test
    void proofSpoilt_atEveryCoefficient_namesTheDealer() {
        var cases = 0;
        for (var scheme : Scheme.values())
            try (var home = SecretMemory.open()) {
                var trial = TrialCeremony.generate("3 of (a, b, 2 of (c, d))", scheme, home, 1);
                var honest = trial.openingOf(CHEATER);
                for (var changed : List.of(
                        CheatingDealer.constants(
                                honest, List.of(unproven(honest.constants().getFirst()))),
                        CheatingDealer.row(honest, 0, CheatingDealer.entry(0, F5Test::unproven)),
                        CheatingDealer.row(honest, 0, CheatingDealer.entry(1, F5Test::unproven)),
                        CheatingDealer.row(honest, 1, CheatingDealer.entry(0, F5Test::unproven)))) {
                    var outcomes = trial.network()
                            .meddle(trial.opens(CHEATER, changed))
                            .run();
                    Outcomes.assertBlamed(
                            outcomes, Outcomes.honest(trial.plan().parties(), CHEATER), Fault.BAD_PROOF, CHEATER);
                    cases++;
                }
            }
        assertThat(cases).isEqualTo(4 * 4);
    }

    @Test
    void twoDealersWithoutProof_areBothNamed() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c, d)", Scheme.FROST_BIP340, home, 1);
            var second = new PartyId(3);
            var network = trial.network();
            for (var cheater : List.of(CHEATER, second)) {
                var honest = trial.openingOf(cheater);
                network.meddle(trial.opens(
                        cheater,
                        CheatingDealer.constants(
                                honest, List.of(unproven(honest.constants().getFirst())))));
            }
            Outcomes.assertBlamed(
                    network.run(), List.of(new PartyId(2), new PartyId(4)), Fault.BAD_PROOF, CHEATER, second);
        }
    }

    private static Opening.Proven unproven(Opening.Proven proven) {
        var group = proven.point().group();
        return new Opening.Proven(proven.point(), new CoefficientProof(group.generator(), group.scalar(1)));
    }
}
