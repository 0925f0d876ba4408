package tallystick.core.policy;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;

/// A list that rules name.
public sealed interface NamedList {
    /// Entries of the organisation's address book.
    ///
    /// @param ageMin how long an entry is in the book before it counts, zero or more
    /// @param tags an entry counts if it has one of these; all count if there are none
    record AddressBook(Duration ageMin, NavigableSet<String> tags) implements NamedList {
        /// @throws IllegalArgumentException if the age is below zero: the caller's fault
        public AddressBook {
            tags = Names.sorted(tags);
            tags.forEach(tag -> Names.check("tag", tag));
            if (ageMin.isNegative()) throw new IllegalArgumentException("an age below zero");
        }

        /// Of entries with any tag.
        public static AddressBook of(Duration ageMin, Collection<String> tags) {
            return new AddressBook(ageMin, Names.sorted(tags));
        }
    }

    /// Accounts by their address.
    record Addresses(Set<Account> items) implements NamedList {
        /// Copies, into a set in which texts that share a hash code are told apart by their order.
        public Addresses {
            items = Collections.unmodifiableSet(new HashSet<>(items));
        }
    }

    /// Assets, which are of a class if the list says so.
    record Assets(Set<Asset> items, Optional<AssetClass> assetClass) implements NamedList {
        /// Copies likewise.
        public Assets {
            items = Collections.unmodifiableSet(new HashSet<>(items));
        }
    }
}
