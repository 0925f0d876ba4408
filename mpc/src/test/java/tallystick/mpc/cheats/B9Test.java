package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;

/// A group key whose leaf points give one key to some signing sets and another to others.
@DisplayName("B9 public key inconsistent across signing sets")
class B9Test {
    @Test
    void groupKey_withAnyLeafPointOrTheKeyMoved_isMalformed() {
        var cases = 0;
        for (var tree : List.of("2 of (a, b, c)", "3 of (a*2, b, c*2)", "2 of (a, any(b, c), 2 of (d, e, f))"))
            for (var scheme : List.of(Scheme.FROST_BIP340, Scheme.FROST_ED25519))
                try (var dealt = DealtKey.deal(tree, scheme, 1)) {
                    var key = dealt.key();
                    assertThat(GroupKey.parse(key.encode()).orThrow()).isEqualTo(key);
                    for (var leaf : key.leafPoints().keySet()) {
                        var points = new TreeMap<>(key.leafPoints());
                        points.put(leaf, key.leafPoint(leaf).plus(key.group().generator()));
                        assertMalformed(
                                new GroupKey(key.id(), scheme, key.tree(), 1, key.point(), key.chainCode(), points));
                        cases++;
                    }
                    var moved = (Point) key.point().plus(key.group().generator());
                    assertMalformed(
                            new GroupKey(key.id(), scheme, key.tree(), 1, moved, key.chainCode(), key.leafPoints()));
                }
        assertThat(cases).isEqualTo(2 * (3 + 5 + 6));
    }

    private static void assertMalformed(GroupKey key) {
        assertThat(GroupKey.parse(key.encode()))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.expected())
                                .isEqualTo("leaf points that share the public key over the tree"));
    }
}
