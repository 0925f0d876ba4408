package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.RandomTree;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.PartyId;

/// Over random quorum trees: every satisfying set makes ECDSA signatures by the key and by a child of it, and there are
/// no terms for any other set. The signatures are verified by who makes them, before they are released.
class EcdsaTreesTest {
    private static final int TREES = 150;
    private static final int PARTIES_MAX = 5;

    @Test
    void randomTrees_signWithEverySatisfyingSetAndNoOther() {
        var signed = 0;
        var refused = 0;
        var trees = 0;
        for (var seed = 1L; trees < TREES; seed++) {
            var text = new RandomTree(new Random(seed)::nextInt, 3, 2).gate(2);
            if (!(QuorumTree.parse(text) instanceof Parsed.Ok<QuorumTree>(var tree))
                    || tree.parties().size() > PARTIES_MAX) continue;
            trees++;
            try (var world = SigningWorld.of(DealtKey.deal(tree, Scheme.ECDSA_SECP256K1, seed), seed)) {
                for (var subset : subsets(tree.parties())) {
                    if (tree.qualify(subset) instanceof Qualification.Qualified) {
                        sign(world, subset, seed);
                        signed++;
                    } else refused++;
                }
            } catch (AssertionError e) {
                throw new AssertionError("seed %d, %s".formatted(seed, tree), e);
            }
        }
        assertThat(signed).isGreaterThan(300);
        assertThat(refused).isGreaterThan(300);
    }

    private static void sign(SigningWorld world, List<PartyId> set, long seed) {
        var numbers = set.stream().mapToInt(PartyId::value).toArray();
        var child = SigningWorld.tweak(world.key(), (int) seed);
        var terms = seed % 2 == 0
                ? world.prepareNonces(1).terms(1, numbers)
                : world.prepareNonces(1).terms(child, 1, numbers);
        for (var result : world.sign(terms).values())
            assertThat(result.signatures()
                            .getFirst()
                            .verifies(world.signingKey(terms), terms.digests().getFirst()))
                    .isTrue();
    }

    private static List<List<PartyId>> subsets(List<PartyId> parties) {
        var subsets = new ArrayList<List<PartyId>>();
        for (var bits = 1; bits < 1 << parties.size(); bits++) {
            var chosen = bits;
            subsets.add(parties.stream()
                    .filter(party -> (chosen >> parties.indexOf(party) & 1) == 1)
                    .toList());
        }
        return subsets;
    }
}
