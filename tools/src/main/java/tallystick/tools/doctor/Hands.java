package tallystick.tools.doctor;

import java.util.List;
import tallystick.core.places.Places;
import tallystick.core.topology.Weakness;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;

/// In whose hands a key is, by a document of places.
///
/// **Why** a quorum counts nodes; whoever runs enough of them needs nobody else.
public final class Hands {
    private static final String CHECK = "topology";

    private Hands() {}

    /// Looks at one key.
    ///
    /// @return one finding of what is well or is not known at all, or one of each grave weakness
    public static List<Finding> of(KeyCard key, Places places) {
        var name = key.id().toString().substring(0, 16);
        return QuorumTree.parse(key.tree()) instanceof Parsed.Ok<QuorumTree>(var tree)
                ? of(name, tree, places)
                : List.of();
    }

    static List<Finding> of(String name, QuorumTree tree, Places places) {
        if (places.stations().isEmpty())
            return List.of(Finding.warn(
                    name,
                    CHECK,
                    "nobody says who operates its nodes, and where: one hand may hold enough of them",
                    "./tallystick governance propose --places, with stations"));
        var names = tree.parties().stream().map(tree::nameOf).toList();
        var grave = places
                .topology(names)
                .weaknesses(set -> Coverage.satisfiedBy(tree, set), set -> Coverage.satisfiedBy(tree, set))
                .stream()
                .filter(Weakness::isGrave)
                .map(each -> Finding.fail(
                        name,
                        CHECK,
                        each.sentence(),
                        each.kind() == Weakness.Kind.UNKNOWN
                                ? "./tallystick governance propose --places, with all stations"
                                : "./tallystick governance propose --places, with a tree of nodes in other hands, then"
                                        + " ./tallystick ceremony reshare"))
                .toList();
        return grave.isEmpty()
                ? List.of(Finding.ok(name, CHECK, "no operator, zone or account can sign alone"))
                : grave;
    }
}
