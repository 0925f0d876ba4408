package tallystick.core.policy.change;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tallystick.core.people.PersonId;
import tallystick.core.policy.AssetClass;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;

/// What the names that rules use stand for in one version, and whether it is no more than in another.
///
/// **Why** whether one holds no more than another is found once, and not for each pair of rules, and only as long as
/// not too much is looked at: lists may be as long as rules are many. Beyond, nothing is shown.
///
/// **Threads** one.
final class Named {
    /// So many items are looked for in lists: beyond, nothing holds no more than anything.
    private static final long LOOKED_MAX = 50_000_000;

    private static final int KEPT_MAX = 100_000;

    private final Policy policy;
    private final Map<Asked, Boolean> found = new HashMap<>();
    private long looked;

    /// What names stand for.
    private enum Kind {
        PEOPLE,
        ACCOUNTS,
        ASSETS,
        CLASSES
    }

    /// Whether what these names of the other version hold is held by others of this one.
    private record Asked(Kind kind, Set<?> names, Set<?> others) {}

    Named(Policy policy) {
        this.policy = policy;
    }

    /// Whether all names stand for the same in two versions.
    static boolean isSame(Policy one, Policy other) {
        return one.groups().equals(other.groups())
                && one.lists().equals(other.lists())
                && one.calendars().equals(other.calendars());
    }

    NavigableSet<LocalDate> holidays(Optional<String> calendar) {
        return calendar.flatMap(name -> Optional.ofNullable(policy.calendars().get(name)))
                .orElseGet(() -> Names.sorted(Set.<LocalDate>of()));
    }

    /// Whether everybody in one of some groups is in one of others in the other version.
    boolean areNoMore(Collection<String> groups, Named other, Collection<String> others) {
        return other.holds(Kind.PEOPLE, groups, others, () -> people(groups), () -> other.people(others));
    }

    /// Whether every account that one of some lists holds is held by one of others in the other version, whatever the
    /// address book holds.
    boolean holdsNoMore(Collection<String> lists, Named other, Collection<String> others) {
        for (var name : lists)
            if (!switch (policy.lists().get(name)) {
                case NamedList.Addresses(var items) ->
                    other.holds(
                            Kind.ACCOUNTS, Set.of(name), others, () -> List.of(items), () -> other.accounts(others));
                case NamedList.AddressBook book -> others.stream().anyMatch(each -> other.isWithin(book, each));
                case NamedList.Assets _ -> true;
                case null -> true;
            }) return false;
        return true;
    }

    /// Whether every asset that one of some lists holds is held by one of others in the other version.
    boolean holdsNoMoreAssets(Collection<String> lists, Named other, Collection<String> others) {
        return other.holds(Kind.ASSETS, lists, others, () -> assets(lists), () -> other.assets(others));
    }

    /// Whether every asset that lists say is of one of some classes, beside those that are by their own form, is said
    /// in the other version to be of one of others.
    boolean listsNoMore(Collection<AssetClass> classes, Named other, Collection<AssetClass> others) {
        return other.holds(Kind.CLASSES, classes, others, () -> listedAs(classes), () -> other.listedAs(others));
    }

    private boolean isWithin(NamedList.AddressBook book, String list) {
        return policy.lists().get(list) instanceof NamedList.AddressBook(var ageMin, var tags)
                && ageMin.compareTo(book.ageMin()) <= 0
                && (tags.isEmpty() || !book.tags().isEmpty() && tags.containsAll(book.tags()));
    }

    private boolean holds(
            Kind kind,
            Collection<?> names,
            Collection<?> others,
            Supplier<List<? extends Set<?>>> inner,
            Supplier<List<? extends Set<?>>> outer) {
        var asked = new Asked(kind, new HashSet<>(names), new HashSet<>(others));
        var known = found.get(asked);
        if (known != null) return known;
        var holds = holds(inner.get(), outer.get());
        if (found.size() < KEPT_MAX) found.put(asked, holds);
        return holds;
    }

    private boolean holds(List<? extends Set<?>> inner, List<? extends Set<?>> outer) {
        // Counted before it is looked: items have no order, and every node has to come to the same.
        looked += inner.stream()
                .mapToLong(items -> 1L + items.size() * (1L + outer.size()))
                .sum();
        return looked <= LOOKED_MAX
                && inner.stream()
                        .allMatch(items ->
                                items.stream().allMatch(item -> outer.stream().anyMatch(each -> each.contains(item))));
    }

    private List<Set<PersonId>> people(Collection<String> groups) {
        var members = new ArrayList<Set<PersonId>>();
        for (var group : groups) members.add(policy.members(group));
        return members;
    }

    private List<Set<?>> accounts(Collection<String> lists) {
        var items = new ArrayList<Set<?>>();
        for (var name : lists) if (policy.lists().get(name) instanceof NamedList.Addresses(var each)) items.add(each);
        return items;
    }

    private List<Set<?>> assets(Collection<String> lists) {
        var items = new ArrayList<Set<?>>();
        for (var name : lists)
            if (policy.lists().get(name) instanceof NamedList.Assets(var each, var _)) items.add(each);
        return items;
    }

    private List<Set<?>> listedAs(Collection<AssetClass> classes) {
        var items = new ArrayList<Set<?>>();
        for (var list : policy.lists().values())
            if (list instanceof NamedList.Assets(var each, var of)
                    && of.filter(classes::contains).isPresent()) items.add(each);
        return items;
    }
}
