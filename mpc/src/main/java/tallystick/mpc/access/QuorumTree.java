package tallystick.mpc.access;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.PartyId;

/// Which share holders can sign, written as a tree: the sharing itself has this shape (`crypto.md` §1).
///
/// **Form** text such as `2 of (a, b, c)`, `all(risk, 1 of (client, backup))`, `all(risk, 5 of (ceo*3, cfo*3, ops1))`;
/// one canonical print. Specified in `docs/spec/quorum-tree.md`. **Threads** immutable.
public final class QuorumTree {
    private QuorumTree() {}

    /// Reads any spelling of a tree; refuses no leaf, k below 1 or above the children, a tree one participant satisfies
    /// alone, depth above 4, more than 64 leaves, duplicate names.
    public static Parsed<QuorumTree> parse(String text) {
        throw new UnsupportedOperationException();
    }

    /// Like [#parse] but allows a tree one participant satisfies alone: tests and single-holder trials only.
    public static Parsed<QuorumTree> parseSingleHolder(String text) {
        throw new UnsupportedOperationException();
    }

    /// `minSigners of (p1, …, pn)`.
    public static QuorumTree kOfN(int minSigners, int maxSigners) {
        throw new UnsupportedOperationException();
    }

    /// The canonical text; `parse` reads it back to an equal tree.
    @Override
    public String toString() {
        throw new UnsupportedOperationException();
    }

    /// Hash of the canonical text, inside every key's transcript.
    public Digest32 hash() {
        throw new UnsupportedOperationException();
    }

    /// The root after expansion of weights.
    public Node root() {
        throw new UnsupportedOperationException();
    }

    /// All participants, ascending: 1..n by first occurrence in the text.
    public List<PartyId> parties() {
        throw new UnsupportedOperationException();
    }

    /// A participant's name.
    public String nameOf(PartyId party) {
        throw new UnsupportedOperationException();
    }

    /// The participant called `name`.
    public Optional<PartyId> party(String name) {
        throw new UnsupportedOperationException();
    }

    /// All leaves, ascending.
    public List<Node.Leaf> leaves() {
        throw new UnsupportedOperationException();
    }

    /// A participant's leaves, ascending.
    public List<Node.Leaf> leavesOf(PartyId party) {
        throw new UnsupportedOperationException();
    }

    /// All gates in pre-order.
    public List<Node.Gate> gates() {
        throw new UnsupportedOperationException();
    }

    /// Whether these can sign together, every one of them with a non-zero part.
    public Qualification qualify(Collection<PartyId> parties) {
        throw new UnsupportedOperationException();
    }
}
