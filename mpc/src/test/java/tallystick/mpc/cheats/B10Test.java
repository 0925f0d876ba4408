package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Point;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// A peer's public parameter is a trivial value. The attacks of this name are on Paillier, which is not used; their
/// class is: every parameter a peer contributes comes with a proof that covers trivial values too.
@DisplayName("B10 trivial values of public parameters")
class B10Test {
    private static final PartyId CHEATER = new PartyId(2);

    @Test
    void trivialPoint_inEveryPlace_failsItsProof() {
        var cases = 0;
        for (var scheme : Scheme.values())
            try (var home = SecretMemory.open()) {
                var trial = TrialCeremony.generate("2 of (a, b, 2 of (c, d))", scheme, home, 1);
                var honest = trial.openingOf(CHEATER);
                var generator = trial.plan().group().generator();
                var own = honest.constants().getFirst().point();
                for (var point : List.of(generator, generator.negate(), own.negate(), doubled(own))) {
                    assertBadProof(
                            trial,
                            CheatingDealer.constants(
                                    honest,
                                    List.of(CheatingDealer.claim(point)
                                            .apply(honest.constants().getFirst()))));
                    for (var row = 0; row < 2; row++)
                        assertBadProof(
                                trial,
                                CheatingDealer.row(honest, row, CheatingDealer.entry(0, CheatingDealer.claim(point))));
                    cases += 3;
                }
            }
        assertThat(cases).isEqualTo(4 * 4 * 3);
    }

    private static Point doubled(Point point) {
        return point.plus(point).orThrow("the order is odd");
    }

    private static void assertBadProof(TrialCeremony trial, Opening changed) {
        var outcomes = trial.network().meddle(trial.opens(CHEATER, changed)).run();
        Outcomes.assertBlamed(outcomes, Outcomes.honest(trial.plan().parties(), CHEATER), Fault.BAD_PROOF, CHEATER);
    }
}
