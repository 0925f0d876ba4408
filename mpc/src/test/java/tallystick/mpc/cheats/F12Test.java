package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
import tallystick.mpc.session.PartyId;

/// In a FROST refresh one dealer deals for another number of signers than the key's. The number is the tree's and is
/// in no message, so there is nothing to change but the count of coefficients.
@DisplayName("F12 refresh with another number of signers")
class F12Test {
    private static final PartyId CHEATER = new PartyId(3);

    @Test
    void degreeForFewerOrMoreSigners_namesTheDealer_andTheTreeStays() {
        for (var scheme : List.of(Scheme.FROST_SECP256K1, Scheme.FROST_BIP340, Scheme.FROST_ED25519))
            try (var dealt = DealtKey.deal("3 of (a, b, c, d)", scheme, 1)) {
                var trial = TrialCeremony.of(
                        CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)),
                        TrialKeys.shares(dealt),
                        dealt.home(),
                        2);
                var honest = trial.openingOf(CHEATER);
                var dealer = new CheatingDealer(trial, CHEATER);
                var fewer = CheatingDealer.row(honest, 0, row -> row.subList(0, 1));
                var more = CheatingDealer.row(honest, 0, row -> {
                    var longer = new ArrayList<>(row);
                    longer.add(dealer.known(7, 0, 3));
                    return longer;
                });
                for (var changed : List.of(fewer, more)) {
                    var outcomes = trial.network()
                            .meddle(trial.opens(CHEATER, changed))
                            .run();
                    Outcomes.assertBlamed(
                            outcomes, Outcomes.honest(trial.plan().parties(), CHEATER), Fault.WRONG_COUNT, CHEATER);
                }
                assertThat(trial.run().get(CHEATER).key().tree())
                        .isEqualTo(dealt.key().tree());
            }
    }
}
