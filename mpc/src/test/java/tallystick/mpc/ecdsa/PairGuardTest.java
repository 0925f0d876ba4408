package tallystick.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;

/// What two parties share, seen from inside the package: what it refuses once it is gone, and that nothing stays open.
class PairGuardTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);
    private static final PartyId STRANGER = new PartyId(4);

    @Test
    void destroyedPair_lendsNothing_andSaysThatItWasDestroyed() {
        try (var trial = new VoleTrial(6)) {
            var one = present(present(trial.secrets(2).get(ONE)).byPeer().get(TWO));
            assertThat(one.sender().delta().byteSize()).isEqualTo(16);
            assertThat(one.receiver().zeroSeeds().byteSize()).isPositive();
            one.close();
            List<ThrowingCallable> uses =
                    List.of(one::sender, one::receiver, one::nextFill, () -> one.encode(trial.home()));
            for (var use : uses)
                assertThatThrownBy(use)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("pair secrets used after they were destroyed");
        }
    }

    @Test
    void fillsOfOnePair_areNumberedApart() {
        try (var trial = new VoleTrial(7)) {
            var one = present(present(trial.secrets(2).get(ONE)).byPeer().get(TWO));
            assertThat(List.of(one.nextFill(), one.nextFill(), one.nextFill())).containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void zeroShare_leavesOpenWhatItReturnsAlone() {
        try (var trial = new VoleTrial(8)) {
            var one = present(present(trial.secrets(2).get(ONE)).byPeer().get(TWO));
            var before = trial.home().lentBytes();
            one.zeroShare(Trial.digest("session"), trial.home()).orElseThrow().close();
            assertThat(trial.home().lentBytes()).isEqualTo(before);
        }
    }

    /// A fill holds the lock while it computes and while its disk writes; a signature must not wait for that.
    @Test
    void zeroShareAndDestruction_areTold_whileAFillHoldsTheSecrets() throws InterruptedException {
        try (var trial = new VoleTrial(10)) {
            var one = present(present(trial.secrets(2).get(ONE)).byPeer().get(TWO));
            var told = new AtomicBoolean();
            synchronized (one) {
                var signer = Thread.ofVirtual().start(() -> {
                    try (var share =
                            one.zeroShare(Trial.digest("session"), trial.home()).orElseThrow()) {
                        told.set(!one.isDestroyed() && !share.isClosed());
                    }
                });
                assertThat(signer.join(Duration.ofMinutes(1))).isTrue();
            }
            assertThat(told).isTrue();
        }
    }

    @Test
    void pairsFiledUnderOthers_areOurBug() {
        try (var trial = new VoleTrial(9)) {
            var pairs = present(trial.secrets(3).get(ONE)).byPeer();
            var crossed = new TreeMap<PartyId, PairSecrets>();
            crossed.put(TWO, pairs.get(THREE));
            crossed.put(THREE, pairs.get(TWO));
            var session = Trial.digest("session");
            assertThatThrownBy(() -> ZeroShares.of(ONE, crossed, session, trial.home()))
                    .isInstanceOf(Invariant.Broken.class);
            assertThatThrownBy(() -> ZeroShares.of(STRANGER, pairs, session, trial.home()))
                    .isInstanceOf(Invariant.Broken.class);
        }
    }

    @Test
    void setUp_hasNoRoundToEcho() {
        try (var trial = new VoleTrial(10)) {
            var setup =
                    PairSetup.of(Trial.session("pair guard", 1, 2), VoleTrial.key(), 1, trial.entropy(), trial.home());
            for (var round = 1; round <= 5; round++)
                assertThat(setup.echoes(round)).isFalse();
        }
    }

    /// Party 2 opens a half that it did not commit to; party 3 chooses twice by one point.
    @Test
    void peersThatCheatInTwoWays_areNotNamedForOneFault() {
        try (var trial = new VoleTrial(11)) {
            var outcomes = trial.setup(3, 1)
                    .meddle(Rewriter.ofBytes(Rewriter.sentBy(TWO, 2), PairGuardTest::withOtherHalf))
                    .meddle(Rewriter.ofBytes(Rewriter.sentBy(THREE, 2), PairGuardTest::withOneChoiceTwice))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.BAD_OPENING, TWO);
        }
    }

    @Test
    void peersThatCheatInOneWay_areAllNamed() {
        try (var trial = new VoleTrial(12)) {
            var outcomes = trial.setup(3, 1)
                    .meddle(Rewriter.ofBytes(Rewriter.sentBy(TWO, 2), PairGuardTest::withOtherHalf))
                    .meddle(Rewriter.ofBytes(Rewriter.sentBy(THREE, 2), PairGuardTest::withOtherHalf))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.BAD_OPENING, TWO, THREE);
        }
    }

    private static Bytes withOtherHalf(Bytes message) {
        var bytes = message.toArray();
        bytes[bytes.length - 1] ^= 1;
        return Bytes.copyOf(bytes);
    }

    private static Bytes withOneChoiceTwice(Bytes message) {
        var bytes = message.toArray();
        var body = MessageHeader.LENGTH_BYTES;
        System.arraycopy(bytes, body, bytes, body + BaseOtReceiver.POINT_BYTES, BaseOtReceiver.POINT_BYTES);
        return Bytes.copyOf(bytes);
    }

    @Test
    void shareWithoutPairs_saysWithWhom() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 41)) {
            var share = world.share(ONE);
            assertThat(share.pairs(List.of(THREE))).containsOnlyKeys(THREE);
            assertThatThrownBy(() -> share.pairs(List.of(TWO, STRANGER))).isInstanceOf(Invariant.Broken.class);
            assertThat(share.withoutSecrets(List.of(TWO, THREE))).isEmpty();
            present(share.pairs().get(THREE)).close();
            assertThat(share.withoutSecrets(List.of(TWO, THREE, STRANGER))).containsExactly(THREE, STRANGER);
        }
    }

    @Test
    void ownSecrets_closed_leaveNothingOpen() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 42)) {
            var before = world.openSecretBytes();
            var agreed = world.prepareNonces(2).agree(world.terms(2, 1, 2));
            for (var party : List.of(ONE, TWO)) {
                var chosen = present(agreed.get(party));
                var secrets = OwnSecrets.open(chosen.admitted(), session(chosen, party), chosen.take())
                        .orElseThrow();
                assertThat(secrets.index(0).keyPoint())
                        .as("masked anew for each digest")
                        .isNotEqualTo(secrets.index(1).keyPoint());
                secrets.close();
            }
            world.parties().forEach(party -> world.stock(party).close());
            assertThat(world.openSecretBytes()).isEqualTo(before);
        }
    }

    @Test
    void ownSecrets_withAPairDestroyed_areNone_andNothingStaysOpen() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 43)) {
            var before = world.openSecretBytes();
            var agreed = world.prepareNonces(1).agree(world.terms(1, 1, 2));
            var held = world.openSecretBytes();
            present(world.share(ONE).pairs().get(TWO)).close();
            var ofThePair = held - world.openSecretBytes();
            var chosen = present(agreed.get(ONE));
            assertThat(OwnSecrets.open(chosen.admitted(), session(chosen, ONE), chosen.take()))
                    .isEmpty();
            present(agreed.get(TWO)).close();
            world.parties().forEach(party -> world.stock(party).close());
            assertThat(world.openSecretBytes()).isEqualTo(before - ofThePair);
        }
    }

    private static Session session(ChosenSetup chosen, PartyId self) {
        return new Session(chosen.session(), self, chosen.setup().terms().parties());
    }

    private static <T> T present(@Nullable T value) {
        return Invariant.present(value, "whom the trial has");
    }
}
