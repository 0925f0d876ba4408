package tallystick.core.policy.analyze;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;

/// A policy as its remarks look at it.
record Document(Policy policy) {
    Rule rule(int index) {
        return policy.rules().get(index);
    }

    static String pointer(int rule) {
        return "/rules/" + rule;
    }

    /// A rule's criterion of a kind.
    static <C extends Criterion> Optional<C> criterion(Rule rule, Class<C> type) {
        return rule.criteria().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    List<Rule> rules(RuleEffect effect) {
        return policy.rules().stream().filter(rule -> rule.effect() == effect).toList();
    }

    Set<PersonId> people(Collection<String> groups) {
        var found = new TreeSet<PersonId>();
        for (var group : groups) found.addAll(policy.members(group));
        return found;
    }

    /// The accounts that lists name one by one.
    Set<Account> accounts(Collection<String> lists) {
        var found = new HashSet<Account>();
        for (var name : lists)
            if (policy.lists().get(name) instanceof NamedList.Addresses(var items)) found.addAll(items);
        return found;
    }

    Set<NamedList.AddressBook> books(Collection<String> lists) {
        return lists.stream()
                .flatMap(name -> Optional.ofNullable(policy.lists().get(name)).stream())
                .filter(NamedList.AddressBook.class::isInstance)
                .map(NamedList.AddressBook.class::cast)
                .collect(Collectors.toUnmodifiableSet());
    }

    Set<Asset> assets(Collection<String> lists) {
        var found = new HashSet<Asset>();
        for (var name : lists)
            if (policy.lists().get(name) instanceof NamedList.Assets(var items, var _)) found.addAll(items);
        return found;
    }

    /// Who may propose what a rule matches; empty if anybody may.
    Optional<Set<PersonId>> initiators(Rule rule) {
        var asked = criterion(rule, Criterion.ByInitiator.class);
        if (asked.isEmpty()
                || asked.get().users().isEmpty() && asked.get().groups().isEmpty()) return Optional.empty();
        var found = new TreeSet<PersonId>(
                asked.get().users().isEmpty()
                        ? people(asked.get().groups())
                        : asked.get().users());
        if (!asked.get().groups().isEmpty()) found.retainAll(people(asked.get().groups()));
        found.removeAll(people(asked.get().notGroups()));
        asked.get().isService().ifPresent(isService -> found.removeIf(person -> person.isService() != isService));
        return Optional.of(found);
    }
}
