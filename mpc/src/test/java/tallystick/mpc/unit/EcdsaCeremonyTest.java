package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.ceremony.CeremonyPlan;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.ecdsa.EcdsaCeremony;
import tallystick.mpc.ecdsa.EcdsaCeremonyMessage;
import tallystick.mpc.ecdsa.EcdsaCeremonyState;
import tallystick.mpc.ecdsa.EcdsaPending;
import tallystick.mpc.ecdsa.PairSetup;
import tallystick.mpc.ecdsa.PairSetupMessage;
import tallystick.mpc.ecdsa.PairSetupState;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Inbox;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.State;
import tallystick.mpc.session.Step;

class EcdsaCeremonyTest {
    private static final PartyId ONE = new PartyId(1);

    @Test
    void everyKind_setsUpEveryPairOfOwnersAnew() {
        try (var home = SecretMemory.open()) {
            var made = finish(TrialCeremony.generate("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, home, 1));
            assertPairs(made, 3);
            var shares = shares(made);
            var base = made.firstEntry().getValue().share().key();
            var refreshed =
                    finish(TrialCeremony.of(CeremonyPlan.refresh(base, TrialCeremony.terms(1)), shares, home, 2));
            assertPairs(refreshed, 3);
            var reshared = finish(TrialCeremony.of(
                    CeremonyPlan.reshare(
                            base,
                            base.tree()
                                    .qualify(List.of(new PartyId(1), new PartyId(2)))
                                    .orThrow(),
                            TrialCeremony.tree("2 of (a, x, y)"),
                            TrialCeremony.terms(1)),
                    shares,
                    home,
                    3));
            assertThat(reshared).hasSize(4);
            assertThat(reshared.get(new PartyId(4)).pairs()).as("of the leaver").isEmpty();
            assertPairs(reshared, 3);
            var repaired = finish(TrialCeremony.of(
                    CeremonyPlan.repair(
                            base, new PartyId(3), List.of(new PartyId(1), new PartyId(2)), TrialCeremony.terms(1)),
                    shares,
                    home,
                    4));
            assertPairs(repaired, 3);
            var session = TrialCeremony.digest("session", 1);
            assertThat(zeroShare(made, 1, 2, session, home)).isNotEqualTo(zeroShare(refreshed, 1, 2, session, home));
            for (var all : List.of(refreshed, reshared, repaired)) all.values().forEach(EcdsaPending::close);
            assertThat(made.get(new PartyId(1)).share().owns()).isTrue();
            made.values().forEach(EcdsaPending::close);
            assertThat(home.lentBytes()).as("what was activated is kept").isPositive();
            shares.values().forEach(KeyShare::close);
            assertThat(home.lentBytes()).as("secrets left open").isZero();
        }
    }

    @Test
    void absence_inTheDealingOrTheSetup_leavesNothingBehind() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, home, 1);
            for (var round : List.of(1, 2, 3, 5, 6, 7, 8, 9)) {
                int silent = round;
                var outcomes = network(trial)
                        .meddle(Meddler.where(
                                parcel -> parcel.from().equals(new PartyId(2)) && parcel.round() >= silent,
                                _ -> List.of()))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(new PartyId(1), new PartyId(3)), Fault.ABSENT, new PartyId(2));
                outcomes.values().forEach(EcdsaCeremonyTest::discard);
                assertThat(home.lentBytes())
                        .as("secrets left open after round %d", round)
                        .isZero();
            }
        }
    }

    @Test
    void ceremony_echoesTheDealingsCommitmentsAlone() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, home, 1);
            var ceremony = EcdsaCeremony.of(trial.plan(), trial.party(new PartyId(1)));
            for (var round = 1; round <= 9; round++)
                assertThat(ceremony.echoes(round)).isEqualTo(round == 1);
        }
    }

    /// Rounds tell the two protocols apart; should they ever not, it shows.
    @Test
    void messageOfTheOtherProtocol_thatGotThisFar_isOurBug() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b)", Scheme.ECDSA_SECP256K1, home, 1);
            assertCrossed(EcdsaCeremony.of(trial.plan(), trial.party(ONE)), trial);
        }
    }

    private static <S extends State> void assertCrossed(EcdsaCeremony<S> ceremony, TrialCeremony trial) {
        var id = ceremony.session().id();
        var pairing =
                new EcdsaCeremonyMessage.Pairing(new PairSetupMessage.Challenges(id, Bytes.copyOf(new byte[32 * 128])));
        var dealing = new EcdsaCeremonyMessage.Dealing(new CeremonyMessage.Agree(id, TrialCeremony.digest("any", 1)));
        var begun = (Step.Await<EcdsaCeremonyState<S>, EcdsaCeremonyMessage, EcdsaPending>) ceremony.start();
        assertThatThrownBy(() -> ceremony.advance(begun.state(), heard(pairing)))
                .isInstanceOf(Invariant.Broken.class);
        var pending = trial.run().get(ONE);
        var setup = PairSetup.of(ceremony.session(), pending.key().id(), 1, trial.entropy(ONE), trial.home());
        var paired = (Step.Await<PairSetupState, PairSetupMessage, RosterSecrets>) setup.start();
        var state = new EcdsaCeremonyState.Pairing<S>(pending, paired.state());
        assertThatThrownBy(() -> ceremony.advance(state, heard(dealing))).isInstanceOf(Invariant.Broken.class);
    }

    private static Inbox<EcdsaCeremonyMessage> heard(EcdsaCeremonyMessage message) {
        var directs = new TreeMap<PartyId, EcdsaCeremonyMessage>();
        directs.put(new PartyId(2), message);
        return new Inbox<>(new TreeMap<>(), directs);
    }

    @Test
    void keyOfAnotherScheme_isRefused() {
        try (var home = SecretMemory.open()) {
            var trial = TrialCeremony.generate("2 of (a, b, c)", Scheme.FROST_BIP340, home, 1);
            assertThatThrownBy(() -> EcdsaCeremony.of(trial.plan(), trial.party(new PartyId(1))))
                    .hasMessage("a key of scheme FROST_BIP340");
        }
    }

    private static SortedMap<PartyId, EcdsaPending> finish(TrialCeremony trial) {
        return Outcomes.assertFinished(network(trial).run());
    }

    private static Network<EcdsaPending> network(TrialCeremony trial) {
        return Network.ofRuns(trial.plan().parties().stream()
                .<Run<EcdsaPending>>map(party -> Run.unechoed(EcdsaCeremony.of(trial.plan(), trial.party(party))))
                .toList());
    }

    private static SortedMap<PartyId, KeyShare> shares(SortedMap<PartyId, EcdsaPending> made) {
        var pending = new TreeMap<PartyId, PendingShare>();
        made.forEach((party, each) -> pending.put(party, each.share()));
        return TrialCeremony.shares(pending);
    }

    private static void assertPairs(SortedMap<PartyId, EcdsaPending> made, int owners) {
        for (var party = 1; party <= owners; party++) {
            var pending = made.get(new PartyId(party));
            var pairs = pending.pairs().orElseThrow().byPeer();
            assertThat(pairs).hasSize(owners - 1);
            for (var pair : pairs.entrySet()) {
                assertThat(pair.getValue().name().key())
                        .isEqualTo(pending.share().key().id());
                assertThat(pair.getValue().name().epoch())
                        .isEqualTo(pending.share().key().epoch());
                var other =
                        made.get(pair.getKey()).pairs().orElseThrow().byPeer().get(new PartyId(party));
                assertThat(other.setupId()).isEqualTo(pair.getValue().setupId());
            }
        }
    }

    private static Element zeroShare(
            SortedMap<PartyId, EcdsaPending> made, int self, int peer, Digest32 session, SecretMemory home) {
        var pair = made.get(new PartyId(self)).pairs().orElseThrow().byPeer().get(new PartyId(peer));
        try (var share = pair.zeroShare(session, home).orElseThrow()) {
            assertThat(share.group()).isEqualTo(Curve.SECP256K1.group());
            return share.timesGenerator();
        }
    }

    private static void discard(Run.Outcome<EcdsaPending> outcome) {
        if (outcome instanceof Run.Outcome.Finished<EcdsaPending>(var pending)) pending.close();
    }
}
