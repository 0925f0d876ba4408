package tallystick.core.policy.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Limit;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;

/// Which rules of two versions use a name.
record Users(Policy before, Policy after) {
    private NavigableSet<String> of(Predicate<Rule> uses) {
        var found = new TreeSet<String>();
        Stream.of(before, after)
                .flatMap(policy -> policy.rules().stream())
                .filter(uses)
                .forEach(rule -> found.add(rule.id()));
        return found;
    }

    NavigableSet<String> ofGroup(String name) {
        return of(rule -> rule.when().filter(each -> each.contains("groups")).isPresent()
                || Stream.concat(Stream.of(rule.demands()), rule.limit().flatMap(Limit::onExceed).stream())
                        .anyMatch(demands -> asks(demands, name))
                || rule.criteria().stream()
                        .anyMatch(each -> each instanceof Criterion.ByInitiator initiator
                                && (initiator.groups().contains(name)
                                        || initiator.notGroups().contains(name))));
    }

    private static boolean asks(Demands demands, String group) {
        return demands.delay().cancelBy().contains(group)
                || demands.approvals().stream().anyMatch(term -> term.group().equals(group));
    }

    NavigableSet<String> ofCalendar(String name) {
        return of(rule -> rule.criteria().stream()
                .anyMatch(each -> each instanceof Criterion.AtTime(var window, var _)
                        && window.calendar().filter(name::equals).isPresent()));
    }

    NavigableSet<String> ofList(String name) {
        return of(
                rule -> rule.criteria().stream().anyMatch(each -> lists(each).contains(name) || isOfClass(each, name)));
    }

    /// A list says of which class its assets are to every rule that asks for a class.
    private boolean isOfClass(Criterion criterion, String list) {
        return criterion instanceof Criterion.OfAsset asset
                && Stream.of(before, after)
                        .anyMatch(policy -> policy.lists().get(list) instanceof NamedList.Assets(var _, var of)
                                && of.filter(asset.classes()::contains).isPresent());
    }

    private static Collection<String> lists(Criterion criterion) {
        return switch (criterion) {
            case Criterion.ToDestination each -> both(each.in(), each.notIn());
            case Criterion.OfAsset each -> both(each.in(), each.notIn());
            case Criterion.OfCall each -> {
                var found = new ArrayList<>(both(each.targetIn(), each.targetNotIn()));
                found.addAll(arguments(each.arguments()));
                yield found;
            }
            case Criterion.OfTyped each -> arguments(each.fields());
            case Criterion.OfStatement each -> arguments(each.fields());
            case Criterion.OfSolana each -> each.programsNotIn();
            case Criterion.ByInitiator _,
                    Criterion.FromSource _,
                    Criterion.OfAuthority _,
                    Criterion.IsDecoded _,
                    Criterion.AtTime _,
                    Criterion.OfUtxo _,
                    Criterion.Warned _,
                    Criterion.IsDuplicate _,
                    Criterion.OfCounterparty _,
                    Criterion.OfFee _,
                    Criterion.AtRisk _,
                    Criterion.Simulated _,
                    Criterion.Established _,
                    Criterion.OfAmount _ -> Set.of();
        };
    }

    private static List<String> both(Collection<String> in, Collection<String> notIn) {
        return Stream.concat(in.stream(), notIn.stream()).toList();
    }

    private static List<String> arguments(List<Criterion.ArgumentMatch> matches) {
        return matches.stream().flatMap(each -> each.in().stream()).toList();
    }
}
