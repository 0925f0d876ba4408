package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyParty;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.kit.TrialOccasions;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// A party brings shares of another epoch or key than its peers.
@DisplayName("A6 run not tied to key and epoch")
class A6CeremonyTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void plansOnAnotherEpochKeyAttemptOrTree_areFoundOutBeforeTheRun() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1);
                var later = dealt.refreshed(2);
                var another = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 3)) {
            var here = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1));
            var others = List.of(
                    CeremonyPlan.refresh(later.key(), TrialCeremony.terms(1)),
                    CeremonyPlan.refresh(another.key(), TrialCeremony.terms(1)),
                    CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(2)),
                    CeremonyPlan.reshare(
                            dealt.key(), dealt.set(1, 2), dealt.key().tree(), TrialCeremony.terms(1)),
                    CeremonyPlan.generate(Scheme.FROST_BIP340, dealt.key().tree(), TrialCeremony.terms(1)));
            for (var there : others) {
                var outcomes = Network.ofRuns(List.of(agreement(ONE, here), agreement(TWO, there)))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.SETUP_MISMATCH);
            }
            var same = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1));
            Outcomes.assertFinished(Network.ofRuns(List.of(agreement(ONE, here), agreement(TWO, same)))
                    .run());
        }
    }

    @Test
    void partiesOfDifferentEpochs_neverHearEachOther() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1);
                var later = dealt.refreshed(2)) {
            var here = TrialCeremony.of(
                    CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)),
                    TrialKeys.shares(dealt),
                    dealt.home(),
                    5);
            var there = TrialCeremony.of(
                    CeremonyPlan.refresh(later.key(), TrialCeremony.terms(1)),
                    TrialKeys.shares(later),
                    later.home(),
                    5);
            var runs = List.of(
                    Run.unechoed(new Ceremony(here.plan(), here.party(ONE))),
                    Run.unechoed(new Ceremony(here.plan(), here.party(TWO))),
                    Run.unechoed(new Ceremony(there.plan(), there.party(new PartyId(3)))));
            var outcomes = Network.ofRuns(runs).run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.ABSENT, new PartyId(3));
            Outcomes.assertBlamed(outcomes, List.of(new PartyId(3)), Fault.ABSENT, ONE, TWO);
        }
    }

    @Test
    void shareOfAnotherEpochKeyOrParty_isRefusedAtOnce() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_SECP256K1, 1);
                var later = dealt.refreshed(2);
                var home = SecretMemory.open()) {
            var trial = TrialCeremony.of(
                    CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1)), TrialKeys.shares(dealt), home, 5);
            var good = trial.party(ONE);
            assertThatThrownBy(() -> new Ceremony(trial.plan(), with(good, Optional.of(later.share(1)))))
                    .hasMessage("share of epoch 2 is not of the base key, epoch 1");
            assertThatThrownBy(() -> new Ceremony(trial.plan(), with(good, Optional.of(dealt.share(2)))))
                    .hasMessage("share of party 2, not of party 1");
            assertThatThrownBy(() -> new Ceremony(trial.plan(), with(good, Optional.empty())))
                    .hasMessage("party 1 brings no share of the base key");
        }
    }

    @Test
    void everyPartOfThePlan_isInTheSessionId() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_SECP256K1, 1)) {
            var plan = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(1));
            var fresh = new TreeMap<PartyId, Bytes>();
            for (var party : plan.parties())
                fresh.put(party, TrialCeremony.digest("f", party.value()).bytes());
            var id = plan.agreed(fresh).sessionId();
            assertThat(plan.agreed(fresh).sessionId()).isEqualTo(id);
            for (var party : plan.parties()) {
                var other = new TreeMap<>(fresh);
                other.put(party, TrialCeremony.digest("g", party.value()).bytes());
                assertThat(plan.agreed(other).sessionId()).isNotEqualTo(id);
            }
            var moved = CeremonyPlan.refresh(dealt.key(), TrialCeremony.terms(2));
            assertThat(moved.agreed(fresh).sessionId()).isNotEqualTo(id);
        }
    }

    private static Run<SortedMap<PartyId, Bytes>> agreement(PartyId self, CeremonyPlan plan) {
        return Run.unechoed(Agreement.of(
                TrialCeremony.digest("occasion", 1),
                self,
                List.of(ONE, TWO),
                plan.setup(),
                TrialCeremony.digest("fresh", self.value()).bytes(),
                new TrialOccasions()));
    }

    private static CeremonyParty with(CeremonyParty party, Optional<KeyShare> share) {
        return new CeremonyParty(
                party.self(),
                party.identity(),
                party.roster(),
                share,
                party.occasions(),
                party.entropy(),
                party.home());
    }
}
