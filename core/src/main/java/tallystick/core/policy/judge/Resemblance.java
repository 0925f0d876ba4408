package tallystick.core.policy.judge;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.chain.Account;
import tallystick.core.clear.AddressText;

/// Some accounts, found by how they begin and end, which is all of an address that people compare.
///
/// **Why** apart from who asks: an address book and years of payments are sorted once, and not for each request.
///
/// **Threads** immutable.
public final class Resemblance {
    private static final int END = 4;
    private static final Resemblance NONE = new Resemblance(Set.of());

    private final Set<Account> all;
    private final Map<String, NavigableSet<String>> byEnds = new HashMap<>();

    private Resemblance(Set<Account> all) {
        this.all = all;
        for (var account : all)
            byEnds.computeIfAbsent(ends(account), _ -> new TreeSet<>()).add(account.toString());
    }

    /// Of these accounts.
    public static Resemblance of(Collection<Account> accounts) {
        return accounts.isEmpty() ? NONE : new Resemblance(Collections.unmodifiableSet(new HashSet<>(accounts)));
    }

    boolean holds(Account account) {
        return all.contains(account);
    }

    /// Another one that the eye takes this one for; of several the first by name.
    Optional<String> resembled(Account account) {
        return byEnds.getOrDefault(ends(account), new TreeSet<>()).stream()
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
