package tallystick.node.documents;

import java.util.List;
import java.util.Map;
import tallystick.core.book.BookInForce;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.policy.Policy;
import tallystick.core.policy.judge.Level;
import tallystick.crypto.hash.Digest32;

/// The documents by which a node judges at one moment.
///
/// **Threads** immutable.
///
/// @param workspace hash of the genesis
/// @param policy the policy in force; while the glass is broken the one for emergencies
/// @param ancestors versions of the policy that were in force before, the latest first
/// @param freezes what is frozen
/// @param documents by kind
public record InForce(
        Digest32 workspace,
        Directory people,
        Level policy,
        List<Policy> ancestors,
        BookInForce book,
        FactKeys factKeys,
        Roster roster,
        Freezes freezes,
        Map<DocumentKind, Document> documents) {
    /// Copies.
    public InForce {
        ancestors = List.copyOf(ancestors);
        documents = Map.copyOf(documents);
    }

    /// What approvers must have seen.
    public Digest32 policyHash() {
        return policy.hash().value();
    }
}
