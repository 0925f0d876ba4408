package tallystick.mpc.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.Held;

/// Dealing one value down a quorum tree: each gate has a polynomial whose constant is the value that reached the gate,
/// and its i-th child receives the polynomial at i.
///
/// **Form** `perGate.get(g)` holds the coefficients of x¹, x², … of gate number g, exactly `minChildren − 1` of
/// them: constants of inner gates are derived, never given. A wrong count is the caller's fault, so bytes from a
/// stranger are counted before they get here.
///
/// The three methods are one recursion over three algebras: scalars in the open, their images in the group
/// (commitments), and secrets. `leafElements` of the images is the image of `leafScalars`.
///
/// **Threads** pure.
public final class TreeSharing {
    private TreeSharing() {}

    /// In the open, for tests and recovery. **Timing** variable.
    /// @spec docs/spec/quorum-tree.md#QT-6 quorum-tree
    public static SortedMap<LeafId, Scalar> leafScalars(QuorumTree tree, Scalar constant, List<List<Scalar>> perGate) {
        var group = constant.group();
        return deal(tree, constant, perGate, (coefficients, at) -> {
            var x = group.scalar(at);
            var value = coefficients.getLast();
            for (var i = coefficients.size() - 2; i >= 0; i--)
                value = value.times(x).plus(coefficients.get(i));
            return value;
        });
    }

    /// In the group: each leaf's public point from the commitments to the coefficients. **Timing** variable.
    public static SortedMap<LeafId, Element> leafElements(
            QuorumTree tree, Element constant, List<List<Element>> perGate) {
        return deal(tree, constant, perGate, TreeSharing::evaluate);
    }

    /// One leaf's public point of [#leafElements]: only the polynomials above it are evaluated.
    ///
    /// @throws IllegalArgumentException if the tree has no such leaf: the caller's fault
    public static Element leafElement(QuorumTree tree, Element constant, List<List<Element>> perGate, LeafId leaf) {
        requireCounts(tree, perGate);
        var found = new TreeMap<LeafId, Element>();
        descend(tree.root(), constant, perGate::get, TreeSharing::evaluate, node -> holds(node, leaf), found);
        if (found.isEmpty()) throw new IllegalArgumentException("no leaf %d".formatted(leaf.value()));
        return found.firstEntry().getValue();
    }

    private static boolean holds(Node node, LeafId leaf) {
        return switch (node) {
            case Node.Leaf(var id, var _) -> id.equals(leaf);
            case Node.Gate gate -> gate.children().stream().anyMatch(child -> holds(child, leaf));
        };
    }

    /// The polynomial with these commitments, constant first, at `at`.
    /// @spec docs/spec/quorum-tree.md#QT-5 quorum-tree
    public static Element evaluate(List<Element> coefficients, int at) {
        var x = coefficients.getFirst().group().scalar(at);
        var value = coefficients.getLast();
        for (var i = coefficients.size() - 2; i >= 0; i--)
            value = value.times(x).plus(coefficients.get(i));
        return value;
    }

    /// In secret: each leaf's share, which the caller closes; the arguments stay the caller's. **Timing**
    /// constant for a given tree.
    /// @spec docs/spec/quorum-tree.md#QT-3 quorum-tree
    public static SortedMap<LeafId, SecretScalar> leafSecrets(
            QuorumTree tree, SecretScalar constant, List<List<SecretScalar>> perGate) {
        var shares = new TreeMap<LeafId, SecretScalar>();
        try (var between = new Held();
                var held = new Held()) {
            var dealt = deal(
                    tree,
                    constant,
                    perGate,
                    (coefficients, at) -> between.hold(evaluateSecret(coefficients, at), SecretScalar::close));
            dealt.forEach((leaf, value) -> shares.put(leaf, held.hold(value.copy(), SecretScalar::close)));
            return held.release(Collections.unmodifiableSortedMap(shares));
        }
    }

    private static SecretScalar evaluateSecret(List<SecretScalar> coefficients, int at) {
        var x = coefficients.getFirst().group().scalar(at);
        var value = coefficients.getLast().copy();
        for (var i = coefficients.size() - 2; i >= 0; i--) {
            try (var before = value;
                    var product = before.times(x)) {
                value = product.plus(coefficients.get(i));
            }
        }
        return value;
    }

    /// @spec docs/spec/quorum-tree.md#QT-4 quorum-tree
    private static <T> SortedMap<LeafId, T> deal(
            QuorumTree tree, T constant, List<List<T>> perGate, BiFunction<List<T>, Integer, T> evaluate) {
        requireCounts(tree, perGate);
        var leaves = new TreeMap<LeafId, T>();
        descend(tree.root(), constant, perGate::get, evaluate, _ -> true, leaves);
        return Collections.unmodifiableSortedMap(leaves);
    }

    private static <T> void requireCounts(QuorumTree tree, List<List<T>> perGate) {
        if (perGate.size() != tree.gates().size())
            throw new IllegalArgumentException("%d polynomials for %d gates"
                    .formatted(perGate.size(), tree.gates().size()));
        for (var gate : tree.gates()) {
            var count = perGate.get(gate.index()).size();
            if (count != gate.minChildren() - 1)
                throw new IllegalArgumentException("%d coefficients for gate %d with %d of its children needed"
                        .formatted(count, gate.index(), gate.minChildren()));
        }
    }

    /// @spec docs/spec/quorum-tree.md#QT-2 quorum-tree
    private static <T> void descend(
            Node node,
            T value,
            IntFunction<List<T>> coefficientsOf,
            BiFunction<List<T>, Integer, T> evaluate,
            Predicate<Node> isWanted,
            SortedMap<LeafId, T> leaves) {
        switch (node) {
            case Node.Leaf leaf -> leaves.put(leaf.id(), value);
            case Node.Gate gate -> {
                var polynomial = new ArrayList<T>();
                polynomial.add(value);
                polynomial.addAll(coefficientsOf.apply(gate.index()));
                for (var i = 1; i <= gate.children().size(); i++) {
                    var child = gate.children().get(i - 1);
                    if (!isWanted.test(child)) continue;
                    var dealt = evaluate.apply(List.copyOf(polynomial), i);
                    descend(child, dealt, coefficientsOf, evaluate, isWanted, leaves);
                }
            }
        }
    }
}
