package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.Repair;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.kit.TrialOccasions;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

class CeremonyPlanTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    private static CeremonyParty bringing(TrialCeremony trial, PartyId self, Optional<KeyShare> share) {
        return new CeremonyParty(
                self, trial.identity(ONE), trial.roll(), share, new TrialOccasions(), trial.entropy(ONE), trial.home());
    }

    private static TrialCeremony repair(DealtKey dealt) {
        var plan = CeremonyPlan.repair(dealt.key(), THREE, List.of(ONE, TWO), TrialCeremony.terms(1));
        return TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 1);
    }

    @Test
    void party_thatDoesNotFitThePlan_isRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var later = dealt.refreshed(2)) {
            var refresh = TrialCeremony.of(
                    CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)),
                    TrialKeys.shares(dealt),
                    dealt.home(),
                    1);
            var repair = repair(dealt);
            for (var trial : List.of(refresh, repair)) {
                assertRefused(
                        trial, bringing(trial, new PartyId(9), Optional.of(dealt.share(1))), "no part in the plan");
                assertRefused(trial, bringing(trial, ONE, Optional.empty()), "brings no share");
                assertRefused(trial, bringing(trial, ONE, Optional.of(later.share(1))), "not of the base key");
                assertRefused(trial, bringing(trial, ONE, Optional.of(dealt.share(2))), "share of party 2");
            }
            dealt.share(1).close();
            for (var trial : List.of(refresh, repair))
                assertRefused(
                        trial, bringing(trial, ONE, Optional.of(dealt.share(1))), "the share of party 1 is closed");
        }
    }

    private static void assertRefused(TrialCeremony trial, CeremonyParty party, String why) {
        assertThatThrownBy(() -> {
                    var lost = trial.plan().lost();
                    var _ = lost.isPresent() ? new Repair(trial.plan(), party) : new Ceremony(trial.plan(), party);
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void partiesOfAReshare_areThoseOfItsPlan_andKnownBeforeItsTerms() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var other = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 2)) {
            var tree = QuorumTree.parse("2 of (c, d, a)").orThrow();
            var parties = CeremonyPlan.reshareParties(dealt.key(), dealt.set(2, 3), tree);
            var plan = CeremonyPlan.reshare(dealt.key(), dealt.set(2, 3), tree, TrialCeremony.terms(1));
            assertThat(List.copyOf(parties.keySet())).isEqualTo(plan.parties());
            assertThat(List.copyOf(parties.values())).containsExactly("c", "d", "a", "b");
            parties.forEach((party, name) -> assertThat(plan.nameOf(party)).isEqualTo(name));
            assertThatThrownBy(() -> CeremonyPlan.reshareParties(dealt.key(), other.set(1, 2), tree))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("dealers of another tree than the base key's");
        }
    }

    @Test
    void partyOutsideTheKey_isNotRepaired_norNamed() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var nobody = new PartyId(9);
            assertThatThrownBy(() ->
                            CeremonyPlan.repair(dealt.key(), nobody, List.of(ONE, TWO, THREE), TrialCeremony.terms(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("%s outside the quorum tree", nobody);
            var plan = repair(dealt).plan();
            for (var stranger : List.of(new PartyId(4), nobody))
                assertThatThrownBy(() -> plan.nameOf(stranger)).isInstanceOf(IllegalArgumentException.class);
            assertThat(plan.nameOf(THREE)).isEqualTo("c");
        }
    }

    @Test
    void freshBytesOfOthers_areRefused_andSaidWhose() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1));
            var bytes = TrialCeremony.digest("fresh", 1).bytes();
            var others = new TreeMap<>(Map.of(ONE, bytes, TWO, bytes, new PartyId(9), bytes));
            assertThatThrownBy(() -> plan.agreed(others))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("fresh bytes of %s, not of %s", others.keySet(), List.of(ONE, TWO, THREE));
        }
    }

    @Test
    void onlyCommitments_areEchoed() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var trial = repair(dealt);
            var repair = new Repair(trial.plan(), trial.party(ONE));
            var refresh = TrialCeremony.of(
                    CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)),
                    TrialKeys.shares(dealt),
                    dealt.home(),
                    1);
            var ceremony = new Ceremony(refresh.plan(), refresh.party(ONE));
            for (var round = 1; round <= 4; round++) {
                assertThat(repair.echoes(round)).isEqualTo(round == 1);
                assertThat(ceremony.echoes(round)).isEqualTo(round == 1);
            }
        }
    }

    @Test
    void plans_areEqualWhereAllThatIsAgreedIs() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1));
            assertThat(plan)
                    .isEqualTo(CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)))
                    .hasSameHashCodeAs(CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)))
                    .isNotEqualTo(CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(2)))
                    .isNotEqualTo(repair(dealt).plan())
                    .isNotEqualTo(TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 1)
                            .plan());
        }
    }

    @Test
    void repair_stoppedInAnyRound_leavesNoSecretOpen() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var before = dealt.home().lentBytes();
            var rounds = 0;
            for (var round = 1; round <= 4; round++) {
                var last = round;
                var outcomes = repair(dealt)
                        .network()
                        .meddle(Meddler.where(
                                parcel -> parcel.from().equals(TWO) && parcel.round() >= last, _ -> List.of()))
                        .run();
                var blame = Outcomes.blameOf(outcomes, THREE);
                assertThat(blame.fault()).isEqualTo(Fault.ABSENT);
                assertThat(blame.culprits()).contains(TWO);
                outcomes.values().forEach(TrialCeremony::discard);
                assertThat(dealt.home().lentBytes()).as("round %d", round).isEqualTo(before);
                rounds++;
            }
            repair(dealt).network().run().values().forEach(TrialCeremony::discard);
            assertThat(dealt.home().lentBytes()).as("after a good one").isEqualTo(before);
            assertThat(rounds).isEqualTo(4);
        }
    }

    @Test
    void reshare_withALeaver_leavesNoSecretOpen_howeverItEnds() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var before = dealt.home().lentBytes();
            var stops = 0;
            for (var last = 1; last <= 5; last++) {
                var round = last;
                var trial = TrialCeremony.of(
                        CeremonyPlan.reshare(
                                dealt.key(),
                                dealt.set(1, 2),
                                TrialCeremony.tree("2 of (a, x, y)"),
                                TrialCeremony.terms(1)),
                        TrialKeys.shares(dealt),
                        dealt.home(),
                        2);
                var outcomes = trial.network()
                        .meddle(Meddler.where(
                                parcel -> parcel.from().equals(ONE) && parcel.round() >= round, _ -> List.of()))
                        .run();
                if (last <= 4) {
                    assertThat(Outcomes.blameOf(outcomes, TWO).fault()).isEqualTo(Fault.ABSENT);
                } else {
                    Outcomes.assertFinished(outcomes);
                }
                outcomes.values().forEach(TrialCeremony::discard);
                assertThat(dealt.home().lentBytes()).as("round %d", round).isEqualTo(before);
                stops++;
            }
            assertThat(stops).isEqualTo(5);
        }
    }
}
