package tallystick.core.book;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import tallystick.core.chain.Account;

/// The address book by which a node judges, and since when each entry has been in it as it is.
///
/// **Why** a new payee has to cool down before much can go there, and the time counts from when the node took the entry
/// into force: what a proposer writes as its date can be made up. Any change of an entry begins anew, since other words
/// or tags may open other rules; a block takes effect at once.
///
/// **Threads** immutable.
public final class BookInForce {
    private final AddressBook book;
    private final Map<Account, Instant> since;

    /// How an account stands.
    public sealed interface Standing {
        /// Nobody wrote it down.
        record Absent() implements Standing {}

        /// It was written down, and blocked.
        record Blocked(BookEntry entry) implements Standing {}

        /// It is too new.
        ///
        /// @param until from when on it may be used
        record Cooling(BookEntry entry, Instant until) implements Standing {}

        /// It may be used.
        ///
        /// @param since from when on it has been as it is
        record Usable(BookEntry entry, Instant since) implements Standing {}
    }

    private BookInForce(AddressBook book, Map<Account, Instant> since) {
        this.book = book;
        // Not Map.copyOf, which compares accounts of one hash code each with each.
        this.since = Collections.unmodifiableMap(new HashMap<>(since));
    }

    /// The first version, from a moment on.
    public static BookInForce of(AddressBook first, Instant at) {
        return new BookInForce(first, Map.of()).renewed(first, at);
    }

    /// The next version, from a moment on.
    ///
    /// @throws IllegalArgumentException if its number is not the next: the caller's fault
    /// @spec docs/spec/address-book.md#AB-2 address-book
    public BookInForce next(AddressBook next, Instant at) {
        if (next.version() != book.version() + 1)
            throw new IllegalArgumentException(
                    "address book version %d after %d".formatted(next.version(), book.version()));
        return renewed(next, at);
    }

    private BookInForce renewed(AddressBook next, Instant at) {
        var moments = new HashMap<Account, Instant>();
        for (var entry : next.entries()) {
            var isSame = book.entry(entry.account()).equals(Optional.of(entry));
            moments.put(entry.account(), isSame ? since.getOrDefault(entry.account(), at) : at);
        }
        return new BookInForce(next, moments);
    }

    /// As it was written down: since when each entry is as it is.
    ///
    /// @throws IllegalArgumentException if an entry has no moment, or a moment no entry: the caller's fault
    public static BookInForce restored(AddressBook book, Map<Account, Instant> since) {
        var accounts = book.entries().stream().map(BookEntry::account).collect(Collectors.toSet());
        if (!accounts.equals(since.keySet()))
            throw new IllegalArgumentException("moments that are not those of the entries");
        return new BookInForce(book, since);
    }

    /// Since when an entry is as it is; empty if there is none.
    public Optional<Instant> since(Account account) {
        return Optional.ofNullable(since.get(account));
    }

    /// The document.
    public AddressBook book() {
        return book;
    }

    /// How an account stands.
    ///
    /// @param coolDown how long an entry must have been as it is; zero for no time
    /// @spec docs/spec/address-book.md#AB-3 address-book
    public Standing standing(Account account, Duration coolDown, Instant now) {
        var entry = book.entry(account).orElse(null);
        if (entry == null) return new Standing.Absent();
        if (entry.isBlocked()) return new Standing.Blocked(entry);
        var from = Objects.requireNonNull(since.get(account), "an entry without a moment");
        var until = from.plus(coolDown);
        return now.isBefore(until) ? new Standing.Cooling(entry, until) : new Standing.Usable(entry, from);
    }
}
