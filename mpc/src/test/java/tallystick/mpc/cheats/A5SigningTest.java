package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;

/// A5: a lying requester hands parties different terms. They find out before anything is spent, and nobody is banned.
class A5SigningTest {
    @Test
    void otherMessage_isFoundBeforeAnythingIsSpent() {
        assertMismatch(terms -> with(terms, terms.tweak(), List.of(SigningWorld.digest(7), SigningWorld.digest(1))));
    }

    @Test
    void messagesInAnotherOrder_areFoundBeforeAnythingIsSpent() {
        assertMismatch(terms -> with(terms, terms.tweak(), terms.digests().reversed()));
    }

    @Test
    void oneMessageLess_isFoundBeforeAnythingIsSpent() {
        assertMismatch(terms -> with(terms, terms.tweak(), List.of(SigningWorld.digest(0))));
    }

    @Test
    void otherPath_isFoundBeforeAnythingIsSpent() {
        try (var same = SigningWorld.of("3 of (a, b, c)", 5)) {
            assertMismatch(terms -> with(terms, SigningWorld.tweak(same.key(), 8), terms.digests()));
        }
    }

    @Test
    void noPath_isFoundBeforeAnythingIsSpent() {
        assertMismatch(terms -> with(terms, KeyTweak.none(Curve.SECP256K1), terms.digests()));
    }

    @Test
    void otherPolicy_isFoundBeforeAnythingIsSpent() {
        assertMismatch(terms -> new SigningTerms(
                terms.request(),
                terms.keyId(),
                terms.epoch(),
                terms.tree(),
                terms.parties(),
                terms.tweak(),
                terms.chainCode(),
                SigningWorld.digest(50),
                terms.digests()));
    }

    @Test
    void otherSigningSet_neverMeets_andNothingIsSpent() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 5).prepareNonces(2);
                var same = SigningWorld.of("2 of (a, b, c)", 5)) {
            var terms = world.terms(1, 1, 2);
            var other = same.terms(1, 2, 3);
            assertThat(other.request()).isEqualTo(terms.request());
            var outcomes = Network.of(List.of(world.agreement(ONE, terms), world.agreement(TWO, other)))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ABSENT, TWO);
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.ABSENT, THREE);
            assertUntouched(world, 1, 2);
        }
    }

    @Test
    void otherEpoch_isFoundBeforeAnythingIsSpent() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 5);
                var world = SigningWorld.of(DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 5), 5);
                var later = SigningWorld.of(dealt.refreshed(6), 5)) {
            assertWorldsMismatch(world, later);
        }
    }

    @Test
    void otherTree_isFoundBeforeAnythingIsSpent() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 5);
                var other = SigningWorld.of("2 of (a, b, c, d)", 5)) {
            assertThat(other.key().key().id()).isEqualTo(world.key().key().id());
            assertWorldsMismatch(world, other);
        }
    }

    @Test
    void otherChainCode_isFoundBeforeAnythingIsSpent() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 5);
                var world = SigningWorld.of("2 of (a, b, c)", 5)) {
            var was = dealt.key();
            var lied = new GroupKey(
                    was.id(),
                    was.scheme(),
                    was.tree(),
                    was.epoch(),
                    was.point(),
                    SigningWorld.digest(3),
                    was.leafPoints());
            try (var other = SigningWorld.of(dealt.under(lied), 5)) {
                assertWorldsMismatch(world, other);
            }
        }
    }

    @Test
    void setupMismatch_costsTheSessionOnly() {
        assertThat(Fault.SETUP_MISMATCH.consequence()).isEqualTo(Fault.Consequence.ABORT);
    }

    private static void assertMismatch(UnaryOperator<SigningTerms> change) {
        try (var world = SigningWorld.of("3 of (a, b, c)", 5).prepareNonces(2)) {
            var terms = world.terms(SigningWorld.tweak(world.key(), 7), 2, 1, 2, 3);
            var other = change.apply(terms);
            assertThat(other.hash()).isNotEqualTo(terms.hash());
            var outcomes = Network.of(
                            terms.parties(), party -> world.agreement(party, party.equals(TWO) ? other : terms))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO, THREE), Fault.SETUP_MISMATCH);
            assertUntouched(world, 1, 2, 3);
        }
    }

    private static void assertWorldsMismatch(SigningWorld world, SigningWorld other) {
        world.prepareNonces(2);
        other.prepareNonces(2);
        var outcomes = Network.of(
                        List.of(world.agreement(ONE, world.terms(1, 1, 2)), other.agreement(TWO, other.terms(1, 1, 2))))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.SETUP_MISMATCH, TWO);
        Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.SETUP_MISMATCH, ONE);
        assertUntouched(world, 1, 2);
        assertUntouched(other, 1, 2);
    }

    private static void assertUntouched(SigningWorld world, int... signers) {
        for (var party : world.parties()) {
            assertThat(world.stock(party).available()).as("own nonces").isEqualTo(2);
            for (var other : world.parties()) {
                if (!other.equals(party))
                    assertThat(world.stock(party).availableOf(other))
                            .as("commitments")
                            .isEqualTo(2);
            }
        }
        try (var agreed = world.agree(world.terms(1, signers)).get(ONE)) {
            var first = agreed.setup().choices().get(ONE).items().get(TWO);
            assertThat(first.lowerSends().getFirst().index())
                    .as("first item of the stock")
                    .isZero();
            assertThat(first.higherSends().getFirst().index())
                    .as("first item of the stock")
                    .isZero();
        }
    }

    private static SigningTerms with(SigningTerms terms, KeyTweak tweak, List<Digest32> digests) {
        return new SigningTerms(
                terms.request(),
                terms.keyId(),
                terms.epoch(),
                terms.tree(),
                terms.parties(),
                tweak,
                terms.chainCode(),
                terms.policy(),
                digests);
    }
}
