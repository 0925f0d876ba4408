package tallystick.core.court;

import java.util.List;
import tallystick.core.book.BookInForce;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Roster;
import tallystick.core.people.Directory;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Level;

/// The governed documents in force on one node.
///
/// **Why** made once for their versions: the address book is sorted then, and not for each request.
///
/// **Threads** immutable.
public final class Documents {
    private final Directory people;
    private final List<Level> policies;
    private final BookInForce book;
    private final Roster roster;
    private final FactKeys factKeys;
    private final KnownAccounts known;
    private final List<Level> ancestors;

    /// @param people who may propose, approve and stop
    /// @param policies of all places of the organisation, in any order
    /// @param book the address book, and since when its entries are as they are
    /// @param roster which nodes there are
    /// @param factKeys who signs for facts
    public Documents(Directory people, List<Level> policies, BookInForce book, Roster roster, FactKeys factKeys) {
        this(people, policies, book, roster, factKeys, Acquaintances.of(book), List.of());
    }

    private Documents(
            Directory people,
            List<Level> policies,
            BookInForce book,
            Roster roster,
            FactKeys factKeys,
            KnownAccounts known,
            List<Level> ancestors) {
        this.people = people;
        this.policies = List.copyOf(policies);
        this.book = book;
        this.roster = roster;
        this.factKeys = factKeys;
        this.known = known;
        this.ancestors = List.copyOf(ancestors);
    }

    /// The same, with versions of the organisation's policy that came before the one in force.
    ///
    /// @param versions in any order; only those that somebody was asked by matter
    public Documents withAncestors(List<Level> versions) {
        var ordered = versions.stream().sorted(Ancestry.LATEST_FIRST).toList();
        return new Documents(people, policies, book, roster, factKeys, known, ordered);
    }

    /// Versions of the organisation's policy that came before the one in force, as far as somebody was asked by them,
    /// the latest first.
    public List<Level> ancestors() {
        return ancestors;
    }

    /// Who may propose, approve and stop.
    public Directory people() {
        return people;
    }

    /// Of all places of the organisation.
    public List<Level> policies() {
        return policies;
    }

    /// The address book, and since when its entries are as they are.
    public BookInForce book() {
        return book;
    }

    /// Which nodes there are.
    public Roster roster() {
        return roster;
    }

    /// Who signs for facts.
    public FactKeys factKeys() {
        return factKeys;
    }

    /// The accounts of the address book.
    KnownAccounts known() {
        return known;
    }
}
