package tallystick.mpc.access;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.session.PartyId;

/// Proof, in a type, that these parties satisfy the tree: only [QuorumTree#qualify] makes one.
///
/// The coefficients turn leaf shares into additive shares: Σ coefficient·leaf = key. They interpolate over *all*
/// children of a gate that the set satisfies, as FROST does when more than the least number sign.
///
/// **Threads** safe for many threads; coefficients are computed once per curve.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-4.2 RFC 9591 §4.2 (polynomials)
public final class SigningSet {
    private final QuorumTree tree;
    private final List<PartyId> parties;
    private final Map<Curve, SortedMap<LeafId, Scalar>> computed = new EnumMap<>(Curve.class);

    SigningSet(QuorumTree tree, List<PartyId> parties) {
        this.tree = tree;
        this.parties = List.copyOf(parties);
    }

    /// The tree.
    public QuorumTree tree() {
        return tree;
    }

    /// Ascending, distinct.
    public List<PartyId> parties() {
        return parties;
    }

    /// For every leaf owned by a party of the set its coefficient, zero included.
    public SortedMap<LeafId, Scalar> coefficients(Group group) {
        synchronized (computed) {
            return computed.computeIfAbsent(group.curve(), _ -> compute(group));
        }
    }

    /// Two sets are equal iff their trees and parties are.
    @Override
    public boolean equals(Object other) {
        return other instanceof SigningSet that && tree.equals(that.tree) && parties.equals(that.parties);
    }

    @Override
    public int hashCode() {
        return 31 * tree.hashCode() + parties.hashCode();
    }

    @Override
    public String toString() {
        return "%s of %s".formatted(parties, tree);
    }

    /// @spec docs/spec/quorum-tree.md#QT-7 quorum-tree
    private SortedMap<LeafId, Scalar> compute(Group group) {
        var coefficients = new TreeMap<LeafId, Scalar>();
        descend(tree.root(), group.scalar(1), group, coefficients);
        return Collections.unmodifiableSortedMap(coefficients);
    }

    private void descend(Node node, Scalar path, Group group, SortedMap<LeafId, Scalar> coefficients) {
        switch (node) {
            case Node.Leaf leaf when parties.contains(leaf.owner()) -> coefficients.put(leaf.id(), path);
            case Node.Leaf _ -> {}
            case Node.Gate gate -> {
                var weights = tree.meets(gate, parties)
                        ? lagrangeAtZero(gate, group)
                        : Collections.<Integer, Scalar>emptyMap();
                for (var i = 1; i <= gate.children().size(); i++) {
                    var weight = weights.getOrDefault(i, group.scalar(0));
                    descend(gate.children().get(i - 1), path.times(weight), group, coefficients);
                }
            }
        }
    }

    /// λ_i = Π_{j≠i} j/(j−i) over the children the set satisfies, numbered from 1 after weights are expanded.
    private Map<Integer, Scalar> lagrangeAtZero(Node.Gate gate, Group group) {
        var met = new TreeMap<Integer, Scalar>();
        for (var i = 1; i <= gate.children().size(); i++) {
            if (tree.meets(gate.children().get(i - 1), parties)) met.put(i, group.scalar(1));
        }
        for (var entry : met.entrySet()) {
            var above = group.scalar(1);
            var below = group.scalar(1);
            for (int j : met.keySet()) {
                if (j == entry.getKey()) continue;
                above = above.times(group.scalar(j));
                below = below.times(group.scalar(j - (long) entry.getKey()));
            }
            entry.setValue(above.times(below.invert()));
        }
        return met;
    }
}
