package tallystick.node.documents;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tallystick.core.book.BookInForce;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.places.Places;
import tallystick.core.policy.judge.Level;
import tallystick.crypto.hash.Digest32;

/// The documents by which a node judges at one moment.
///
/// **Threads** immutable.
///
/// @param workspace hash of the genesis
/// @param policy the policy in force; while the glass is broken the one for emergencies
/// @param ancestors versions of the policy that were in force last before it, the latest first, at most eight; none of
/// the one for emergencies
/// @param places where keys are kept and what nodes are
/// @param freezes what is frozen
/// @param documents by kind
public record InForce(
        Digest32 workspace,
        Directory people,
        Level policy,
        List<Level> ancestors,
        BookInForce book,
        FactKeys factKeys,
        Places places,
        Roster roster,
        Freezes freezes,
        Map<DocumentKind, Document> documents) {
    /// Copies.
    public InForce {
        ancestors = List.copyOf(ancestors);
        documents = Map.copyOf(documents);
    }

    /// The organisation's policy, and those of places inside.
    public List<Level> policies() {
        return Stream.concat(Stream.of(policy), places.policies().stream().map(Level::of))
                .toList();
    }

    /// What approvers of changes must have seen.
    public Digest32 policyHash() {
        return policy.hash().value();
    }
}
