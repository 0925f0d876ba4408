package tallystick.core.policy.change;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.people.PersonId;
import tallystick.core.policy.AssetClass;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;

/// What the names that rules use stand for in one version.
record Named(Policy policy) {
    /// Whether all names stand for the same in two versions.
    static boolean isSame(Policy one, Policy other) {
        return one.groups().equals(other.groups())
                && one.lists().equals(other.lists())
                && one.calendars().equals(other.calendars());
    }

    Set<PersonId> people(Collection<String> groups) {
        var found = new HashSet<PersonId>();
        for (var group : groups) found.addAll(policy.members(group));
        return found;
    }

    NavigableSet<LocalDate> holidays(Optional<String> calendar) {
        return calendar.flatMap(name -> Optional.ofNullable(policy.calendars().get(name)))
                .orElseGet(() -> Names.sorted(Set.<LocalDate>of()));
    }

    /// Whether every account that one of some lists holds is held by one of others in the other version, whatever the
    /// address book holds.
    boolean holdsNoMore(Collection<String> lists, Named other, Collection<String> others) {
        for (var name : lists)
            if (!switch (policy.lists().get(name)) {
                case NamedList.Addresses(var items) -> other.accounts(others).containsAll(items);
                case NamedList.AddressBook book -> others.stream().anyMatch(each -> other.isWithin(book, each));
                case NamedList.Assets _ -> true;
                case null -> true;
            }) return false;
        return true;
    }

    private boolean isWithin(NamedList.AddressBook book, String list) {
        return policy.lists().get(list) instanceof NamedList.AddressBook(var ageMin, var tags)
                && ageMin.compareTo(book.ageMin()) <= 0
                && (tags.isEmpty() || !book.tags().isEmpty() && tags.containsAll(book.tags()));
    }

    private Set<Account> accounts(Collection<String> lists) {
        var found = new HashSet<Account>();
        for (var name : lists)
            if (policy.lists().get(name) instanceof NamedList.Addresses(var items)) found.addAll(items);
        return found;
    }

    Set<Asset> assets(Collection<String> lists) {
        var found = new HashSet<Asset>();
        for (var name : lists)
            if (policy.lists().get(name) instanceof NamedList.Assets(var items, var _)) found.addAll(items);
        return found;
    }

    /// The assets that lists say are of one of some classes, beside those that are by their own form.
    Set<Asset> listedAs(Collection<AssetClass> classes) {
        var found = new HashSet<Asset>();
        for (var list : policy.lists().values())
            if (list instanceof NamedList.Assets(var items, var of)
                    && of.filter(classes::contains).isPresent()) found.addAll(items);
        return found;
    }
}
