package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

@DisplayName("D1 a ban ends every other run with that peer")
class D1SigningTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void secretsDestroyedAfterTheAgreement_endSigningBeforeAWord() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 71)) {
            var agreed = world.prepareNonces(2).agree(world.terms(1, 1, 2));
            world.share(ONE).close();
            var network = SigningWorld.signing(agreed);
            var outcomes = network.run();
            assertThat(Outcomes.blameOf(outcomes, ONE).fault()).isEqualTo(Fault.RETIRED);
            assertThat(Outcomes.blameOf(outcomes, ONE).culprits()).isEmpty();
            assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(ONE));
        }
    }

    @Test
    void secretsDestroyedWithinARun_endItBeforeAShareLeaves() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 72)) {
            var agreed = world.prepareNonces(2).agree(world.terms(1, 1, 2));
            var network = SigningWorld.signing(agreed).meddle(parcel -> {
                if (parcel.round() == 1) world.share(ONE).close();
                return List.of(parcel);
            });
            var outcomes = network.run();
            assertThat(Outcomes.blameOf(outcomes, ONE).fault()).isEqualTo(Fault.RETIRED);
            assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(ONE) && parcel.round() == 2);
        }
    }

    @Test
    void peerCaughtInAFill_endsSigningWithIt_andIsNamed() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 74);
                var trial = new VoleTrial(74)) {
            var agreed = world.prepareNonces(2).agree(world.terms(1, 1, 2));
            var mine = world.share(ONE).pairs().get(TWO);
            var theirs = world.share(TWO).pairs().get(ONE);
            trial.fill(mine, theirs, 1)
                    .meddle(Rewriter.ofBytes(Rewriter.sentBy(TWO, 2), D1SigningTest::flipCorrection))
                    .run();
            var network = SigningWorld.signing(agreed);
            Outcomes.assertBlamed(network.run(), List.of(ONE), Fault.BANNED, TWO);
            assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(ONE));
        }
    }

    private static Bytes flipCorrection(Bytes message) {
        var bytes = message.toArray();
        bytes[100] ^= 1;
        return Bytes.copyOf(bytes);
    }

    /// A fill with the same peer may find it cheating at any moment, in another thread.
    @Test
    void secretsDestroyedWithinTheFirstStep_endIt() throws InterruptedException {
        for (var trial = 0; trial < 8; trial++) {
            try (var world = SigningWorld.of("2 of (a, b)", 80 + trial).prepareNonces(256)) {
                var agreed = world.agree(world.terms(256, 1, 2));
                var pair = world.share(ONE).pairs().firstEntry().getValue();
                var delay = 200_000L + trial * 600_000L;
                var begins = new CountDownLatch(1);
                var ban = Thread.ofPlatform().start(() -> {
                    begins.countDown();
                    var until = System.nanoTime() + delay;
                    while (System.nanoTime() < until) Thread.onSpinWait();
                    pair.close();
                });
                begins.await();
                try (var run = Run.of(Signing.of(agreed.get(ONE)))) {
                    run.start();
                    ban.join();
                    run.outcome()
                            .ifPresent(outcome -> assertThat(Outcomes.blameOf(Map.of(ONE, outcome), ONE)
                                            .fault())
                                    .isEqualTo(Fault.RETIRED));
                }
            }
        }
    }

    @Test
    void moreDigestsThanOneMessageHolds_areNoTerms() {
        try (var world = SigningWorld.of("9 of (a, b, c, d, e, f, g, h, i)", 73)) {
            assertThatThrownBy(() -> world.terms(4096, 1, 2, 3, 4, 5, 6, 7, 8, 9))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("product");
        }
    }
}
