package tallystick.core.court;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import tallystick.core.book.BookInForce;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.policy.Names;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Resemblance;

/// The accounts that a node's organisation knows.
final class Acquaintances {
    private Acquaintances() {}

    /// Those of the address book, blocked ones too.
    /// @spec docs/spec/address-book.md#AB-3 address-book
    static KnownAccounts of(BookInForce inForce) {
        var book = new HashMap<Account, KnownAccounts.Entry>();
        for (var entry : inForce.book().entries())
            switch (inForce.standing(entry.account(), Duration.ZERO, Instant.MAX)) {
                case BookInForce.Standing.Usable(var usable, var since) ->
                    book.put(usable.account(), new KnownAccounts.Entry(since, Names.sorted(usable.tags()), false));
                case BookInForce.Standing.Blocked(var blocked) ->
                    book.put(
                            blocked.account(),
                            new KnownAccounts.Entry(Instant.MIN, Names.sorted(blocked.tags()), true));
                case BookInForce.Standing.Absent _, BookInForce.Standing.Cooling _ ->
                    throw new AssertionError("an entry of the book that is not in it");
            }
        return new KnownAccounts(book, List.of());
    }

    /// With own accounts and those that were paid before, to be compared with.
    static KnownAccounts of(Knowledge knowledge, Standing standing) {
        var others = new ArrayList<>(standing.past().paid());
        others.add(Resemblance.of(
                knowledge.named().stream().filter(knowledge::isOwn).toList()));
        return standing.documents().known().with(others);
    }
}
