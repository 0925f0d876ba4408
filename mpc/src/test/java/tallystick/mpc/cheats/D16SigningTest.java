package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.GROUP;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretAccess;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.ecdsa.ZeroShares;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// D16 in signing: zero shares sum to zero in every set, are new in every session, and hide the additive shares; a pair
/// that does not agree on its values is named.
class D16SigningTest {
    @Test
    void zeroShares_sumToZero_inEverySubset() {
        try (var world = SigningWorld.of("2 of (a, b, c, d, e)", 16)) {
            var subsets = 0;
            for (var mask = 1; mask < 32; mask++) {
                var chosen = mask;
                var set = world.parties().stream()
                        .filter(party -> (chosen >> party.value() - 1 & 1) == 1)
                        .toList();
                if (set.size() < 2) continue;
                var sum = GROUP.scalar(0);
                for (var party : set) sum = sum.plus(zeroShare(world, party, set, SigningWorld.digest(mask)));
                assertThat(sum.isZero()).as("sum over %s", set).isTrue();
                subsets++;
            }
            assertThat(subsets).isEqualTo(26);
        }
    }

    @Test
    void zeroShares_ofTwoSessions_differ() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 16)) {
            var seen = new HashSet<Scalar>();
            for (var session = 0; session < 8; session++) {
                for (var party : world.parties())
                    assertThat(seen.add(zeroShare(world, party, world.parties(), SigningWorld.digest(session))))
                            .isTrue();
            }
            assertThat(seen).hasSize(24);
        }
    }

    @Test
    void keySharePoints_areNewInEverySessionAndForEveryDigest() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 16).prepareNonces(6)) {
            var points = new HashSet<Point>();
            var openings = 0;
            for (var session = 0; session < 3; session++) {
                var agreed = world.agree(world.terms(2, 1, 2));
                var network = SigningWorld.signing(agreed);
                Outcomes.assertFinished(network.run());
                var reader = Signing.of(agreed.get(ONE));
                for (var parcel : network.sent()) {
                    if (!(reader.parse(parcel.message()).orThrow() instanceof SigningMessage.Opening opening)) continue;
                    opening.indices().forEach(index -> points.add(index.keyPoint()));
                    openings += opening.indices().size();
                }
            }
            assertThat(openings).isEqualTo(12);
            assertThat(points).as("each the point of no other opening").hasSize(12);
        }
    }

    @Test
    void seedThatDiffersBetweenAPair_isThePeersToThePair_andADisputeToOthers() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 16).prepareNonces(2)) {
            var pairs = new TreeMap<>(world.pairsOf(TWO, 1, UnaryOperator.identity()));
            pairs.put(THREE, world.pairsOf(TWO, 1, _ -> SigningWorld.digest(1)).get(THREE));
            var cheater =
                    new EcdsaKeyShare(world.key().share(TWO), pairs, world.key().home());
            var terms = world.terms(2, 1, 2, 3);
            var outcomes = SigningWorld.signing(D8Test.agree(world, terms, TWO, cheater))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ZERO_SHARE_DISPUTE, TWO, THREE);
            assertThat(Outcomes.blameOf(outcomes, ONE).suspects()).isTrue();
            // Each of the pair knows its own value; the cheater, running honest code here, as well.
            Outcomes.assertBlamed(outcomes, List.of(THREE), Fault.WRONG_ZERO_SHARE, TWO);
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.WRONG_ZERO_SHARE, THREE);
            assertThat(Outcomes.blameOf(outcomes, THREE).suspects()).isFalse();
            assertThat(Fault.ZERO_SHARE_DISPUTE.consequence()).isEqualTo(Fault.Consequence.ABORT);
        }
    }

    @Test
    void valueDisclosedOtherThanUsed_doesNotFitItsSendersPoint() {
        assertDisclosure((_, message) -> withValue(message, 0, 0), List.of(ONE, THREE), Fault.KEY_SHARE_SUM, TWO);
        assertDisclosure((_, message) -> withValue(message, 1, 1), List.of(ONE, THREE), Fault.KEY_SHARE_SUM, TWO);
    }

    @Test
    void seedThatDiffers_betweenTwoParties_isThePeers() {
        try (var world = SigningWorld.of("2 of (a, b)", 16).prepareNonces(1)) {
            var pairs = world.pairsOf(TWO, 1, _ -> SigningWorld.digest(1));
            var cheater =
                    new EcdsaKeyShare(world.key().share(TWO), pairs, world.key().home());
            var outcomes = SigningWorld.signing(D8Test.agree(world, world.terms(1, 1, 2), TWO, cheater))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.WRONG_ZERO_SHARE, TWO);
        }
    }

    @Test
    void valuesOfOtherDigestsDisclosed_areAWrongCount() {
        assertDisclosure(
                (_, message) -> new SigningMessage.Disclosure(
                        message.run(), message.view(), message.indices().subList(0, 1)),
                List.of(ONE, THREE),
                Fault.WRONG_COUNT,
                TWO);
    }

    @Test
    void valuesInAnotherOrder_areAWrongCount() {
        assertDisclosure(
                (_, message) -> new SigningMessage.Disclosure(
                        message.run(), message.view(), message.indices().reversed()),
                List.of(ONE, THREE),
                Fault.WRONG_COUNT,
                TWO);
    }

    @Test
    void valuesOverAnotherView_nameNobody() {
        assertDisclosure(
                (_, message) -> new SigningMessage.Disclosure(message.run(), SigningWorld.digest(9), message.indices()),
                List.of(ONE, THREE),
                Fault.ECHO_MISMATCH);
    }

    @Test
    void shareSentWhereThePointsDoNotFit_isItsSendersFault() {
        var shares = List.of(
                new SigningMessage.SignatureShare(GROUP.scalar(1), GROUP.scalar(2)),
                new SigningMessage.SignatureShare(GROUP.scalar(3), GROUP.scalar(4)));
        assertDisclosure(
                (_, message) -> new SigningMessage.Shares(message.run(), message.view(), shares),
                List.of(ONE, THREE),
                Fault.KEY_SHARE_SUM,
                TWO);
    }

    @Test
    void disclosureWherePointsFit_isItsSendersFault() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 16).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2, 3));
            var values = List.of(new SigningMessage.DisclosedIndex(0, List.of(GROUP.scalar(1), GROUP.scalar(2))));
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.messages(
                            TWO,
                            agreed,
                            SigningMessage.Shares.class,
                            (_, old) -> new SigningMessage.Disclosure(old.run(), old.view(), values)))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.KEY_SHARE_SUM, TWO);
        }
    }

    private interface Change {
        SigningMessage of(PartyId to, SigningMessage.Disclosure message);
    }

    /// Seeds of parties 2 and 3 differ, so that all disclose; what party 2 discloses is changed on the way.
    private static void assertDisclosure(Change change, List<PartyId> honest, Fault fault, PartyId... culprits) {
        try (var world = SigningWorld.of("3 of (a, b, c)", 16).prepareNonces(2)) {
            var agreed = disputed(world);
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.messages(TWO, agreed, SigningMessage.Disclosure.class, change::of))
                    .run();
            Outcomes.assertBlamed(outcomes, honest, fault, culprits);
        }
    }

    private static SortedMap<PartyId, ChosenSetup> disputed(SigningWorld world) {
        var pairs = new TreeMap<>(world.pairsOf(TWO, 1, UnaryOperator.identity()));
        pairs.put(THREE, world.pairsOf(TWO, 1, _ -> SigningWorld.digest(1)).get(THREE));
        var cheater =
                new EcdsaKeyShare(world.key().share(TWO), pairs, world.key().home());
        return D8Test.agree(world, world.terms(2, 1, 2, 3), TWO, cheater);
    }

    private static SigningMessage withValue(SigningMessage.Disclosure message, int index, int place) {
        var indices = new ArrayList<>(message.indices());
        var values = new ArrayList<>(indices.get(index).pairValues());
        values.set(place, SigningCheat.next(values.get(place)));
        indices.set(index, new SigningMessage.DisclosedIndex(indices.get(index).index(), values));
        return new SigningMessage.Disclosure(message.run(), message.view(), indices);
    }

    private static Scalar zeroShare(SigningWorld world, PartyId party, List<PartyId> set, Digest32 session) {
        SortedMap<PartyId, PairSecrets> pairs = world.pairsOf(party, 1, UnaryOperator.identity());
        pairs.keySet().retainAll(set);
        try (var share =
                ZeroShares.of(party, pairs, session, world.key().home()).orElseThrow()) {
            return share.declassify(SecretAccess.TEST_VECTOR);
        } finally {
            pairs.values().forEach(PairSecrets::close);
        }
    }

    /// Whoever agrees and never signs closes what it holds.
    @Test
    void agreedAndClosed_leavesNoSecretOpen() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 16)) {
            var before = world.openSecretBytes();
            var agreed = world.prepareNonces(1).agree(world.terms(1, 1, 2, 3));
            assertThat(world.openSecretBytes()).isGreaterThan(before);
            agreed.values().forEach(ChosenSetup::close);
            assertThat(world.openSecretBytes()).isEqualTo(before);
        }
    }
}
