package tallystick.mpc.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.mpc.session.PartyId;

/// What a set of parties can reach in a quorum tree: the whole of it, or one lost leaf.
///
/// **Why** repair needs more than a satisfying set: two parties may satisfy `2 of (x, y, all(b, c))` and still know
/// nothing about how `b` and `c` share their gate's value. Backups need the opposite: who is in every satisfying set.
///
/// **Threads** pure functions of public values.
public final class Coverage {
    private Coverage() {}

    /// Whether `parties` hold enough leaves for every gate up to the root; parties with no part do no harm.
    public static boolean satisfies(QuorumTree tree, Collection<PartyId> parties) {
        return tree.meets(tree.root(), parties);
    }

    /// The same of parties by their names; names of nobody do no harm.
    public static boolean satisfiedBy(QuorumTree tree, Collection<String> names) {
        return satisfies(
                tree, names.stream().flatMap(name -> tree.party(name).stream()).toList());
    }

    /// The parties without whom nobody signs: each is in every satisfying set.
    public static SortedSet<PartyId> mandatory(QuorumTree tree) {
        var found = new TreeSet<PartyId>();
        for (var party : tree.parties()) {
            var others = new TreeSet<>(tree.parties());
            others.remove(party);
            if (!satisfies(tree, others)) found.add(party);
        }
        return Collections.unmodifiableSortedSet(found);
    }

    /// How the share of `lost` follows from the helpers' leaves: a non-zero coefficient for each leaf used, such that
    /// Σ coefficient·share is the lost share; empty where the helpers' leaves do not determine it.
    ///
    /// The rule is fixed: at each gate the value itself where it is known, then the first children known,
    /// ascending, as many as the gate's polynomial needs.
    public static Optional<SortedMap<LeafId, Scalar>> combination(
            QuorumTree tree, Collection<PartyId> helpers, LeafId lost, Group group) {
        var search = new Search(Set.copyOf(helpers), lost, group);
        return search.down(tree.root(), search.up(tree.root())).map(Collections::unmodifiableSortedMap);
    }

    private record Known(int x, SortedMap<LeafId, Scalar> value) {}

    private record Search(Set<PartyId> helpers, LeafId lost, Group group) {

        /// The value at `node` from the leaves below it.
        Optional<SortedMap<LeafId, Scalar>> up(Node node) {
            return switch (node) {
                case Node.Leaf(var id, var owner) ->
                    helpers.contains(owner) && !id.equals(lost)
                            ? Optional.of(new TreeMap<>(Map.of(id, group.scalar(1))))
                            : Optional.empty();
                case Node.Gate gate -> {
                    var known = knownChildren(gate);
                    yield known.size() < gate.minChildren()
                            ? Optional.empty()
                            : Optional.of(interpolate(known.subList(0, gate.minChildren()), 0));
                }
            };
        }

        /// The lost leaf below `node`, whose own value is `above` where it is known.
        Optional<SortedMap<LeafId, Scalar>> down(Node node, Optional<SortedMap<LeafId, Scalar>> above) {
            return switch (node) {
                case Node.Leaf(var id, var _) -> id.equals(lost) ? above : Optional.empty();
                case Node.Gate gate -> {
                    var points = new ArrayList<Known>();
                    above.ifPresent(value -> points.add(new Known(0, value)));
                    points.addAll(knownChildren(gate));
                    var enough = points.size() >= gate.minChildren();
                    var index = 1 + indexTowardsLost(gate);
                    if (index == 0) yield Optional.empty();
                    var child = gate.children().get(index - 1);
                    var value =
                            enough ? Optional.of(interpolate(points.subList(0, gate.minChildren()), index)) : up(child);
                    yield down(child, value);
                }
            };
        }

        private List<Known> knownChildren(Node.Gate gate) {
            var known = new ArrayList<Known>();
            for (var i = 1; i <= gate.children().size(); i++) {
                var x = i;
                up(gate.children().get(i - 1)).ifPresent(value -> known.add(new Known(x, value)));
            }
            return known;
        }

        private int indexTowardsLost(Node.Gate gate) {
            for (var i = 0; i < gate.children().size(); i++)
                if (holdsLost(gate.children().get(i))) return i;
            return -1;
        }

        private boolean holdsLost(Node node) {
            return switch (node) {
                case Node.Leaf(var id, var _) -> id.equals(lost);
                case Node.Gate gate -> gate.children().stream().anyMatch(this::holdsLost);
            };
        }

        /// Lagrange at `x` through the points, on coefficient vectors.
        private SortedMap<LeafId, Scalar> interpolate(List<Known> points, int x) {
            var sum = new TreeMap<LeafId, Scalar>();
            for (var point : points) {
                var numerator = group.scalar(1);
                var denominator = group.scalar(1);
                for (var other : points) {
                    if (other.x() == point.x()) continue;
                    numerator = numerator.times(group.scalar(x - other.x()));
                    denominator = denominator.times(group.scalar(point.x() - other.x()));
                }
                var factor = numerator.times(denominator.invert());
                point.value().forEach((leaf, scalar) -> sum.merge(leaf, scalar.times(factor), Scalar::plus));
            }
            sum.values().removeIf(Scalar::isZero);
            return sum;
        }
    }
}
