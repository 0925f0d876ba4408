package tallystick.core.policy.judge;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.chain.Account;
import tallystick.core.clear.AddressText;
import tallystick.core.policy.Names;

/// The accounts that an organisation knows: those of its address book, and others it pays or owns.
///
/// **Threads** immutable.
public final class KnownAccounts {
    private static final int END = 4;
    private static final KnownAccounts NONE = new KnownAccounts(Map.of(), Set.of());

    private final Map<Account, Entry> book;
    private final Set<Account> all;
    private final Map<String, NavigableSet<String>> byEnds = new HashMap<>();

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
        this.book = Map.copyOf(book);
        var known = new HashSet<>(book.keySet());
        known.addAll(others);
        all = Set.copyOf(known);
        for (var account : all)
            byEnds.computeIfAbsent(ends(account), _ -> new TreeSet<>()).add(account.toString());
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
        if (all.contains(account)) return Optional.empty();
        return byEnds.getOrDefault(ends(account), new TreeSet<>()).stream()
                .filter(other -> !other.equals(account.toString()))
                .filter(other -> !other.endsWith(":" + account.address()))
                .findFirst();
    }

    /// Short addresses have no ends that could be confused: each of them has its own.
    private static String ends(Account account) {
        var body = AddressText.of(account).body();
        if (body.length() < 2 * END) return account.toString();
        var ends = body.substring(0, END) + body.substring(body.length() - END);
        return account.chain().namespace() + ":" + ends.toLowerCase(Locale.ROOT);
    }
}
