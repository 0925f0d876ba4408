package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// A5: a lying requester hands parties different terms. They find out before anything is opened, and nobody is banned:
/// it costs each party what itself has chosen.
class A5SigningTest {
    private static final int NONCES = 4;

    @Test
    void otherMessage_isFoundBeforeAnythingIsOpened() {
        assertMismatch(terms -> with(terms, terms.tweak(), List.of(SigningWorld.digest(7), SigningWorld.digest(1))));
    }

    @Test
    void messagesInAnotherOrder_areFoundBeforeAnythingIsOpened() {
        assertMismatch(terms -> with(terms, terms.tweak(), terms.digests().reversed()));
    }

    @Test
    void oneMessageLess_isFoundBeforeAnythingIsOpened() {
        assertMismatch(terms -> with(terms, terms.tweak(), List.of(SigningWorld.digest(0))));
    }

    @Test
    void otherPath_isFoundBeforeAnythingIsOpened() {
        try (var same = SigningWorld.of("3 of (a, b, c)", 5)) {
            assertMismatch(terms -> with(terms, SigningWorld.tweak(same.key(), 8), terms.digests()));
        }
    }

    @Test
    void noPath_isFoundBeforeAnythingIsOpened() {
        assertMismatch(terms -> with(terms, KeyTweak.none(Curve.SECP256K1), terms.digests()));
    }

    @Test
    void otherPolicy_isFoundBeforeAnythingIsOpened() {
        assertMismatch(terms -> new SigningTerms(
                terms.request(),
                terms.keyId(),
                terms.keyHash(),
                terms.epoch(),
                terms.tree(),
                terms.parties(),
                terms.roster(),
                terms.tweak(),
                terms.chainCode(),
                SigningWorld.digest(50),
                terms.digests()));
    }

    /// An identity key was changed and one party has the old one still: by that alone it would take a good consent
    /// for a forged one, and name an honest peer.
    @Test
    void staleIdentityKeyAtOneParty_isFoundBeforeAnythingIsOpened_andNamesNobody() {
        for (var replaced : List.of(ONE, THREE)) {
            try (var world = SigningWorld.of("3 of (a, b, c)", 5)) {
                var stale = world.roll().with(replaced, 77);
                assertThat(stale.verifies(replaced, SigningWorld.digest(1), signed(world, replaced)))
                        .isFalse();
                assertMismatch(world, terms -> with(terms, stale.hashOf(terms.parties())), stale);
            }
        }
    }

    /// The one whose own key is the old one there.
    @Test
    void staleIdentityKeyOfOneself_isFoundBeforeAnythingIsOpened_andNamesNobody() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 5)) {
            var stale = world.roll().with(TWO, 77);
            assertMismatch(world, terms -> with(terms, stale.hashOf(terms.parties())), stale);
        }
    }

    /// What else stands in a roster is not of this session.
    @Test
    void identityKeyOfAPartyThatDoesNotSign_mayDiffer() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 5)) {
            var terms = world.prepareNonces(1).terms(1, 1, 2);
            var other = world.roll().with(THREE, 77);
            var agreed = Outcomes.assertFinished(
                    Network.of(List.of(world.agreement(ONE, terms), world.agreement(TWO, terms, other)))
                            .run());
            assertThat(Outcomes.assertFinished(SigningWorld.signing(agreed).run()))
                    .hasSize(2);
        }
    }

    private static Bytes signed(SigningWorld world, PartyId party) {
        return world.roll().identity(party).sign(SigningWorld.digest(1));
    }

    private static SigningTerms with(SigningTerms terms, Digest32 roster) {
        return new SigningTerms(
                terms.request(),
                terms.keyId(),
                terms.keyHash(),
                terms.epoch(),
                terms.tree(),
                terms.parties(),
                roster,
                terms.tweak(),
                terms.chainCode(),
                terms.policy(),
                terms.digests());
    }

    @Test
    void runInWhichPartiesSign_isNamedByEveryFieldOfTheTerms() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 5)) {
            var terms = world.terms(1, 1, 2);
            var others = List.of(
                    with(terms, SigningWorld.digest(51), terms.parties(), terms.policy()),
                    with(terms, terms.keyHash(), List.of(ONE, THREE), terms.policy()),
                    with(terms, terms.keyHash(), terms.parties(), SigningWorld.digest(52)),
                    with(terms, SigningWorld.digest(53)),
                    with(terms, SigningWorld.tweak(world.key(), 9), terms.digests()),
                    with(terms, terms.tweak(), List.of(SigningWorld.digest(77))));
            assertThat(others).allSatisfy(other -> {
                assertThat(other.request()).isEqualTo(terms.request());
                assertThat(Signing.runOf(other)).isNotEqualTo(Signing.runOf(terms));
            });
        }
    }

    private static SigningTerms with(SigningTerms terms, Digest32 keyHash, List<PartyId> parties, Digest32 policy) {
        return new SigningTerms(
                terms.request(),
                terms.keyId(),
                keyHash,
                terms.epoch(),
                terms.tree(),
                parties,
                terms.roster(),
                terms.tweak(),
                terms.chainCode(),
                policy,
                terms.digests());
    }

    @Test
    void otherSigningSet_neverMeets_andNothingIsOpened() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 5);
                var same = SigningWorld.of("2 of (a, b, c)", 5)) {
            var before = world.openSecretBytes();
            var terms = world.prepareNonces(NONCES).terms(1, 1, 2);
            var other = same.terms(1, 2, 3);
            assertThat(other.request()).isEqualTo(terms.request());
            var outcomes = Network.of(List.of(world.agreement(ONE, terms), world.agreement(TWO, other)))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ABSENT, TWO);
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.ABSENT, THREE);
            assertChoicesLost(world, before, _ -> NONCES, ONE, 1, 2);
        }
    }

    @Test
    void otherEpoch_isFoundBeforeAnythingIsOpened() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 5);
                var world = SigningWorld.of(DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 5), 5);
                var later = SigningWorld.of(dealt.refreshed(6), 5)) {
            assertWorldsMismatch(world, later);
        }
    }

    @Test
    void otherTree_isFoundBeforeAnythingIsOpened() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 5);
                var other = SigningWorld.of("2 of (a, b, c, d)", 5)) {
            assertThat(other.key().key().id()).isEqualTo(world.key().key().id());
            assertWorldsMismatch(world, other);
        }
    }

    @Test
    void otherChainCode_isFoundBeforeAnythingIsOpened() {
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

    /// Two attempts at one epoch have key, epoch, tree, point and chain code in common.
    @Test
    void otherAttemptAtTheSameEpoch_isFoundBeforeAnythingIsOpened() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.ECDSA_SECP256K1, 5);
                var world = SigningWorld.of("2 of (a, b, c)", 5);
                var attempt = dealt.refreshed(6)) {
            var was = dealt.key();
            var rival = new GroupKey(
                    was.id(),
                    was.scheme(),
                    was.tree(),
                    was.epoch(),
                    was.point(),
                    was.chainCode(),
                    attempt.key().leafPoints());
            try (var other = SigningWorld.of(attempt.under(rival), 5)) {
                assertWorldsMismatch(world, other);
            }
        }
    }

    @Test
    void setupMismatch_costsTheSessionOnly() {
        assertThat(Fault.SETUP_MISMATCH.consequence()).isEqualTo(Fault.Consequence.ABORT);
    }

    private static void assertMismatch(UnaryOperator<SigningTerms> change) {
        try (var world = SigningWorld.of("3 of (a, b, c)", 5)) {
            assertMismatch(world, change, world.roll());
        }
    }

    /// @param believed the roster of party 2
    private static void assertMismatch(SigningWorld world, UnaryOperator<SigningTerms> change, Roster believed) {
        var before = world.openSecretBytes();
        var terms = world.prepareNonces(NONCES).terms(SigningWorld.tweak(world.key(), 7), 2, 1, 2, 3);
        var other = change.apply(terms);
        assertThat(other.hash()).isNotEqualTo(terms.hash());
        var outcomes = Network.of(
                        terms.parties(),
                        party -> party.equals(TWO)
                                ? world.agreement(TWO, other, believed)
                                : world.agreement(party, terms))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, TWO, THREE), Fault.SETUP_MISMATCH);
        assertChoicesLost(world, before, each -> world.stock(each).available(), TWO, 1, 2, 3);
    }

    private static void assertWorldsMismatch(SigningWorld world, SigningWorld other) {
        var before = world.openSecretBytes();
        var otherBefore = other.openSecretBytes();
        world.prepareNonces(NONCES);
        // In other batches: else what is named there would be known here.
        other.prepareNonces(1).prepareNonces(NONCES - 1);
        var outcomes = Network.of(
                        List.of(world.agreement(ONE, world.terms(1, 1, 2)), other.agreement(TWO, other.terms(1, 1, 2))))
                .run();
        Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.SETUP_MISMATCH);
        assertChoicesLost(world, before, _ -> NONCES, ONE, 1, 2);
        assertChoicesLost(other, otherBefore, _ -> NONCES, TWO, 1, 2);
    }

    /// Nothing but what was named is gone, no secret is left open, and with what is left of the stock the parties sign.
    ///
    /// @param before secret bytes open before there were nonces
    /// @param commitments how many of each party's are left to the others
    /// @param chooser whose nonces were taken
    private static void assertChoicesLost(
            SigningWorld world, long before, ToIntFunction<PartyId> commitments, PartyId chooser, int... signers) {
        for (var party : world.parties()) {
            for (var other : world.parties()) {
                if (!other.equals(party))
                    assertThat(world.stock(party).availableOf(other))
                            .as("commitments")
                            .isEqualTo(commitments.applyAsInt(other));
            }
        }
        assertThat(world.stock(chooser).available()).as("own nonces").isLessThan(NONCES);
        world.sign(world.terms(1, signers));
        world.parties().forEach(party -> world.stock(party).close());
        assertThat(world.openSecretBytes()).isEqualTo(before);
    }

    private static SigningTerms with(SigningTerms terms, KeyTweak tweak, List<Digest32> digests) {
        return new SigningTerms(
                terms.request(),
                terms.keyId(),
                terms.keyHash(),
                terms.epoch(),
                terms.tree(),
                terms.parties(),
                terms.roster(),
                tweak,
                terms.chainCode(),
                terms.policy(),
                digests);
    }
}
