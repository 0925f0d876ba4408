package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

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

/// A dealer deviates a little in refresh after refresh and learns from which abort and which do not. Here every
/// deviation fails, whatever the secrets, and says nothing more than that.
@DisplayName("C2 lather, rinse, repeat")
class C2Test {
    private static final PartyId VICTIM = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);

    @Test
    void everyDeviation_inEveryRefresh_failsAlike_andSharesStayAsTheyWere() {
        var failures = 0;
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var group = dealt.key().group();
            var lent = dealt.home().lentBytes();
            for (var round = 0; round < 16; round++) {
                var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(round + 1));
                var trial = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 100 + round);
                var delta = group.scalar(round % 2 == 0 ? 1L << round : -(1L << round));
                var dealer = new CheatingDealer(trial, CHEATER);
                var outcomes = trial.network()
                        .meddle(dealer.addsToValues(VICTIM, delta, trial.openingOf(CHEATER)))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(VICTIM), Fault.BAD_EVALUATION, CHEATER);
                assertThat(Outcomes.blameOf(outcomes, VICTIM).detail())
                        .isEqualTo("a value that does not fit its commitments");
                assertThat(dealt.home().lentBytes()).isEqualTo(lent);
                failures++;
            }
            try (var one = dealt.share(1).additiveShare(dealt.set(1, 3));
                    var three = dealt.share(3).additiveShare(dealt.set(1, 3))) {
                assertThat(one.timesGenerator().plus(three.timesGenerator()))
                        .isEqualTo(dealt.key().point());
            }
        }
        assertThat(failures).isEqualTo(16);
    }
}
