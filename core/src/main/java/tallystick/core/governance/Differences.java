package tallystick.core.governance;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookEntry;
import tallystick.core.facts.ClaimKind;
import tallystick.core.facts.FactKeys;
import tallystick.core.people.Directory;
import tallystick.core.people.HeldKey;
import tallystick.core.people.Person;
import tallystick.core.people.Right;

/// Which way the difference between two versions of a document goes. What is not shown to tighten loosens.
///
/// Nodes and programs of a roster always loosen: who can take part in signing changes.
public final class Differences {
    private Differences() {}

    /// Tightens if all that differs is that people were suspended, keys revoked, and the rights to initiate and to
    /// propose taken away. The rights to approve and to freeze can also stop things, so taking them away loosens.
    /// @spec docs/spec/governance.md#GO-6 governance
    public static Direction of(Directory before, Directory after) {
        return isTighter(before.people(), after.people()) ? Direction.TIGHTEN : Direction.LOOSEN;
    }

    private static boolean isTighter(List<Person> before, List<Person> after) {
        if (before.size() != after.size()) return false;
        for (var i = 0; i < before.size(); i++) if (!isTighter(before.get(i), after.get(i))) return false;
        return true;
    }

    private static boolean isTighter(Person before, Person after) {
        var isSuspended = before.status() == Person.Status.ACTIVE && after.status() == Person.Status.SUSPENDED;
        return before.id().equals(after.id())
                && before.human().equals(after.human())
                && before.displayName().equals(after.displayName())
                && before.roles().equals(after.roles())
                && (before.status() == after.status() || isSuspended)
                && isTighter(before.rights(), after.rights())
                && isTighterKeys(before.keys(), after.keys());
    }

    private static boolean isTighter(Set<Right> before, Set<Right> after) {
        var taken = new HashSet<>(before);
        taken.removeAll(after);
        return before.containsAll(after)
                && EnumSet.of(Right.INITIATE, Right.PROPOSE).containsAll(taken);
    }

    static boolean isTighterKeys(List<HeldKey> before, List<HeldKey> after) {
        if (before.size() != after.size()) return false;
        for (var i = 0; i < before.size(); i++) {
            var was = before.get(i);
            var is = after.get(i);
            if (!was.equals(is) && !is.equals(was.revoked())) return false;
        }
        return true;
    }

    /// Tightens if all that differs is that entries were blocked. A removed entry is no longer compared with, so
    /// removal loosens.
    /// @spec docs/spec/governance.md#GO-7 governance
    public static Direction of(AddressBook before, AddressBook after) {
        if (before.entries().size() != after.entries().size()) return Direction.LOOSEN;
        for (var i = 0; i < before.entries().size(); i++) {
            BookEntry was = before.entries().get(i);
            BookEntry is = after.entries().get(i);
            if (!was.equals(is) && !is.equals(was.blocked())) return Direction.LOOSEN;
        }
        return Direction.TIGHTEN;
    }

    /// Tightens if, of each kind, either nothing differs or nobody is trusted any more: with one signer fewer the word
    /// of another would become the latest.
    /// @spec docs/spec/governance.md#GO-8 governance
    public static Direction of(FactKeys before, FactKeys after) {
        for (var kind : ClaimKind.values()) {
            var is = trusted(after, kind);
            if (!is.isEmpty() && !is.equals(trusted(before, kind))) return Direction.LOOSEN;
        }
        return Direction.TIGHTEN;
    }

    private static Set<FactKeys.Trusted> trusted(FactKeys keys, ClaimKind kind) {
        var trusted = new HashSet<FactKeys.Trusted>();
        for (var each : keys.keys()) if (each.kind() == kind) trusted.add(each);
        return trusted;
    }
}
