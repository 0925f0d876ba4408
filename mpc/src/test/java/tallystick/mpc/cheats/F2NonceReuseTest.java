package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.frost.CommitmentList;
import tallystick.mpc.frost.FrostSign;
import tallystick.mpc.frost.NonceReuse;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.frost.SigningNonces;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Step;

/// F2 and E1: two signatures with one nonce give away the share, so no way leads to a second one: not the same
/// handle, not the same state, not the same pool item, not a race, not a restart.
class F2NonceReuseTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void nonces_spentOnce_areGone() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1)) {
            var lent = dealt.home().lentBytes();
            var nonces = FrostSign.commit(dealt.share(1), new SeededEntropy(1), dealt.home());
            var list = list(dealt, nonces);
            sign(dealt, nonces, list, 1);
            assertThat(dealt.home().lentBytes())
                    .as("destroyed before the share leaves")
                    .isEqualTo(lent);
            assertThatThrownBy(() -> sign(dealt, nonces, list, 2))
                    .isInstanceOf(NonceReuse.class)
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void nonces_closedUnspent_areGone() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_ED25519, 1)) {
            var nonces = FrostSign.commit(dealt.share(1), new SeededEntropy(1), dealt.home());
            var list = list(dealt, nonces);
            nonces.close();
            nonces.close();
            assertThatThrownBy(() -> sign(dealt, nonces, list, 2)).isInstanceOf(NonceReuse.class);
        }
    }

    @Test
    void nonces_underARaceOfSpenders_areSpentByOne() throws InterruptedException {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1)) {
            for (var trial = 0; trial < 50; trial++) {
                var nonces = FrostSign.commit(dealt.share(1), new SeededEntropy(trial), dealt.home());
                var list = list(dealt, nonces);
                var signed = new AtomicInteger();
                var refused = new AtomicInteger();
                race(4, thread -> {
                    try {
                        sign(dealt, nonces, list, thread);
                        signed.incrementAndGet();
                    } catch (NonceReuse expected) {
                        refused.incrementAndGet();
                    }
                });
                assertThat(signed).hasValue(1);
                assertThat(refused).hasValue(3);
            }
        }
    }

    @Test
    void state_advancedTwice_isRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 2)) {
            var setup = FrostTrial.setup(dealt, 1, 2);
            var one = FrostTrial.signer(dealt, setup, ONE, 1);
            var two = FrostTrial.signer(dealt, setup, TWO, 1);
            var state = FrostSteps.awaiting(one.start()).state();
            var message = FrostSteps.broadcast(FrostSteps.awaiting(two.start()));
            var inbox = FrostSteps.inbox(TWO, message);
            assertThat(one.advance(state, inbox)).isInstanceOf(Step.Await.class);
            assertThatThrownBy(() -> one.advance(state, inbox)).isInstanceOf(NonceReuse.class);
        }
    }

    @Test
    void poolItem_inTwoSessions_isUnavailableToTheSecond() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 3);
                var pools = new FrostTrial.Pools(dealt, 4, 1)) {
            var first = pools.setup(dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1)), 0);
            var second = pools.setup(dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 2)), 0);
            Outcomes.assertFinished(pools.network(first, 1).run());
            var network = pools.network(second, 2);
            Outcomes.assertBlamed(network.run(), List.of(ONE, TWO), Fault.ITEM_UNAVAILABLE);
            assertThat(network.sent()).as("nothing was sent").isEmpty();
        }
    }

    @Test
    void batchOfPoolItems_withOneSpent_takesNone() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 3);
                var pools = new FrostTrial.Pools(dealt, 4, 1)) {
            var one = List.of(FrostTrial.plain(dealt, 1));
            var three = List.of(FrostTrial.plain(dealt, 1), FrostTrial.plain(dealt, 2), FrostTrial.plain(dealt, 3));
            Outcomes.assertFinished(
                    pools.network(pools.setup(dealt.set(1, 2), one, 2), 1).run());
            var outcomes =
                    pools.network(pools.setup(dealt.set(1, 2), three, 0), 2).run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.ITEM_UNAVAILABLE);
            assertThat(pools.of(ONE).size()).isEqualTo(3);
            Outcomes.assertFinished(
                    pools.network(pools.setup(dealt.set(1, 2), one, 0), 3).run());
        }
    }

    @Test
    void restart_withAFreshPool_knowsNoOldItem() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 4);
                var before = new FrostTrial.Pools(dealt, 4, 1);
                var after = new FrostTrial.Pools(dealt, 4, 2)) {
            var setup = before.setup(dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1)), 0);
            var outcomes = after.network(setup, 1).run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.ITEM_UNAVAILABLE);
            assertThat(after.of(ONE).id()).isNotEqualTo(before.of(ONE).id());
        }
    }

    @Test
    void poolItems_underARaceOfTakers_goToOne() throws InterruptedException {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 5);
                var pools = new FrostTrial.Pools(dealt, 64, 1)) {
            var setup = pools.setup(dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1)), 0);
            var item = setup.pooled().orElseThrow().get(ONE);
            var taken = new ArrayList<SigningNonces>();
            race(4, thread -> {
                var got = pools.of(ONE).take(item);
                synchronized (taken) {
                    got.ifPresent(taken::addAll);
                }
            });
            assertThat(taken).hasSize(1);
            taken.forEach(SigningNonces::close);
        }
    }

    private interface Work {
        void run(int thread);
    }

    private static void race(int threads, Work work) throws InterruptedException {
        var start = new CountDownLatch(1);
        var running = new ArrayList<Thread>();
        for (var i = 0; i < threads; i++) {
            var number = i;
            running.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                work.run(number);
            }));
        }
        start.countDown();
        for (var thread : running) thread.join();
    }

    private static void sign(DealtKey dealt, SigningNonces nonces, CommitmentList list, long message) {
        var outputKey =
                OutputKey.of(dealt.key(), KeyTweak.none(dealt.key().scheme().curve()), new TaprootTweak.None());
        assertThat(FrostSign.sign(
                        dealt.share(1), dealt.set(1, 2), outputKey, FrostTrial.message(message), list, nonces))
                .isPresent();
    }

    private static CommitmentList list(DealtKey dealt, SigningNonces ofOne) {
        var byParty = new TreeMap<PartyId, SigningCommitments>();
        byParty.put(ONE, ofOne.commitments());
        try (var ofTwo = FrostSign.commit(dealt.share(2), new SeededEntropy(2), dealt.home())) {
            byParty.put(TWO, ofTwo.commitments());
        }
        return new CommitmentList(byParty);
    }
}
