package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.NonceStock;
import tallystick.mpc.ecdsa.PairPools;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.SetupMessage;
import tallystick.mpc.ecdsa.SetupState;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.kit.IdealVole;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.Replayer;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Filing;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;
import tallystick.mpc.session.Step;

/// E1: a nonce or an item is used once: not by asking twice, not in a race, not by saying an old session again, not
/// after a restart.
class E1SigningTest {
    @Test
    void agreedSetup_signedTwice_isRefused() {
        try (var world = world(1)) {
            var agreed = world.agree(world.terms(1, 1, 2));
            Outcomes.assertFinished(SigningWorld.signing(agreed).run());
            assertThatThrownBy(() -> Signing.of(agreed.get(ONE)).start()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void agreedSetup_closed_cannotSign() {
        try (var world = world(1)) {
            var agreed = world.agree(world.terms(1, 1, 2)).get(ONE);
            agreed.close();
            agreed.close();
            assertThatThrownBy(() -> Signing.of(agreed).start()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void twoCoordinators_racingForTheLastNonce_haveOneWinner() throws Exception {
        for (var trial = 0; trial < 20; trial++) {
            try (var world = world(1);
                    var threads = Executors.newFixedThreadPool(2)) {
                var first = world.agreement(ONE, world.terms(1, 1, 2));
                var second = world.agreement(ONE, world.terms(1, 1, 2));
                List<Callable<Step<SetupState, SetupMessage, ChosenSetup>>> begin =
                        List.of(first::start, second::start);
                var steps = threads.invokeAll(begin);
                var results = List.of(steps.get(0).get(), steps.get(1).get());
                assertThat(results).filteredOn(Step.Await.class::isInstance).hasSize(1);
                assertThat(results)
                        .filteredOn(Step.Aborted.class::isInstance)
                        .singleElement()
                        .satisfies(step -> assertThat(
                                        ((Step.Aborted<?, ?, ?>) step).blame().fault())
                                .isEqualTo(Fault.ITEM_UNAVAILABLE));
                assertThat(world.stock(ONE).available()).isZero();
            }
        }
    }

    @Test
    void oldChoice_saidAgain_namesWhatIsSpent() {
        try (var world = world(3)) {
            var terms = world.terms(1, 1, 2);
            var before = world.agreeing(terms);
            Outcomes.assertFinished(before.run());
            var old = before.sent().stream()
                    .filter(parcel -> parcel.from().equals(TWO))
                    .toList();
            assertThat(old).hasSize(1);

            var victim = Run.of(world.agreement(ONE, terms));
            victim.start();
            old.forEach(parcel -> victim.receive(TWO, parcel.broadcast(), parcel.message()));
            Outcomes.assertBlamed(Map.of(ONE, victim.outcome().orElseThrow()), List.of(ONE), Fault.ITEM_UNAVAILABLE);
        }
    }

    /// The same terms again are the same run, so that old messages are heard.
    @Test
    void oldOpening_saidAgain_isOfAnotherSetUp() {
        try (var world = world(2)) {
            var terms = world.terms(1, 1, 2);
            var before = world.signing(terms);
            Outcomes.assertFinished(before.run());
            var again = world.signing(terms).meddle(replaying(before.sent(), 1));
            Outcomes.assertBlamed(again.run(), List.of(ONE), Fault.SETUP_MISMATCH);
            assertThat(again.sent()).noneMatch(parcel -> parcel.from().equals(ONE) && parcel.round() == 2);
        }
    }

    @Test
    void oldShares_saidAgain_areOverAnotherView_andNameNobody() {
        try (var world = world(2)) {
            var terms = world.terms(1, 1, 2);
            var before = world.signing(terms);
            Outcomes.assertFinished(before.run());
            var again = world.signing(terms).meddle(replaying(before.sent(), 2));
            Outcomes.assertBlamed(again.run(), List.of(ONE), Fault.ECHO_MISMATCH);
        }
    }

    /// Two honest parties try the same terms again, after a first try in which one had to give up. Late words of that
    /// try, in whatever order, may stop the second one and accuse nobody.
    @Test
    void lateSharesOfAnAbandonedTry_nameNobodyInTheNext() {
        try (var world = world(2)) {
            var terms = world.terms(1, 1, 2);
            var abandoned = world.signing(terms).meddle(Meddler.where(Rewriter.sentBy(TWO, 2), _ -> List.of()));
            Outcomes.assertBlamed(abandoned.run(), List.of(ONE), Fault.ABSENT, TWO);
            var late = abandoned.sent().stream().filter(Rewriter.sentBy(TWO, 2)).toList();
            assertThat(late).hasSize(1);
            var again = world.signing(terms);
            late.forEach(again::inject);
            Outcomes.assertBlamed(again.run(), List.of(ONE), Fault.ECHO_MISMATCH);
        }
    }

    /// What TWO said in `round` of an earlier run, in place of what it says in this one.
    private static Meddler replaying(List<Parcel> old, int round) {
        var replayed = old.stream().filter(Rewriter.sentBy(TWO, round)).toList();
        assertThat(replayed).hasSize(1);
        return Meddler.where(Rewriter.sentBy(TWO, round), _ -> replayed);
    }

    @Test
    void oldSigningMessages_saidInANewSession_areDropped() {
        try (var world = world(2)) {
            var replayer = new Replayer();
            Outcomes.assertFinished(
                    world.signing(world.terms(1, 1, 2)).meddle(replayer).run());
            assertThat(replayer.recorded()).hasSize(4);
            var second = world.signing(world.terms(1, 1, 2)).meddle(replayer.again(world.parties()));
            Outcomes.assertFinished(second.run());
            assertThat(second.filingsOf(ONE).get(Filing.OTHER_SESSION)).isPositive();
        }
    }

    @Test
    void nonceOfAnUndeliveredBatch_isUnavailable() {
        try (var world = world(1);
                var restarted = stock(world)) {
            restarted.prepare(1, new SeededEntropy(1));
            assertUnavailable(world, world.pools(TWO), restarted, ONE, TWO);
        }
    }

    @Test
    void nonceOfAForgottenBatch_isUnavailable() {
        try (var world = world(1)) {
            world.stock(ONE).forgetAllBut(TWO, BootId.draw(new SeededEntropy(7)));
            assertUnavailable(world, world.pools(TWO), world.stock(TWO), ONE);
        }
    }

    @Test
    void itemsTheHigherPartyDoesNotHave_areUnavailable() {
        try (var world = world(1)) {
            assertUnavailable(world, new IdealVole(99, world.key().home()).pools(TWO), world.stock(TWO), TWO);
        }
    }

    /// Party 2 has other stock than party 1 thinks: whoever cannot find what was named stops, and names nobody.
    private static void assertUnavailable(SigningWorld world, PairPools pools, NonceStock nonces, PartyId... stops) {
        var terms = world.terms(1, 1, 2);
        var means = new SetupAgreement.Means(pools, nonces, world.roll().identity(TWO), world.chance(TWO));
        var other = SetupAgreement.of(
                world.share(TWO)
                        .admit(terms, world.roll(), _ -> false, new TrialQuarantine())
                        .orThrow(),
                means);
        var outcomes = Network.of(List.of(world.agreement(ONE, terms), other)).run();
        var stopped = outcomes.entrySet().stream()
                .filter(each -> each.getValue() instanceof Run.Outcome.Stopped)
                .map(Map.Entry::getKey)
                .toList();
        Outcomes.assertBlamed(outcomes, stopped, Fault.ITEM_UNAVAILABLE);
        assertThat(stopped).containsExactly(stops);
        assertThat(Fault.ITEM_UNAVAILABLE.consequence()).isEqualTo(Fault.Consequence.RETRY);
    }

    @Test
    void batchSentAgain_bringsNoSpentCommitmentBack() {
        try (var world = SigningWorld.of("2 of (a, b)", 1)) {
            var batch = world.stock(TWO).prepare(1, world.chance(TWO));
            assertThat(world.stock(ONE).accept(TWO, batch)).isEqualTo(NonceStock.Acceptance.KEPT);
            world.deliver(ONE, world.stock(ONE).prepare(1, world.chance(ONE)));
            world.sign(world.terms(1, 1, 2));
            assertThat(world.stock(ONE).accept(TWO, batch)).isEqualTo(NonceStock.Acceptance.REPEATED);
            assertThat(world.stock(ONE).availableOf(TWO)).isZero();
            assertThat(world.stock(ONE).accept(ONE, batch)).isEqualTo(NonceStock.Acceptance.STRANGER);
            assertThat(world.stock(ONE).accept(THREE, batch)).isEqualTo(NonceStock.Acceptance.STRANGER);
        }
    }

    private static NonceStock stock(SigningWorld world) {
        var boot = new BootId(SigningWorld.digest(1));
        return new NonceStock(world.key().key(), TWO, boot, world.key().home());
    }

    private static SigningWorld world(int nonces) {
        return SigningWorld.of("2 of (a, b)", 1).prepareNonces(nonces);
    }
}
