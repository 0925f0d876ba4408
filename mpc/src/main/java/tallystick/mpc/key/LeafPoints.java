package tallystick.mpc.key;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.LeafId;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.session.Invariant;

/// Whether points at the leaves of a tree share one public key, found by a single linear combination of them.
///
/// **Why** a key's bytes come from strangers. Interpolating each child of a gate from the others takes as many
/// multiplications as a gate has pairs of children: a thousand for the largest trees, a tenth of a second.
///
/// At a gate of n children, of which k determine the rest, the values are of degree below k if and only if
/// Σ_i (−1)^i·C(n−1, i−1)·i^t·value_i = 0 for t = 0 … n−k−1: differences of order n−1 of what has a
/// degree below n−1. All these equations, and that the root's constant is the key, are added with weights that are
/// powers of a number nobody knows before the points are fixed. So what does not fit fails but for one such number in
/// 2^246.
///
/// **Threads** one at a time. **Timing** variable.
final class LeafPoints {
    private final Group group;
    private final SortedMap<LeafId, Element> leafPoints;
    private final Scalar challenge;
    private final List<Group.Term> terms = new ArrayList<>();
    private Scalar weight;

    private LeafPoints(Group group, SortedMap<LeafId, Element> leafPoints, Scalar challenge) {
        this.group = group;
        this.leafPoints = leafPoints;
        this.challenge = challenge;
        this.weight = group.scalar(1);
    }

    /// Whether they are evaluations, in the exponent, of polynomials of the gates' degrees that begin at `key`: any
    /// qualified set then interpolates to the same key.
    ///
    /// @spec docs/spec/key-share.md#KS-6 key-share
    static boolean share(Point key, QuorumTree tree, SortedMap<LeafId, Element> leafPoints) {
        var group = key.group();
        var sum = new LeafPoints(group, leafPoints, challenge(key, tree, leafPoints));
        sum.terms.add(new Group.Term(group.scalar(-1), key));
        sum.add(tree.root(), group.scalar(1));
        return group.linearCombination(sum.terms).equals(group.identity());
    }

    private static Scalar challenge(Point key, QuorumTree tree, SortedMap<LeafId, Element> leafPoints) {
        var points = leafPoints.values().stream().map(Element::encode).toList();
        return key.group()
                .hashToScalar(Transcript.of("tallystick/key/v1/leaf-points")
                        .add("quorum tree", Bytes.ofUtf8(tree.toString()))
                        .add("public key", key.encode())
                        .add("leaf points", points));
    }

    private void add(Node node, Scalar factor) {
        switch (node) {
            case Node.Leaf(var id, var _) ->
                terms.add(new Group.Term(factor, Invariant.present(leafPoints.get(id), "a point for every leaf")));
            case Node.Gate(var _, var minChildren, var children) -> {
                var constants = binomials(minChildren);
                var differences = binomials(children.size() - 1);
                var weights = weights(children.size() - minChildren);
                for (var i = 1; i <= children.size(); i++) {
                    var inConstant = i > minChildren ? 0 : -alternating(i, constants[i]);
                    var inChecks = evaluate(weights, i).times(group.scalar(alternating(i, differences[i - 1])));
                    add(
                            children.get(i - 1),
                            factor.times(group.scalar(inConstant)).plus(inChecks));
                }
            }
        }
    }

    /// The next powers of the challenge, one for each equation of a gate.
    private List<Scalar> weights(int count) {
        var weights = new ArrayList<Scalar>();
        for (var t = 0; t < count; t++) {
            weight = weight.times(challenge);
            weights.add(weight);
        }
        return weights;
    }

    private Scalar evaluate(List<Scalar> coefficients, int at) {
        var x = group.scalar(at);
        var value = group.scalar(0);
        for (var coefficient : coefficients.reversed()) value = value.times(x).plus(coefficient);
        return value;
    }

    private static long alternating(int i, long value) {
        return i % 2 == 0 ? value : -value;
    }

    /// C(n, 0) … C(n, n); a tree's gates have at most 64 children, and C(64, 32) is below 2^63.
    private static long[] binomials(int n) {
        var row = new long[n + 1];
        row[0] = 1;
        for (var line = 1; line <= n; line++) for (var i = line; i > 0; i--) row[i] = Math.addExact(row[i], row[i - 1]);
        return row;
    }
}
