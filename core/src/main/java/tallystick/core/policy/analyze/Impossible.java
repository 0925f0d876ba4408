package tallystick.core.policy.analyze;

import java.time.DayOfWeek;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.chain.Asset;
import tallystick.core.policy.AssetClass;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.TimeWindow;

/// Whether what a rule asks for can be so at all.
///
/// **Why** of a rule that is no ALLOW also what cannot be answered counts as matched: it is only called impossible
/// where the answer is a plain no, whatever is known.
record Impossible(Document document) {
    /// Why no matter can match; empty if one may.
    ///
    /// @param field of `match`
    record Why(String field, String phrase) {}

    /// @spec docs/spec/policy-review.md#PV-3 policy-review
    Optional<Why> of(Rule rule) {
        for (var criterion : rule.criteria()) {
            var phrase =
                    switch (criterion) {
                        case Criterion.ByInitiator asked -> initiator(asked);
                        case Criterion.FromSource asked -> source(asked);
                        case Criterion.ToDestination asked -> destination(rule, asked);
                        case Criterion.OfAsset asked -> isAnswered(rule) ? asset(asked) : Optional.<String>empty();
                        case Criterion.AtTime asked -> time(asked);
                        case Criterion.OfCounterparty asked -> counterparty(rule, asked);
                        default -> Optional.<String>empty();
                    };
            if (phrase.isPresent()) return Optional.of(new Why(criterion.kind().field(), phrase.get()));
        }
        return Optional.empty();
    }

    /// An ALLOW that errs does not match; and of what is understood it is known which asset moves.
    private static boolean isAnswered(Rule rule) {
        return rule.effect() == RuleEffect.ALLOW
                || Document.criterion(rule, Criterion.IsDecoded.class)
                        .filter(Criterion.IsDecoded::value)
                        .isPresent();
    }

    private Optional<String> initiator(Criterion.ByInitiator asked) {
        var members = document.people(asked.groups());
        if (!asked.groups().isEmpty() && members.isEmpty()) return Optional.of("nobody is in the groups it names");
        if (!asked.groups().isEmpty()
                && !asked.users().isEmpty()
                && asked.users().stream().noneMatch(members::contains))
            return Optional.of("none of the people it names is in the groups it names");
        var people = asked.users().isEmpty() ? members : asked.users();
        if (people.isEmpty()) return Optional.empty();
        if (document.people(asked.notGroups()).containsAll(people))
            return Optional.of("everybody it names is in a group that it leaves out");
        return asked.isService()
                .filter(isService -> people.stream().noneMatch(person -> person.isService() == isService))
                .map(isService ->
                        isService ? "it names people and wants a program" : "it names programs and wants a person");
    }

    private Optional<String> source(Criterion.FromSource asked) {
        var scope = document.policy().scope();
        if (isOutside(asked.workspaces(), scope.workspace()))
            return Optional.of("the policy's own workspace is another than those it names");
        if (isOutside(asked.vaults(), scope.vault()))
            return Optional.of("the policy's own vault is another than those it names");
        if (isOutside(asked.wallets(), scope.wallet()))
            return Optional.of("the policy's own wallet is another than those it names");
        return Optional.empty();
    }

    private static boolean isOutside(Set<String> asked, Optional<String> own) {
        return !asked.isEmpty() && own.filter(name -> !asked.contains(name)).isPresent();
    }

    private Optional<String> destination(Rule rule, Criterion.ToDestination asked) {
        if (!asked.in().isEmpty()
                && document.books(asked.in()).isEmpty()
                && document.accounts(asked.in()).isEmpty()) return Optional.of("the lists it names hold no address");
        // Of an account that is blocked in the address book nobody can say whether a list of it holds it.
        var isAnswered =
                rule.effect() == RuleEffect.ALLOW || document.books(asked.in()).isEmpty();
        if (!asked.in().isEmpty() && isAnswered && isLeftOut(asked.in(), asked.notIn()))
            return Optional.of("whatever its lists hold is in a list that it leaves out");
        if (asked.places().equals(Set.of(Criterion.Place.INTERNAL))
                && asked.isLookAlike().filter(yes -> yes).isPresent())
            return Optional.of("an own account is never a look-alike");
        return Optional.empty();
    }

    private boolean isLeftOut(Collection<String> in, Collection<String> notIn) {
        return document.accounts(notIn).containsAll(document.accounts(in))
                && document.books(in).stream()
                        .allMatch(book -> document.books(notIn).stream().anyMatch(other -> holds(other, book)));
    }

    /// Whether every entry that counts for one counts for the other.
    private static boolean holds(NamedList.AddressBook outer, NamedList.AddressBook inner) {
        return outer.ageMin().compareTo(inner.ageMin()) <= 0
                && (outer.tags().isEmpty()
                        || !inner.tags().isEmpty() && outer.tags().containsAll(inner.tags()));
    }

    private Optional<String> asset(Criterion.OfAsset asked) {
        var candidates = new TreeSet<Asset>(java.util.Comparator.comparing(Asset::toString));
        candidates.addAll(asked.assets().isEmpty() ? document.assets(asked.in()) : asked.assets());
        if (asked.assets().isEmpty() && asked.in().isEmpty())
            return asked.classes().equals(Set.of(AssetClass.STABLE))
                            && listedAs(AssetClass.STABLE).isEmpty()
                    ? Optional.of("no list says which assets are stable")
                    : Optional.empty();
        if (!asked.in().isEmpty()) candidates.retainAll(document.assets(asked.in()));
        if (candidates.isEmpty()) return Optional.of("the lists it names hold no asset that it asks for");
        candidates.removeAll(document.assets(asked.notIn()));
        if (candidates.isEmpty()) return Optional.of("whatever it asks for is in a list that it leaves out");
        candidates.removeIf(asset -> !isOf(asked.classes(), asset));
        return candidates.isEmpty()
                ? Optional.of("no asset it asks for is of the class it asks for")
                : Optional.empty();
    }

    private boolean isOf(Collection<AssetClass> classes, Asset asset) {
        return classes.isEmpty() || classes.stream().anyMatch(each -> isOf(each, asset));
    }

    private boolean isOf(AssetClass assetClass, Asset asset) {
        return listedAs(assetClass).contains(asset)
                || switch (assetClass) {
                    case NATIVE -> asset.namespace().equals("slip44");
                    case TOKEN -> Set.of("erc20", "token").contains(asset.namespace());
                    case COLLECTIBLE -> Set.of("erc721", "erc1155").contains(asset.namespace());
                    case STABLE -> false;
                };
    }

    private Set<Asset> listedAs(AssetClass assetClass) {
        return document.assets(document.policy().lists().entrySet().stream()
                .filter(list -> list.getValue() instanceof NamedList.Assets(var _, var of)
                        && of.filter(assetClass::equals).isPresent())
                .map(java.util.Map.Entry::getKey)
                .toList());
    }

    private Optional<String> time(Criterion.AtTime asked) {
        var window = asked.window();
        var isAlways = (window.days().isEmpty() || window.days().size() == DayOfWeek.values().length)
                && window.fromMinute() == 0
                && window.toMinute() == TimeWindow.DAY
                && window.calendar()
                        .filter(name -> !document.policy()
                                .calendars()
                                .getOrDefault(name, new TreeSet<>())
                                .isEmpty())
                        .isEmpty();
        return asked.isOutside() && isAlways
                ? Optional.of("there is no time outside all hours of all days")
                : Optional.empty();
    }

    private static Optional<String> counterparty(Rule rule, Criterion.OfCounterparty asked) {
        var isOpen = rule.effect() != RuleEffect.ALLOW
                || asked.codeAgeMin().isEmpty()
                || asked.codeAgeMax().isEmpty()
                || asked.codeAgeMin().get().compareTo(asked.codeAgeMax().get()) < 0;
        return isOpen ? Optional.empty() : Optional.of("no code is both so old and younger than that");
    }
}
