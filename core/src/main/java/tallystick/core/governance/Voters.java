package tallystick.core.governance;

import java.util.List;
import tallystick.crypto.codec.Parsed;

/// Which nodes' words a version of a document needs: those of all, but for the nodes that it removes.
///
/// **Why** a node that is silent for ever could otherwise not be removed, since its word on its own removal would be
/// waited for. More than half of the nodes have to stay: of any two versions of one number that both have their words,
/// some node gave its word to both.
public final class Voters {
    private Voters() {}

    /// The roster in force, without the nodes that are not asked.
    ///
    /// @param next the version in question
    /// @spec docs/spec/governance.md#GO-28 governance
    public static Roster of(Roster inForce, Document next) {
        var staying = staying(inForce, next);
        var nodes = inForce.nodes();
        if (staying.size() == nodes.size() || 2 * staying.size() <= nodes.size()) return inForce;
        return new Roster(
                inForce.version(),
                inForce.members().stream()
                        .filter(member -> member.role() != Member.Role.NODE || staying.contains(member))
                        .toList());
    }

    /// Whether a node of the roster in force is none of the next: of its name, or with its identity key.
    public static boolean removesNodes(Roster inForce, Document next) {
        return staying(inForce, next).size() < inForce.nodes().size();
    }

    private static List<Member> staying(Roster inForce, Document next) {
        if (next.kind() != DocumentKind.ROSTER
                || !(Roster.parse(next.content()) instanceof Parsed.Ok<Roster>(var roster))) return inForce.nodes();
        return inForce.nodes().stream()
                .filter(node -> roster.nodes().stream()
                        .anyMatch(other -> other.name().equals(node.name())
                                && other.identity().equals(node.identity())))
                .toList();
    }
}
