package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.session.PartyId;

/// Which leaves determine which: by coefficients that really give back a dealt share.
class CoverageTest {
    private static List<PartyId> parties(int... numbers) {
        return Arrays.stream(numbers).mapToObj(PartyId::new).toList();
    }

    private static QuorumTree tree(String text) {
        return QuorumTree.parse(text).orThrow();
    }

    /// Whether the helpers' leaves determine the lost one; if so, that the coefficients rebuild it.
    private static boolean determined(String text, int lost, int... helpers) {
        for (var scheme : List.of(Scheme.ECDSA_SECP256K1, Scheme.FROST_ED25519))
            try (var dealt = DealtKey.deal(text, scheme, 3)) {
                var tree = dealt.key().tree();
                var group = dealt.key().group();
                var found = Coverage.combination(tree, parties(helpers), new LeafId(lost), group);
                if (found.isEmpty()) return false;
                var points = new ArrayList<Group.Term>();
                found.get().forEach((leaf, coefficient) -> {
                    assertThat(coefficient.isZero()).isFalse();
                    assertThat(leaf).isNotEqualTo(new LeafId(lost));
                    assertThat(helpers)
                            .contains(tree.leaves().get(leaf.value()).owner().value());
                    points.add(new Group.Term(coefficient, dealt.key().leafPoint(leaf)));
                });
                assertThat(group.linearCombination(points))
                        .isEqualTo(dealt.key().leafPoint(new LeafId(lost)));
            }
        return true;
    }

    @Test
    void flatTree_needsAsManyAsTheThreshold() {
        assertThat(determined("2 of (a, b, c)", 2, 1, 2)).isTrue();
        assertThat(determined("2 of (a, b, c)", 0, 2, 3)).isTrue();
        assertThat(determined("2 of (a, b, c)", 1, 1)).isFalse();
        assertThat(determined("3 of (a, b, c, d)", 3, 1, 2)).isFalse();
        assertThat(determined("3 of (a, b, c, d, e)", 4, 4, 2, 1)).isTrue();
        assertThat(determined("all(a, b)", 1, 1)).isFalse();
    }

    @Test
    void nestedTree_goesUpAndDownThroughKnownGates() {
        // b of 2 of (b, c) follows from the gate's value, which x and y determine, and from c.
        assertThat(determined("2 of (x, y, all(b, c))", 2, 1, 2, 4)).isTrue();
        assertThat(determined("2 of (x, y, all(b, c))", 3, 1, 2, 3)).isTrue();
        // The value of the gate alone says nothing about how b and c share it.
        assertThat(determined("2 of (x, y, all(b, c))", 2, 1, 2)).isFalse();
        assertThat(determined("2 of (x, y, all(b, c))", 0, 2, 3, 4)).isTrue();
        assertThat(determined("2 of (x, y, all(b, c))", 0, 2, 3)).isFalse();
        assertThat(determined("2 of (x, y, 2 of (b, c, d))", 4, 3, 4)).isTrue();
        assertThat(determined("all(x, any(y, z))", 1, 3)).isTrue();
        assertThat(determined("all(x, any(y, z))", 2, 2)).isTrue();
        assertThat(determined("all(x, any(y, z))", 1, 1)).isFalse();
        assertThat(determined("3 of (x, 2 of (a, b, c), 2 of (d, e, f), y)", 6, 1, 8, 2, 3, 5))
                .isTrue();
        assertThat(determined("3 of (x, 2 of (a, b, c), 2 of (d, e, f), y)", 6, 1, 8, 2, 5))
                .isFalse();
    }

    @Test
    void ownOtherLeaves_count_butNeverTheLostOne() {
        assertThat(determined("3 of (a*2, b, c)", 0, 1, 2, 3)).isTrue();
        assertThat(determined("3 of (a*2, b, c)", 0, 2, 3)).isFalse();
        assertThat(determined("3 of (a*2, b, c)", 2, 1, 3)).isTrue();
    }

    @Test
    void leafThatIsNotInTheTree_isNotDetermined() {
        var tree = tree("2 of (a, b, c)");
        var group = Scheme.ECDSA_SECP256K1.curve().group();
        assertThat(Coverage.combination(tree, parties(1, 2, 3), new LeafId(9), group))
                .isEmpty();
    }

    @Test
    void coefficients_areThoseOfLagrange() {
        var group = Scheme.ECDSA_SECP256K1.curve().group();
        var found = Coverage.combination(tree("2 of (a, b, c)"), parties(1, 2), new LeafId(2), group)
                .orElseThrow();
        // The line through (1, f(1)) and (2, f(2)) at 3: 2·f(2) - f(1).
        assertThat(found.keySet()).containsExactly(new LeafId(0), new LeafId(1));
        assertThat(found.values()).containsExactly(group.scalar(-1), group.scalar(2));
        assertThat(found.values().stream().reduce(Scalar::plus)).contains(group.scalar(1));
    }

    @Test
    void satisfyingSets_andTheMandatory() {
        var tree = tree("all(risk, any(client, spare))");
        assertThat(Coverage.satisfies(tree, parties(1, 2))).isTrue();
        assertThat(Coverage.satisfies(tree, parties(1, 3, 9))).isTrue();
        assertThat(Coverage.satisfies(tree, parties(2, 3))).isFalse();
        assertThat(Coverage.mandatory(tree)).containsExactly(new PartyId(1));
        assertThat(Coverage.mandatory(tree("2 of (a, b, c)"))).isEmpty();
        assertThat(Coverage.mandatory(tree("all(a, b)"))).containsExactlyElementsOf(parties(1, 2));
    }
}
