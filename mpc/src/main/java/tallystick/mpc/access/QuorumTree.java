package tallystick.mpc.access;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.session.PartyId;

/// Which share holders can sign, written as a tree: the sharing itself has this shape.
///
/// **Why** one public recursion gives the sharing, the coefficients and the test whether somebody can sign, so that
/// plain k-of-n, weights and mandatory parties are one code path in every protocol.
///
/// **Form** text such as `2 of (a, b, c)`, `all(risk, any(client, backup))`, `all(risk, 5 of (ceo*3, cfo*3, ops1))`;
/// one canonical print. Specified in `docs/spec/quorum-tree.md`. Two trees are equal iff their canonical texts are.
///
/// **Threads** any: immutable, but for the sets that were found to satisfy it, of which the last few are kept, since
/// the same few sign again and again and a set computes its coefficients once.
public final class QuorumTree {
    private static final int SETS_KEPT_MAX = 16;

    private final Node root;
    private final List<String> names;
    private final List<Node.Leaf> leaves;
    private final List<Node.Gate> gates;
    private final String text;
    private final Deque<SigningSet> kept = new ArrayDeque<>();

    private QuorumTree(QuorumText.Term term) {
        var numbering = new Numbering();
        this.root = numbering.expand(term);
        this.names = List.copyOf(numbering.names);
        this.leaves = List.copyOf(numbering.leaves);
        this.gates = gatesOf(root);
        this.text = print(term);
    }

    /// Reads any spelling of a tree; refuses no leaf, k below 1 or above the children, a weight above the k of its
    /// gate, a tree one participant satisfies alone, depth above 4, more than 64 leaves or gates, duplicate names.
    public static Parsed<QuorumTree> parse(String text) {
        return switch (parseSingleHolder(text)) {
            case Parsed.Malformed<QuorumTree> malformed -> malformed;
            case Parsed.Ok<QuorumTree>(var tree) -> {
                var alone = tree.parties().stream()
                        .filter(party -> tree.meets(tree.root, List.of(party)))
                        .findFirst();
                yield alone.isEmpty()
                        ? new Parsed.Ok<>(tree)
                        : new Parsed.Malformed<>(
                                0, "tree that no participant satisfies alone, %s does".formatted(alone.get()));
            }
        };
    }

    /// Like [#parse] but allows a tree one participant satisfies alone: tests and single-holder trials only.
    public static Parsed<QuorumTree> parseSingleHolder(String text) {
        return QuorumText.parse(text).map(QuorumTree::new);
    }

    /// `minSigners of (p1, …, pn)`.
    ///
    /// @param minSigners 2..maxSigners
    /// @param maxSigners 2..64
    /// @throws IllegalArgumentException if out of range: the caller's fault
    public static QuorumTree kOfN(int minSigners, int maxSigners) {
        var names = IntStream.rangeClosed(1, maxSigners).mapToObj(i -> "p" + i).collect(Collectors.joining(", "));
        return parse("%d of (%s)".formatted(minSigners, names)).orThrow();
    }

    /// The canonical text; `parse` reads it back to an equal tree.
    @Override
    public String toString() {
        return text;
    }

    /// Hash of the canonical text, inside every key's transcript.
    public Digest32 hash() {
        return Transcript.of("tallystick/quorum-tree/v1/hash").add("text", text).digest();
    }

    /// The root after expansion of weights.
    public Node root() {
        return root;
    }

    /// All participants, ascending: 1..n by first occurrence in the text.
    public List<PartyId> parties() {
        return IntStream.rangeClosed(1, names.size()).mapToObj(PartyId::new).toList();
    }

    /// A participant's name.
    ///
    /// @throws IllegalArgumentException if it is not in the tree: the caller's fault
    public String nameOf(PartyId party) {
        if (party.value() > names.size()) throw new IllegalArgumentException("%s not in the tree".formatted(party));
        return names.get(party.value() - 1);
    }

    /// The participant called `name`.
    public Optional<PartyId> party(String name) {
        var place = names.indexOf(name);
        return place < 0 ? Optional.empty() : Optional.of(new PartyId(place + 1));
    }

    /// All leaves, ascending.
    public List<Node.Leaf> leaves() {
        return leaves;
    }

    /// A participant's leaves, ascending; none if it is not in the tree.
    public List<Node.Leaf> leavesOf(PartyId party) {
        return leaves.stream().filter(leaf -> leaf.owner().equals(party)).toList();
    }

    /// All gates in pre-order.
    public List<Node.Gate> gates() {
        return gates;
    }

    /// Whether these can sign together, every one of them with a non-zero part.
    public Qualification qualify(Collection<PartyId> parties) {
        var set = new TreeSet<>(parties);
        if (set.size() != parties.size()) return new Qualification.Unqualified("a party more than once");
        for (var party : set) {
            if (party.value() > names.size())
                return new Qualification.Unqualified("%s not in the tree".formatted(party));
        }
        if (!meets(root, set)) return new Qualification.Unqualified(firstUnmet(root, set));
        var using = new HashSet<PartyId>();
        collectUsed(root, set, using);
        for (var party : set) {
            if (!using.contains(party)) return new Qualification.Unqualified("%s without a part".formatted(party));
        }
        return new Qualification.Qualified(kept(List.copyOf(set)));
    }

    private SigningSet kept(List<PartyId> parties) {
        synchronized (kept) {
            for (var each : kept) if (each.parties().equals(parties)) return each;
            if (kept.size() == SETS_KEPT_MAX) kept.removeLast();
            var fresh = new SigningSet(this, parties);
            kept.addFirst(fresh);
            return fresh;
        }
    }

    /// Whether a subtree's value can be rebuilt by `parties`.
    boolean meets(Node node, Collection<PartyId> parties) {
        return switch (node) {
            case Node.Leaf leaf -> parties.contains(leaf.owner());
            case Node.Gate gate -> met(gate, parties) >= gate.minChildren();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuorumTree that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private long met(Node.Gate gate, Collection<PartyId> parties) {
        return gate.children().stream().filter(child -> meets(child, parties)).count();
    }

    /// Leaves below an unmet gate get coefficient zero; all others are used (a Lagrange coefficient is never zero).
    private void collectUsed(Node node, Collection<PartyId> parties, Collection<PartyId> using) {
        if (!meets(node, parties)) return;
        switch (node) {
            case Node.Leaf leaf -> using.add(leaf.owner());
            case Node.Gate gate -> gate.children().forEach(child -> collectUsed(child, parties, using));
        }
    }

    private String firstUnmet(Node node, Collection<PartyId> parties) {
        return switch (node) {
            case Node.Leaf leaf -> "%s is missing".formatted(leaf.owner());
            case Node.Gate gate -> {
                for (var child : gate.children()) {
                    if (child instanceof Node.Gate inner && !meets(inner, parties)) yield firstUnmet(inner, parties);
                }
                yield "gate %d has %d of %d children".formatted(gate.index(), met(gate, parties), gate.minChildren());
            }
        };
    }

    private static List<Node.Gate> gatesOf(Node root) {
        var gates = new ArrayList<Node.Gate>();
        collectGates(root, gates);
        return List.copyOf(gates);
    }

    private static void collectGates(Node node, List<Node.Gate> gates) {
        if (node instanceof Node.Gate gate) {
            gates.add(gate);
            gate.children().forEach(child -> collectGates(child, gates));
        }
    }

    private static String print(QuorumText.Term term) {
        return switch (term) {
            case QuorumText.Term.Share(var name, var weight) -> weight == 1 ? name : name + "*" + weight;
            case QuorumText.Term.Gate(var minChildren, var terms) -> {
                var children = terms.stream().mapToInt(QuorumTree::childrenOf).sum();
                var list = terms.stream().map(QuorumTree::print).collect(Collectors.joining(", ", "(", ")"));
                if (minChildren == children) yield "all" + list;
                yield minChildren == 1 ? "any" + list : minChildren + " of " + list;
            }
        };
    }

    private static int childrenOf(QuorumText.Term term) {
        return term instanceof QuorumText.Term.Share share ? share.weight() : 1;
    }

    /// Gives numbers in the order of the text: parties from 1, leaves and gates from 0.
    private static final class Numbering {
        private final List<String> names = new ArrayList<>();
        private final List<Node.Leaf> leaves = new ArrayList<>();
        private int gates;

        Node expand(QuorumText.Term term) {
            return switch (term) {
                case QuorumText.Term.Share share -> expandShare(share).getFirst();
                case QuorumText.Term.Gate gate -> expandGate(gate);
            };
        }

        private Node expandGate(QuorumText.Term.Gate gate) {
            var index = gates++;
            var children = new ArrayList<Node>();
            for (var term : gate.terms()) {
                switch (term) {
                    case QuorumText.Term.Share share -> children.addAll(expandShare(share));
                    case QuorumText.Term.Gate inner -> children.add(expandGate(inner));
                }
            }
            return new Node.Gate(index, gate.minChildren(), children);
        }

        private List<Node.Leaf> expandShare(QuorumText.Term.Share share) {
            names.add(share.name());
            var owner = new PartyId(names.size());
            var mine = new ArrayList<Node.Leaf>();
            for (var i = 0; i < share.weight(); i++) mine.add(new Node.Leaf(new LeafId(leaves.size() + i), owner));
            leaves.addAll(mine);
            return mine;
        }
    }
}
