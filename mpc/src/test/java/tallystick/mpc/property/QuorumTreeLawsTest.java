package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.access.TreeSharing;
import tallystick.mpc.kit.Choices;
import tallystick.mpc.kit.RandomTree;
import tallystick.mpc.kit.Span;
import tallystick.mpc.session.PartyId;

/// For every tree and every set of its parties: those who satisfy it rebuild the secret, all others know nothing of it.
class QuorumTreeLawsTest {
    private static final BigInteger SECP256K1_ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final BigInteger ED25519_ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final int PARTIES_MAX = 6;

    private record Tally(int trees, int qualified, int spoilt, int unmet) {
        Tally plus(Tally other) {
            return new Tally(
                    trees + other.trees, qualified + other.qualified, spoilt + other.spoilt, unmet + other.unmet);
        }
    }

    @Test
    void everySmallTree_isReconstructedByExactlyItsSatisfyingSets() {
        var choices = new Choices();
        var tally = new Tally(0, 0, 0, 0);
        while (choices.another()) {
            var text = new RandomTree(choices::pick, 3, 2).gate(1);
            tally = tally.plus(check(text, Curve.SECP256K1.group(), new SplittableRandom(1)));
        }
        assertThat(tally.trees()).isEqualTo(2 + 9 + 29);
    }

    /// One or two terms a gate, three gates deep: 37 + 2·37² trees, of which 128 have 8 parties and 512 have 7.
    @Test
    void everySmallNestedTree_isReconstructedByExactlyItsSatisfyingSets() {
        var choices = new Choices();
        var tally = new Tally(0, 0, 0, 0);
        while (choices.another()) {
            var text = new RandomTree(choices::pick, 2, 1).gate(3);
            tally = tally.plus(check(text, Curve.ED25519.group(), new SplittableRandom(2)));
        }
        assertThat(tally.trees()).isEqualTo(37 + 2 * 37 * 37 - 128 - 512);
    }

    @Test
    void randomTrees_areReconstructedByExactlyTheirSatisfyingSets() {
        var tally = new Tally(0, 0, 0, 0);
        for (var seed = 1; seed <= 2000; seed++) {
            var chance = new SplittableRandom(seed);
            var curve = seed % 2 == 0 ? Curve.SECP256K1 : Curve.ED25519;
            try {
                tally = tally.plus(check(
                        new RandomTree(chance::nextInt, 4, 3).gate(1 + chance.nextInt(4)), curve.group(), chance));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(tally.trees()).as("%s", tally).isGreaterThan(1000);
        assertThat(tally.qualified()).isGreaterThan(5000);
        assertThat(tally.spoilt()).isGreaterThan(1000);
        assertThat(tally.unmet()).isGreaterThan(5000);
    }

    /// Nothing for a tree that is refused or has too many parties to try all sets.
    private static Tally check(String text, Group group, RandomGenerator chance) {
        if (!(QuorumTree.parseSingleHolder(text) instanceof Parsed.Ok<QuorumTree>(var tree))
                || tree.parties().size() > PARTIES_MAX) return new Tally(0, 0, 0, 0);
        assertThat(QuorumTree.parseSingleHolder(tree.toString()).orThrow()).hasToString(tree.toString());
        assertThat(QuorumTree.parse(text) instanceof Parsed.Ok)
                .isEqualTo(tree.parties().stream().noneMatch(party -> satisfies(tree.root(), List.of(party))));

        var secret = group.scalar(chance.nextLong());
        var leaves = TreeSharing.leafScalars(tree, secret, coefficients(tree, group, chance));
        var span = new Span(tree, group.curve() == Curve.SECP256K1 ? SECP256K1_ORDER : ED25519_ORDER);
        var tally = new Tally(1, 0, 0, 0);
        for (var bits = 0; bits < 1 << tree.parties().size(); bits++) {
            var subset = subset(tree.parties(), bits);
            var satisfied = satisfies(tree.root(), subset);
            var known = subset.stream()
                    .flatMap(party -> tree.leavesOf(party).stream())
                    .map(Node.Leaf::id)
                    .toList();
            assertThat(span.determines(known)).as("%s by %s", tree, subset).isEqualTo(satisfied);
            switch (tree.qualify(subset)) {
                case Qualification.Qualified(var set) -> {
                    assertThat(satisfied).isTrue();
                    assertThat(reconstruct(set, leaves, group))
                            .as("%s by %s", tree, subset)
                            .isEqualTo(secret);
                    tally = tally.plus(new Tally(0, 1, 0, 0));
                }
                case Qualification.Unqualified(var why)
                when satisfied -> {
                    assertThat(why).endsWith("without a part");
                    tally = tally.plus(new Tally(0, 0, 1, 0));
                }
                case Qualification.Unqualified(var why) -> {
                    assertThat(why).startsWith(tree.gates().isEmpty() ? "party" : "gate");
                    tally = tally.plus(new Tally(0, 0, 0, 1));
                }
            }
        }
        return tally;
    }

    private static Scalar reconstruct(SigningSet set, SortedMap<LeafId, Scalar> leaves, Group group) {
        var sum = group.scalar(0);
        for (var party : set.parties()) {
            var additive = group.scalar(0);
            for (var leaf : set.tree().leavesOf(party)) {
                var coefficient = set.coefficients(group).get(leaf.id());
                assertThat(coefficient.isZero()).isFalse();
                additive = additive.plus(coefficient.times(leaves.get(leaf.id())));
            }
            sum = sum.plus(additive);
        }
        return sum;
    }

    private static List<List<Scalar>> coefficients(QuorumTree tree, Group group, RandomGenerator chance) {
        var perGate = new ArrayList<List<Scalar>>();
        for (var gate : tree.gates())
            perGate.add(IntStream.range(1, gate.minChildren())
                    .mapToObj(_ -> group.scalar(chance.nextLong()).times(group.scalar(chance.nextLong())))
                    .toList());
        return perGate;
    }

    private static boolean satisfies(Node node, Collection<PartyId> parties) {
        return switch (node) {
            case Node.Leaf leaf -> parties.contains(leaf.owner());
            case Node.Gate gate -> {
                var met = 0;
                for (var child : gate.children()) if (satisfies(child, parties)) met++;
                yield met >= gate.minChildren();
            }
        };
    }

    private static List<PartyId> subset(List<PartyId> parties, int bits) {
        return IntStream.range(0, parties.size())
                .filter(i -> (bits >> i & 1) == 1)
                .mapToObj(parties::get)
                .toList();
    }
}
