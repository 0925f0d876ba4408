package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Ceremony;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ceremony.Repair;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.kit.TrialKeys;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.State;
import tallystick.mpc.session.Step;

/// Ceremonies step by step, without a driver.
class CeremonyStepTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);

    @Test
    void messageOfAnotherKind_inEveryRoundOfADealing_namesItsSender() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            assertThat(swapInEveryRound(trial, new Ceremony(trial.plan(), trial.party(ONE))))
                    .isEqualTo(4);
            assertThat(home.lentBytes()).as("secrets left open").isZero();
        }
    }

    @Test
    void messageOfAnotherKind_inEveryRoundOfARepair_namesItsSender() {
        try (var dealt = DealtKey.deal("2 of (a, b, c, d)", Scheme.FROST_ED25519, 1)) {
            var plan = CeremonyPlan.repair(dealt.key(), new PartyId(3), List.of(ONE, CHEATER), TrialCeremony.terms(1));
            var trial = TrialCeremony.of(plan, TrialKeys.shares(dealt), dealt.home(), 2);
            assertThat(swapInEveryRound(trial, new Repair(trial.plan(), trial.party(ONE))))
                    .isEqualTo(4);
            assertThat(swapInEveryRound(trial, new Repair(trial.plan(), trial.party(new PartyId(3)))))
                    .isEqualTo(3);
        }
    }

    @Test
    void plan_withoutFreshBytesOrWithWrongOnes_isRefused() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_ED25519, home, 1);
            var proposal =
                    CeremonyPlan.generate(Scheme.FROST_ED25519, trial.plan().tree(), TrialCeremony.terms(1));
            assertThat(proposal.setup()).isEqualTo(trial.plan().setup());
            assertThatThrownBy(proposal::sessionId).hasMessage("plan without fresh bytes");
            var fresh = new TreeMap<PartyId, Bytes>();
            fresh.put(ONE, TrialCeremony.digest("f", 1).bytes());
            assertThatThrownBy(() -> proposal.agreed(fresh))
                    .hasMessage("fresh bytes of %s, not of %s", fresh.keySet(), proposal.parties());
            for (var party : proposal.parties()) fresh.put(party, Bytes.empty());
            assertThatThrownBy(() -> proposal.agreed(fresh)).hasMessage("fresh bytes not 32 each");
            assertThatThrownBy(() -> TrialCeremony.terms(0)).hasMessage("attempt 0 below 1");
            assertThatThrownBy(() -> new Repair(trial.plan(), trial.party(ONE)))
                    .hasMessage("plan of another kind than repair");
        }
    }

    @Test
    void planOfRepair_withBadHelpers_isRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1)) {
            assertThatThrownBy(() -> repair(dealt, 1, 1, 2)).hasMessage("party 1 among its own helpers");
            assertThatThrownBy(() -> repair(dealt, 1, 2, 9)).hasMessage("a helper outside the quorum tree");
            assertThatThrownBy(() -> repair(dealt, 1, 2)).hasMessage("1 helpers do not satisfy the tree");
            var trial = TrialCeremony.of(repair(dealt, 1, 2, 3), TrialKeys.shares(dealt), dealt.home(), 2);
            assertThatThrownBy(() -> new Ceremony(trial.plan(), trial.party(ONE)))
                    .hasMessage("a repair is its own protocol");
        }
    }

    @Test
    void reshare_numbersLeaversAfterTheNewTree() {
        try (var dealt = DealtKey.deal("2 of (a, b, c, d)", Scheme.FROST_ED25519, 1)) {
            var plan = CeremonyPlan.reshare(
                    dealt.key(), dealt.set(1, 2, 4), TrialCeremony.tree("2 of (x, b, y)"), TrialCeremony.terms(1));
            assertThat(plan.parties()).extracting(plan::nameOf).containsExactly("x", "b", "y", "a", "d");
            assertThat(plan.dealers()).extracting(PartyId::value).containsExactly(2, 4, 5);
            assertThat(plan.owners()).extracting(PartyId::value).containsExactly(1, 2, 3);
            assertThat(plan.baseNumberOf(new PartyId(5))).contains(new PartyId(4));
            assertThat(plan.baseNumberOf(ONE)).isEmpty();
            assertThat(plan.leavesOf(new PartyId(4))).isEmpty();
        }
    }

    private static CeremonyPlan repair(DealtKey dealt, int lost, int... helpers) {
        return CeremonyPlan.repair(
                dealt.key(),
                new PartyId(lost),
                Arrays.stream(helpers).mapToObj(PartyId::new).toList(),
                TrialCeremony.terms(1));
    }

    /// Walks honestly through the run; before each step tries it with the cheater's message replaced by one of another
    /// kind, on a state of its own. Returns how many rounds were tried.
    private static <S extends State> int swapInEveryRound(
            TrialCeremony trial, Protocol<S, CeremonyMessage, PendingShare> protocol) {
        var network = trial.network();
        network.run().values().forEach(TrialCeremony::discard);
        var heard = new TreeMap<Integer, Inbox<CeremonyMessage>>();
        for (var round = 1; round <= 4; round++) {
            var at = round;
            var broadcasts = new TreeMap<PartyId, CeremonyMessage>();
            var directs = new TreeMap<PartyId, CeremonyMessage>();
            network.sent().stream()
                    .filter(parcel -> parcel.to().equals(protocol.session().self()) && parcel.round() == at)
                    .forEach(parcel -> (parcel.broadcast() ? broadcasts : directs)
                            .put(parcel.from(), trial.message(parcel.message())));
            heard.put(round, new Inbox<>(broadcasts, directs));
        }
        var tried = 0;
        for (var last : heard.keySet()) {
            var step = protocol.start();
            while (step instanceof Step.Await<S, CeremonyMessage, PendingShare>(var state, var _, var expect)) {
                var inbox = heard.get(expect.round());
                if (expect.round() < last) {
                    step = protocol.advance(state, inbox);
                    continue;
                }
                if (expect.round() > last) {
                    state.close();
                    break;
                }
                var wrong = new CeremonyMessage.Sums(trial.plan().sessionId(), List.of());
                var other = new CeremonyMessage.Commit(trial.plan().sessionId(), TrialCeremony.digest("c", 1));
                var swapped =
                        new Inbox<>(with(inbox.broadcasts(), last == 1 ? wrong : other), with(inbox.directs(), other));
                assertThat(protocol.advance(state, swapped)).isInstanceOfSatisfying(Step.Aborted.class, aborted -> {
                    assertThat(aborted.blame().fault()).isEqualTo(Fault.WRONG_MESSAGE_TYPE);
                    assertThat(aborted.blame().culprits()).containsExactly(CHEATER);
                });
                tried++;
                break;
            }
        }
        return tried;
    }

    private static SortedMap<PartyId, CeremonyMessage> with(
            Map<PartyId, CeremonyMessage> messages, CeremonyMessage other) {
        var changed = new TreeMap<>(messages);
        changed.computeIfPresent(CHEATER, (_, _) -> other);
        return changed;
    }
}
