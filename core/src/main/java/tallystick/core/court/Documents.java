package tallystick.core.court;

import java.util.List;
import tallystick.core.book.BookInForce;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.policy.judge.Level;

/// The governed documents in force on one node.
///
/// @param people who may propose, approve and stop
/// @param policies of all places of the organisation, in any order
/// @param book the address book, and since when its entries are as they are
/// @param roster which nodes there are
/// @param factKeys who signs for facts
public record Documents(Directory people, List<Level> policies, BookInForce book, Roster roster, FactKeys factKeys) {
    /// Copies.
    public Documents {
        policies = List.copyOf(policies);
    }
}
