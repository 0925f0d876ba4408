package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.CheatingDealer;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.kit.TrialOccasions;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// A refresh or reshare that silently changes how many must sign.
@DisplayName("C4 refresh or reshare changes the threshold")
class C4Test {
    private static final PartyId CHEATER = new PartyId(2);
    private static final List<PartyId> HONEST = List.of(new PartyId(1), new PartyId(3));

    @Test
    void refreshOfAnotherDegree_namesTheDealer() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var trial = TrialCeremony.of(
                    CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)),
                    TrialKeys.shares(dealt),
                    dealt.home(),
                    2);
            assertOtherDegreesRefused(trial);
        }
    }

    @Test
    void reshareOfAnotherDegree_namesTheDealer() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1)) {
            var trial = TrialCeremony.of(
                    CeremonyPlan.reshare(
                            dealt.key(), dealt.set(1, 2), TrialCeremony.tree("2 of (x, b, y)"), TrialCeremony.terms(1)),
                    TrialKeys.shares(dealt),
                    dealt.home(),
                    2);
            assertThat(trial.plan().dealers()).contains(CHEATER);
            assertOtherDegreesRefused(trial);
        }
    }

    @Test
    void treeOfAnotherThreshold_isFoundOutBeforeTheRun() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var agreed = reshare(dealt, "2 of (a, b, c)");
            var raised = reshare(dealt, "3 of (a, b, c)");
            var runs = List.of(agreement(1, agreed), agreement(2, raised), agreement(3, agreed));
            Outcomes.assertBlamed(Network.ofRuns(runs).run(), HONEST, Fault.SETUP_MISMATCH);
        }
    }

    private static void assertOtherDegreesRefused(TrialCeremony trial) {
        var dealer = new CheatingDealer(trial, CHEATER);
        var honest = trial.openingOf(CHEATER);
        var higher = CheatingDealer.row(honest, 0, row -> {
            var longer = new ArrayList<>(row);
            longer.add(dealer.known(9, 0, 2));
            return longer;
        });
        for (var changed : List.of(higher, CheatingDealer.row(honest, 0, _ -> List.of()))) {
            var outcomes = trial.network().meddle(trial.opens(CHEATER, changed)).run();
            var others = Outcomes.honest(trial.plan().parties(), CHEATER);
            Outcomes.assertBlamed(outcomes, others, Fault.WRONG_COUNT, CHEATER);
        }
    }

    private static CeremonyPlan reshare(DealtKey dealt, String tree) {
        return CeremonyPlan.reshare(dealt.key(), dealt.set(1, 2), TrialCeremony.tree(tree), TrialCeremony.terms(1));
    }

    private static Run<SortedMap<PartyId, Bytes>> agreement(int self, CeremonyPlan plan) {
        return Run.unechoed(Agreement.of(
                TrialCeremony.digest("occasion", 1),
                new PartyId(self),
                plan.parties(),
                plan.setup(),
                TrialCeremony.digest("fresh", self).bytes(),
                new TrialOccasions()));
    }
}
