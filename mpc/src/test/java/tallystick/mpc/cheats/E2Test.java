package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.NonceRef;
import tallystick.mpc.ecdsa.SigningSetup;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;

/// E2: with a nonce point in hand, one child out of very many can be found that turns one signature into another's
/// (Groth and Shoup, eprint 2021/1330). So the child is fixed before a point is known, and a point serves one child.
class E2Test {
    /// It has heard the points of the honest, and only then says for which child it would have them sign.
    @Test
    void otherChildOnceThePointsAreKnown_isOfAnotherSetUp_andNoShareLeaves() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 3).prepareNonces(1)) {
            var agreed = world.agree(world.terms(SigningWorld.tweak(world.key(), 3), 1, 1, 2, 3));
            var setup = agreed.get(TWO).setup();
            var child = world.terms(SigningWorld.tweak(world.key(), 4), 1, 1, 2, 3);
            var preferred = new SigningSetup(child, setup.fresh(), setup.choices()).session();
            assertThat(preferred).isNotEqualTo(setup.session());
            var network = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.consents(
                            TWO,
                            agreed,
                            (_, _) -> SigningCheat.consent(world.roll().identity(TWO), TWO, preferred)));
            Outcomes.assertBlamed(network.run(), List.of(ONE, THREE), Fault.SETUP_MISMATCH);
            assertThat(network.sent())
                    .noneMatch(parcel -> parcel.round() == 2 && !parcel.from().equals(TWO));
        }
    }

    @Test
    void nonceNamedForOneChild_isNamedForNoOther() {
        try (var world = SigningWorld.of("2 of (a, b)", 3).prepareNonces(6)) {
            var named = new HashSet<NonceRef>();
            for (var step = 0; step < 3; step++) {
                var agreed = world.agree(world.terms(SigningWorld.tweak(world.key(), step), 2, 1, 2));
                agreed.get(ONE).setup().choices().values().forEach(choice -> named.addAll(choice.nonces()));
                // The points may be known already, where one of the two has opened.
                agreed.values().forEach(ChosenSetup::close);
            }
            assertThat(named).hasSize(3 * 2 * 2);
        }
    }

    /// FROST's commitments are known ahead; what they make of a nonce point hangs on the child.
    @Test
    void frostCommitmentsMadeAhead_giveAnotherPointForEachChild_andServeOne() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_SECP256K1, 3)) {
            var points = new HashSet<Point>();
            var ids = new HashSet<Digest32>();
            for (var step = 0; step < 8; step++)
                // The same commitments each time, as if they had not been spent.
                try (var pools = new FrostTrial.Pools(dealt, 1, 7)) {
                    ids.add(pools.of(ONE).id());
                    var child = new SigningRequest(
                            FrostTrial.message(1), FrostTrial.child(dealt, step), new TaprootTweak.None());
                    var setup = pools.setup(dealt.set(1, 2), List.of(child), 0);
                    var signed =
                            Outcomes.assertFinished(pools.network(setup, step).run());
                    points.add(point(signed.get(ONE).getFirst().encoded().slice(0, 33)));
                    var another = pools.setup(dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1)), 0);
                    Outcomes.assertBlamed(pools.network(another, 99).run(), List.of(ONE, TWO), Fault.ITEM_UNAVAILABLE);
                }
            assertThat(ids).hasSize(1);
            assertThat(points).hasSize(8);
        }
    }

    private static Point point(Bytes encoded) {
        return SigningCheat.GROUP.parsePoint(encoded).orThrow();
    }
}
