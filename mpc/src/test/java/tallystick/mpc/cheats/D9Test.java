package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;
import static tallystick.mpc.cheats.SigningCheat.next;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.NonceBatch;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;

/// D9: a party shows one nonce point to some and another to others. No signature share may leave before all are known
/// to have seen the same.
class D9Test {
    @Test
    void otherNoncePointForOneParty_doesNotOpenTheCommitment() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 9).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2, 3));
            var network = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.openings(
                            THREE,
                            agreed,
                            (to, old) ->
                                    to.equals(TWO) ? SigningCheat.withNoncePoint(old, next(old.noncePoint())) : old));
            var outcomes = network.run();
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.BAD_OPENING, THREE);
            assertThat(SigningCheat.finished(outcomes)).isEmpty();
        }
    }

    /// Hence the session, a hash over the names, is the echo of all commitments.
    @Test
    void batchesOfCommitmentsThatDifferAnywhere_haveNamesThatDiffer_soTheSetUpFails() {
        for (var changed = 0; changed < 3; changed++) {
            try (var world = SigningWorld.of("3 of (a, b, c)", 9)) {
                for (var party : List.of(ONE, TWO)) {
                    world.deliver(party, world.stock(party).prepare(1, world.chance(party)));
                }
                var batch = world.stock(THREE).prepare(3, world.chance(THREE));
                var commitments = new ArrayList<Digest32>(batch.commitments());
                commitments.set(changed, SigningWorld.digest(99));
                world.stock(ONE).accept(THREE, batch);
                world.stock(TWO).accept(THREE, new NonceBatch(batch.boot(), batch.fresh(), commitments));
                var outcomes = world.agreeing(world.terms(1, 1, 2, 3)).run();
                Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.ITEM_UNAVAILABLE);
            }
        }
    }

    @Test
    void sharesOverAnotherViewOfThePoints_endInNoSignature() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 9).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2, 3));
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.messages(
                            THREE,
                            agreed,
                            SigningMessage.Shares.class,
                            (_, old) -> new SigningMessage.Shares(old.run(), SigningWorld.digest(5), old.shares())))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.ECHO_MISMATCH);
        }
    }

    @Test
    void twoSplitViewsInOneBatch_areBothCaught() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 9).prepareNonces(3)) {
            var agreed = world.agree(world.terms(3, 1, 2, 3));
            var network = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.openings(
                            THREE, agreed, (to, old) -> SigningCheat.withNoncePoint(old, shifted(to.value(), old))));
            var outcomes = network.run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.BAD_OPENING, THREE);
            assertThat(network.sent())
                    .as("no share and no zero-share value left an honest party")
                    .noneMatch(parcel -> parcel.round() == 2 && !parcel.from().equals(THREE));
        }
    }

    private static Point shifted(int times, SigningMessage.OpenedIndex old) {
        var point = old.noncePoint();
        for (var i = 0; i < times; i++) point = next(point);
        return point;
    }

    @Test
    void otherKeySharePointForOneParty_withACorrectionThatFits_endsInNoSignature() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 9).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2, 3));
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.openings(THREE, agreed, (to, old) -> to.equals(TWO) ? shifted(old) : old))
                    .run();
            // Party 1 sends shares, party 2 zero-share values; both see that the other saw other points.
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.ECHO_MISMATCH);
            assertThat(SigningCheat.finished(outcomes)).isEmpty();
        }
    }

    private static SigningMessage.OpenedIndex shifted(SigningMessage.OpenedIndex old) {
        var corrected =
                SigningCheat.withKeyCorrection(old, next(old.correction().key()));
        return SigningCheat.withKeyPoint(corrected, next(old.keyPoint()));
    }
}
