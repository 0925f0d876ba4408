package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.Qualification;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.frost.Ciphersuite;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.session.PartyId;

/// Over random quorum trees: every satisfying set signs under every scheme, every other set is refused.
class FrostTreesTest {
    private static final int TREES = 12;

    @Test
    void randomTrees_signWithEverySatisfyingSetAndNoOther() {
        var signed = 0;
        var refused = 0;
        for (var seed = 0; seed < TREES; seed++) {
            var tree = randomTree(seed);
            for (var scheme : FrostTrial.SCHEMES) {
                try (var dealt = DealtKey.deal(tree, scheme, seed)) {
                    for (var subset : subsets(tree.parties())) {
                        if (tree.qualify(subset) instanceof Qualification.Qualified qualified) {
                            assertSigns(dealt, qualified.set(), seed);
                            signed++;
                        } else refused++;
                    }
                } catch (AssertionError e) {
                    throw new AssertionError("seed %d, %s, %s".formatted(seed, scheme, tree), e);
                }
            }
        }
        assertThat(signed).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void refreshedShares_signUnderTheSameKey_andOldOnesDoNotMix() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("all(risk, 2 of (a, b, c))", scheme, 77);
                    var refreshed = dealt.refreshed(78)) {
                assertThat(refreshed.key().point()).isEqualTo(dealt.key().point());
                assertThat(refreshed.key().leafPoints())
                        .isNotEqualTo(dealt.key().leafPoints());
                assertSigns(refreshed, refreshed.set(1, 2, 4), 1);
            }
        }
    }

    private static void assertSigns(DealtKey dealt, SigningSet set, long seed) {
        var taproot =
                dealt.key().scheme() == Scheme.FROST_BIP340 ? new TaprootTweak.KeyOnly() : new TaprootTweak.None();
        var request = new SigningRequest(FrostTrial.message(seed), FrostTrial.child(dealt, seed), taproot);
        var setup = FrostTrial.setup(dealt, set, List.of(request));
        var outputs =
                Outcomes.assertFinished(FrostTrial.network(dealt, setup, seed).run());
        for (var signatures : outputs.values())
            assertThat(Ciphersuite.of(dealt.key().scheme())
                            .verify(setup.outputKeys().getFirst().point(), request.message(), signatures.getFirst()))
                    .isTrue();
    }

    private static List<List<PartyId>> subsets(List<PartyId> parties) {
        var subsets = new ArrayList<List<PartyId>>();
        for (var bits = 1; bits < 1 << parties.size(); bits++) {
            var subset = new ArrayList<PartyId>();
            for (var i = 0; i < parties.size(); i++) if ((bits >> i & 1) == 1) subset.add(parties.get(i));
            subsets.add(subset);
        }
        return subsets;
    }

    /// A tree of at most five participants that nobody satisfies alone.
    private static QuorumTree randomTree(long seed) {
        var random = new Random(seed);
        while (true) {
            var names = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
            var text = gate(random, names, 1);
            if (QuorumTree.parse(text) instanceof Parsed.Ok<QuorumTree> good) return good.value();
        }
    }

    private static String gate(Random random, List<String> names, int depth) {
        var children = new ArrayList<String>();
        var leaves = 0;
        var wanted = 2 + random.nextInt(3);
        while (children.size() < wanted && !names.isEmpty()) {
            if (depth < 3 && names.size() > 2 && random.nextInt(3) == 0) {
                children.add(gate(random, names, depth + 1));
                leaves++;
            } else {
                var weight = 1 + random.nextInt(2);
                children.add(names.removeFirst() + (weight == 1 ? "" : "*" + weight));
                leaves += weight;
            }
        }
        return "%d of (%s)".formatted(1 + random.nextInt(Math.max(leaves, 1)), String.join(", ", children));
    }
}
