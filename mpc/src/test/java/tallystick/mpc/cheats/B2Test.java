package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Opening;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// B2, also F12 for generate: a dealer raises or lowers a gate's degree, so that the agreed set cannot sign or fewer
/// can.
class B2Test {
    private static final String TREE = "all(risk, 2 of (a, b, c))";
    private static final PartyId CHEATER = new PartyId(2);

    @Test
    void coefficientsMoreOrFewer_atEveryGate_nameTheDealer() {
        var cases = 0;
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate(TREE, Scheme.FROST_ED25519, home, 1);
            var dealer = new CheatingDealer(trial, CHEATER);
            var honest = trial.openingOf(CHEATER);
            for (var gate : trial.plan().tree().gates()) {
                var length = gate.minChildren() - 1;
                var extra = dealer.known(77, gate.index(), length + 1);
                var changes = List.of(
                        CheatingDealer.row(honest, gate.index(), row -> append(row, extra)),
                        CheatingDealer.row(honest, gate.index(), row -> row.subList(0, row.size() - 1)),
                        CheatingDealer.row(honest, gate.index(), _ -> List.of()));
                for (var changed : changes) {
                    assertWrongCount(trial, changed);
                    cases++;
                }
            }
        }
        assertThat(cases).isEqualTo(6);
    }

    @Test
    void rowsMoreOrFewer_nameTheDealer() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate(TREE, Scheme.FROST_SECP256K1, home, 2);
            var honest = trial.openingOf(CHEATER);
            var more = new ArrayList<>(honest.rows());
            more.add(List.of());
            assertWrongCount(trial, new Opening(honest.constants(), more, honest.contribution()));
            var fewer = honest.rows().subList(0, 1);
            assertWrongCount(trial, new Opening(honest.constants(), fewer, honest.contribution()));
            assertWrongCount(trial, new Opening(honest.constants(), List.of(), honest.contribution()));
        }
    }

    @Test
    void constantsNoneOrTwo_onGenerate_nameTheDealer() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate(TREE, Scheme.FROST_BIP340, home, 3);
            var honest = trial.openingOf(CHEATER);
            assertWrongCount(trial, CheatingDealer.constants(honest, List.of()));
            var twice = append(honest.constants(), honest.constants().getFirst());
            assertWrongCount(trial, CheatingDealer.constants(honest, twice));
        }
    }

    private static void assertWrongCount(TrialCeremony trial, Opening changed) {
        var outcomes = trial.network().meddle(trial.opens(CHEATER, changed)).run();
        var honest = Outcomes.honest(trial.plan().parties(), CHEATER);
        Outcomes.assertBlamed(outcomes, honest, Fault.WRONG_COUNT, CHEATER);
    }

    private static List<Opening.Proven> append(List<Opening.Proven> row, Opening.Proven extra) {
        var longer = new ArrayList<>(row);
        longer.add(extra);
        return longer;
    }
}
