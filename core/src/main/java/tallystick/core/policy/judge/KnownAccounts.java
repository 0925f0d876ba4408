package tallystick.core.policy.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.policy.Names;

/// The accounts that an organisation knows: those of its address book, and others it pays or owns.
///
/// **Threads** immutable.
public final class KnownAccounts {
    private static final KnownAccounts NONE = new KnownAccounts(Map.of(), Set.of());

    private final Map<Account, Entry> book;
    private final List<Resemblance> known;

    /// An entry of the address book.
    ///
    /// @param since when it joined the book
    /// @param tags what the organisation gave it
    /// @param isBlocked whether nothing may go there any more: whether a list holds it is then a question without
    /// an answer, so that nothing is admitted for it and everything is triggered by it
    public record Entry(Instant since, NavigableSet<String> tags, boolean isBlocked) {
        /// Copies.
        public Entry {
            tags = Names.sorted(tags);
        }

        /// One that is not blocked.
        public Entry(Instant since, NavigableSet<String> tags) {
            this(since, tags, false);
        }

        /// Without tags.
        public static Entry since(Instant since) {
            return new Entry(since, Names.sorted(List.<String>of()));
        }
    }

    /// @param book the address book
    /// @param others own accounts, and those that were paid before: nothing is admitted for being among them, but
    /// what merely looks like one of them is found
    public KnownAccounts(Map<Account, Entry> book, Collection<Account> others) {
        this(
                // Not Map.copyOf, which compares accounts of one hash code each with each.
                Collections.unmodifiableMap(new HashMap<>(book)),
                List.of(Resemblance.of(book.keySet()), Resemblance.of(others)));
    }

    private KnownAccounts(Map<Account, Entry> book, List<Resemblance> known) {
        this.book = book;
        this.known = known;
    }

    /// With more accounts that were paid before, or are the organisation's own.
    public KnownAccounts with(Collection<Resemblance> others) {
        var more = new ArrayList<>(known);
        more.addAll(others);
        return new KnownAccounts(book, List.copyOf(more));
    }

    /// Nobody.
    public static KnownAccounts none() {
        return NONE;
    }

    /// The address book's entry of an account.
    public Optional<Entry> entry(Account account) {
        return Optional.ofNullable(book.get(account));
    }

    /// Another account that the eye takes this one for, unless this one is known itself; of several the first by name.
    /// @spec docs/spec/policy.md#PO-6 policy
    public Optional<String> resembled(Account account) {
        if (known.stream().anyMatch(some -> some.holds(account))) return Optional.empty();
        return known.stream().flatMap(some -> some.resembled(account).stream()).min(Comparator.naturalOrder());
    }
}
