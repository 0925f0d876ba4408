package tallystick.core.policy.matter;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.policy.Names;
import tallystick.core.policy.Scope;

/// Whose value or authority it is.
///
/// @param place where it is kept
/// @param tier hot, warm, cold, or a name of the organisation's own
/// @param tags names the organisation gave it
/// @param account its address, where there is one
public record Source(Scope place, Optional<String> tier, NavigableSet<String> tags, Optional<Account> account) {
    /// Copies.
    public Source {
        tags = Names.sorted(tags);
    }

    /// One with these tags.
    public static Source of(Scope place, Collection<String> tags) {
        return new Source(place, Optional.empty(), Names.sorted(tags), Optional.empty());
    }
}
