package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.QuorumTree;

/// A dealer's sharing seen from outside: the value of every leaf in the exponent.
///
/// Constants of inner gates are never sent, they are their parent's evaluation and may be the identity.
final class PublicSharing {
    private PublicSharing() {}

    /// The point of every leaf, from the root's constant and each gate's coefficients in pre-order.
    ///
    /// @param rows as many as gates, each with exactly k−1 points: checked by the caller
    static SortedMap<LeafId, Element> leafPoints(QuorumTree tree, Element constant, List<List<Point>> rows) {
        var points = new TreeMap<LeafId, Element>();
        spread(tree.root(), constant, rows, points);
        return Collections.unmodifiableSortedMap(points);
    }

    private static void spread(
            Node node, Element value, List<List<Point>> rows, SortedMap<LeafId, Element> points) {
        switch (node) {
            case Node.Leaf(var id, _) -> points.put(id, value);
            case Node.Gate(var index, _, var children) -> {
                for (var i = 1; i <= children.size(); i++)
                    spread(children.get(i - 1), evaluate(value, rows.get(index), i), rows, points);
            }
        }
    }

    /// > FROST fig. 1, 2.2: g^f(i) = Π φ_k^(i^k).
    private static Element evaluate(Element value, List<Point> coefficients, int x) {
        var group = value.group();
        var terms = new ArrayList<Group.Term>();
        var power = group.scalar(1);
        terms.add(new Group.Term(power, value));
        for (var coefficient : coefficients) {
            power = power.times(group.scalar(x));
            terms.add(new Group.Term(power, coefficient));
        }
        return group.linearCombination(terms);
    }
}
