package tallystick.core.policy.judge;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.policy.AssetClass;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.matter.Matter;

/// What criteria of one policy are asked of.
record Scene(Matter matter, Policy policy, Consulted consulted, Instant now) {
    /// Whether one of some lists holds an account; of one that is blocked in the address book nobody can say it, unless
    /// a list of another kind holds it.
    Held held(Collection<String> lists, Account account) {
        var found = Held.NO;
        for (var name : lists)
            switch (holds(policy.lists().get(name), account)) {
                case YES -> {
                    return Held.YES;
                }
                case BLOCKED -> found = Held.BLOCKED;
                case NO -> {}
            }
        return found;
    }

    /// @spec docs/spec/policy.md#PO-6 policy
    private Held holds(@Nullable NamedList list, Account account) {
        return switch (list) {
            case NamedList.Addresses(var items) -> Held.of(items.contains(account));
            case NamedList.AddressBook book ->
                consulted.entry(account).map(entry -> holds(book, entry)).orElse(Held.NO);
            case NamedList.Assets _ -> Held.NO;
            case null -> Held.NO;
        };
    }

    private Held holds(NamedList.AddressBook book, KnownAccounts.Entry entry) {
        if (entry.isBlocked()) return Held.BLOCKED;
        return Held.of(!entry.since().plus(book.ageMin()).isAfter(now)
                && (book.tags().isEmpty() || entry.tags().stream().anyMatch(book.tags()::contains)));
    }

    /// Whether a list holds an account.
    enum Held {
        YES,
        NO,
        BLOCKED;

        private static Held of(boolean isHeld) {
            return isHeld ? YES : NO;
        }

        /// What it comes to where the account has to be in a list, or in none.
        Finding as(Held asked, String why) {
            return this == BLOCKED ? new Finding.Erring("the account is blocked") : Finding.of(this == asked, why);
        }
    }

    /// Whether one of some lists holds an asset.
    boolean isIn(Collection<String> lists, Asset asset) {
        for (var name : lists)
            if (policy.lists().get(name) instanceof NamedList.Assets(var items, var _) && items.contains(asset))
                return true;
        return false;
    }

    /// Whether an asset is of a class.
    boolean isOf(AssetClass assetClass, Asset asset) {
        return switch (assetClass) {
                    case NATIVE -> asset.namespace().equals("slip44");
                    case TOKEN ->
                        asset.namespace().equals("erc20") || asset.namespace().equals("token");
                    case COLLECTIBLE ->
                        asset.namespace().equals("erc721") || asset.namespace().equals("erc1155");
                    case STABLE -> isListedAs(assetClass, asset);
                }
                || assetClass != AssetClass.STABLE && isListedAs(assetClass, asset);
    }

    private boolean isListedAs(AssetClass assetClass, Asset asset) {
        for (var list : policy.lists().values())
            if (list instanceof NamedList.Assets(var items, var of)
                    && of.isPresent()
                    && of.get() == assetClass
                    && items.contains(asset)) return true;
        return false;
    }

    /// Whether the initiator is in one of some groups.
    boolean isInitiatorIn(Set<String> groups) {
        var person = matter.asked().initiator().person();
        for (var group : groups) if (policy.members(group).contains(person)) return true;
        return false;
    }

    /// The holidays of a calendar.
    NavigableSet<LocalDate> holidays(Optional<String> calendar) {
        var none = Names.sorted(List.<LocalDate>of());
        return calendar.map(name -> policy.calendars().getOrDefault(name, none)).orElse(none);
    }
}
