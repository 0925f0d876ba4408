package tallystick.node.documents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Roster;

/// Words of nodes that somebody brought: of those that are new here, the nodes' own.
///
/// **Why** verified before anybody waits for the documents: whoever is of the roster may bring hundreds that are made
/// up, and every judgement would wait for as long as it takes to find that.
///
/// **Threads** immutable.
///
/// @param roster by which they were verified
/// @param own those that the nodes they name signed
/// @param forged one that the node it names did not sign, about a version that is not in force yet
record Words(Roster roster, List<Pledge> own, Optional<Pledge> forged) {
    /// How far ahead of the version in force words are kept.
    private static final int AHEAD_MAX = 16;

    Words {
        own = List.copyOf(own);
    }

    /// @param workspace as it is now, or was a moment ago
    /// @param brought of each node two at most, as a covenant has them
    static Words verified(Workspace workspace, Collection<Pledge> brought) {
        var roster = workspace.roster();
        var own = new ArrayList<Pledge>();
        Optional<Pledge> forged = Optional.empty();
        for (var pledge : brought) {
            if (!isNew(workspace, pledge) || !isNamed(roster, pledge)) continue;
            if (isOf(roster, pledge)) own.add(pledge);
            // What is in force may have been pledged to by a key that the node had before.
            else if (forged.isEmpty() && isAhead(workspace, pledge) && !isOfAnother(workspace, pledge))
                forged = Optional.of(pledge);
        }
        return new Words(roster, own, forged);
    }

    /// The same by documents that may have changed meanwhile.
    Words in(Workspace workspace) {
        return workspace.roster().equals(roster) ? this : verified(workspace, own);
    }

    /// Whether it is of this workspace, about a version that is due or was, and not known.
    static boolean isNew(Workspace workspace, Pledge pledge) {
        var version = pledge.version();
        var activation = workspace.activations().get(version.kind());
        return pledge.workspace().equals(workspace.id())
                && activation != null
                && version.number() <= activation.current().version() + AHEAD_MAX
                && workspace.pledges().getOrDefault(version, List.of()).stream()
                        .noneMatch(word -> isInPlaceOf(workspace, word, pledge));
    }

    /// Whether a word leaves no place for another: it says the same of the same node, and is by the key that the node
    /// has now.
    private static boolean isInPlaceOf(Workspace workspace, Pledge word, Pledge pledge) {
        return saysTheSame(word, pledge) && (word.equals(pledge) || isOf(workspace.roster(), word));
    }

    /// Whether two words are one node's, and say the same of one version.
    static boolean saysTheSame(Pledge word, Pledge pledge) {
        return word.node().equals(pledge.node()) && word.isKept() == pledge.isKept();
    }

    /// Whether it is by a key that the node had before, or is about to have: who brings it has what others said by
    /// another roster, and made up nothing.
    private static boolean isOfAnother(Workspace workspace, Pledge pledge) {
        var were = workspace.history().getOrDefault(DocumentKind.ROSTER, List.of()).stream()
                .map(Taken::document);
        var next = workspace.activation(DocumentKind.ROSTER).prepared().stream();
        return Stream.concat(were, next)
                .map(document -> Roster.parse(document.content()).orThrow())
                .anyMatch(roster -> isOf(roster, pledge));
    }

    private static boolean isAhead(Workspace workspace, Pledge pledge) {
        var version = pledge.version();
        return version.number() > workspace.activation(version.kind()).current().version();
    }

    private static boolean isNamed(Roster roster, Pledge pledge) {
        return roster.nodes().stream().anyMatch(node -> node.name().equals(pledge.node()));
    }

    private static boolean isOf(Roster roster, Pledge pledge) {
        return roster.nodes().stream()
                .anyMatch(node -> node.name().equals(pledge.node()) && pledge.isBy(node.identity()));
    }
}
