package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Element;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;

@DisplayName("Leaf points, docs/spec/key-share.md › KS-6")
class LeafPointsTest {
    private static final List<Scheme> SCHEMES = List.of(Scheme.FROST_BIP340, Scheme.FROST_ED25519);

    @Test
    void pointsOfAnyDegree_areTakenBelowTheGates_andRefusedFromThere() {
        var cases = 0;
        for (var scheme : SCHEMES)
            for (var children = 3; children <= 7; children++)
                for (var wanted = 2; wanted <= children; wanted++)
                    for (var dealt = 2; dealt <= children; dealt++)
                        try (var other = DealtKey.deal(QuorumTree.kOfN(dealt, children), scheme, 7)) {
                            var relabelled = over(QuorumTree.kOfN(wanted, children), other.key());
                            assertThat(isRead(relabelled))
                                    .as("%d of %d, read as %d", dealt, children, wanted)
                                    .isEqualTo(dealt <= wanted);
                            cases++;
                        }
        assertThat(cases).isEqualTo(2 * (4 + 9 + 16 + 25 + 36));
    }

    /// What is wrong at one gate is as much too low at another: equations added without weights would not tell.
    @Test
    void errorsOfTwoGatesThatCancelEachOther_areRefused() {
        for (var scheme : SCHEMES)
            try (var dealt = DealtKey.deal("2 of (2 of (a, b, c), 2 of (d, e, f))", scheme, 3)) {
                var key = dealt.key();
                for (var first = 0; first < 3; first++)
                    for (var second = 3; second < 6; second++) {
                        var points = new TreeMap<>(key.leafPoints());
                        points.merge(new LeafId(first), key.group().generator(), Element::plus);
                        points.merge(new LeafId(second), key.group().generator(), Element::minus);
                        assertThat(isRead(with(key, points))).isFalse();
                    }
                assertThat(isRead(key)).isTrue();
            }
    }

    @Test
    void pointsThatAreTheNeutralElement_areTakenWhereTheyFit() {
        for (var scheme : SCHEMES)
            try (var dealt = DealtKey.deal("2 of (a, b)", scheme, 5)) {
                var key = dealt.key();
                var points = new TreeMap<LeafId, Element>();
                points.put(new LeafId(0), key.group().identity());
                points.put(new LeafId(1), key.group().identity().minus(key.point()));
                assertThat(isRead(with(key, points))).isTrue();
                points.put(new LeafId(1), key.group().identity());
                assertThat(isRead(with(key, points))).isFalse();
            }
    }

    private static boolean isRead(GroupKey key) {
        return GroupKey.parse(key.encode()) instanceof Parsed.Ok<GroupKey>;
    }

    private static GroupKey over(QuorumTree tree, GroupKey key) {
        return new GroupKey(key.id(), key.scheme(), tree, 1, key.point(), key.chainCode(), key.leafPoints());
    }

    private static GroupKey with(GroupKey key, SortedMap<LeafId, Element> points) {
        return new GroupKey(key.id(), key.scheme(), key.tree(), 1, key.point(), key.chainCode(), points);
    }
}
