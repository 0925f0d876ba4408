package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.TreeSharing;
import tallystick.mpc.kit.DealtKey;

class TreeSharingTest {
    private static final QuorumTree TREE = QuorumTree.parse("all(risk, 3 of (ceo*2, any(cfo, clerk), ops1, ops2))")
            .orThrow();

    private static List<List<Scalar>> coefficients(Group group, long seed) {
        var entropy = DealtKey.entropy(seed);
        var perGate = new ArrayList<List<Scalar>>();
        for (var gate : TREE.gates()) {
            var row = new ArrayList<Scalar>();
            for (var i = 1; i < gate.minChildren(); i++) row.add(group.randomScalar(entropy));
            perGate.add(row);
        }
        return perGate;
    }

    @Test
    void leaves_ofASmallTree_areAsByHand() {
        var group = Curve.SECP256K1.group();
        var tree = QuorumTree.parse("all(a, 2 of (b, c*2))").orThrow();
        var leaves = TreeSharing.leafScalars(
                tree, group.scalar(10), List.of(List.of(group.scalar(5)), List.of(group.scalar(7))));
        // root 10 + 5x: a = 15, gate 1 = 20; gate 1 20 + 7x: 27, 34, 41
        assertThat(leaves.values())
                .containsExactly(group.scalar(15), group.scalar(27), group.scalar(34), group.scalar(41));
    }

    @Test
    void pointsOfLeaves_areLeavesOfPoints_inBothGroups() {
        for (var curve : Curve.values()) {
            var group = curve.group();
            var constant = group.scalar(77);
            var perGate = coefficients(group, 3);
            var points = new ArrayList<List<Element>>();
            for (var row : perGate)
                points.add(row.stream().map(Scalar::timesGenerator).toList());
            var expected = new TreeMap<LeafId, Element>();
            TreeSharing.leafScalars(TREE, constant, perGate)
                    .forEach((leaf, scalar) -> expected.put(leaf, scalar.timesGenerator()));
            assertThat(TreeSharing.leafElements(TREE, constant.timesGenerator(), points))
                    .isEqualTo(expected);
            expected.forEach(
                    (leaf, point) -> assertThat(TreeSharing.leafElement(TREE, constant.timesGenerator(), points, leaf))
                            .isEqualTo(point));
            assertThat(expected).hasSize(7);
        }
    }

    @Test
    void zeroConstant_isTheIdentity_andStillDeals() {
        var group = Curve.SECP256K1.group();
        var perGate = coefficients(group, 4);
        var points = new ArrayList<List<Element>>();
        for (var row : perGate)
            points.add(row.stream().map(Scalar::timesGenerator).toList());
        var leaves = TreeSharing.leafElements(TREE, group.identity(), points);
        TreeSharing.leafScalars(TREE, group.scalar(0), perGate)
                .forEach((leaf, scalar) -> assertThat(leaves).containsEntry(leaf, scalar.timesGenerator()));
    }

    @Test
    void secretLeaves_areTheOpenOnes_andNothingElseStaysLent() {
        for (var curve : Curve.values()) {
            var group = curve.group();
            try (var home = SecretMemory.open()) {
                var perGate = coefficients(group, 5);
                var secrets = new ArrayList<List<SecretScalar>>();
                for (var row : perGate)
                    secrets.add(row.stream()
                            .map(value -> group.secretOf(value, home))
                            .toList());
                var expected = TreeSharing.leafScalars(TREE, group.scalar(9), perGate);
                try (var constant = group.secretOf(group.scalar(9), home)) {
                    var leaves = TreeSharing.leafSecrets(TREE, constant, secrets);
                    assertThat(leaves).hasSize(7);
                    leaves.forEach((leaf, secret) -> {
                        assertThat(secret.declassify(SecretAccess.TEST_VECTOR)).isEqualTo(expected.get(leaf));
                        secret.close();
                    });
                }
                secrets.forEach(row -> row.forEach(SecretScalar::close));
                assertThat(home.lentBytes()).isZero();
            }
        }
    }

    @Test
    void wrongNumberOfCoefficients_isTheCallersFault() {
        var group = Curve.SECP256K1.group();
        var good = coefficients(group, 6);
        for (var gate = 0; gate < good.size(); gate++) {
            var more = new ArrayList<>(good);
            var row = new ArrayList<>(good.get(gate));
            row.add(group.scalar(0));
            more.set(gate, row);
            assertThatThrownBy(() -> TreeSharing.leafScalars(TREE, group.scalar(1), more))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        var fewer = new ArrayList<>(good);
        fewer.set(1, good.get(1).subList(0, 1));
        assertThatThrownBy(() -> TreeSharing.leafScalars(TREE, group.scalar(1), fewer))
                .hasMessage("1 coefficients for gate 1 with 3 of its children needed");
        assertThatThrownBy(() -> TreeSharing.leafScalars(TREE, group.scalar(1), good.subList(0, 2)))
                .hasMessage("2 polynomials for 3 gates");
        var points = good.subList(0, 2).stream()
                .map(row -> row.stream().map(Scalar::timesGenerator).toList())
                .toList();
        var first = new LeafId(0);
        assertThatThrownBy(() -> TreeSharing.leafElement(TREE, group.identity(), points, first))
                .hasMessage("2 polynomials for 3 gates");
    }
}
