package tallystick.mpc.ceremony;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import tallystick.mpc.access.QuorumTree;

/// In which of the epochs whose shares it still has a party signs with others: the latest of which all of them have
/// said ACTIVATED; without one the earliest in which all of them have leaves.
///
/// **Why** one that withholds its word could else part those who have changed from those who cannot, and nobody could
/// sign. The earliest is the last that was over everywhere, so all have it; what lies between some have and others do
/// not, and who has it has said so. So all signers come to the same epoch by themselves, each by what it has heard.
/// @spec docs/spec/ceremony.md#CE-34 ceremony
public final class SigningEpoch {
    private SigningEpoch() {}

    /// An epoch that is not over.
    ///
    /// @param users names of those who have said ACTIVATED of it, as far as that is known
    public record Kept(QuorumTree tree, Set<String> users) {
        /// Copies.
        public Kept {
            users = Set.copyOf(users);
        }

        private boolean isOf(Collection<String> signers) {
            return signers.stream().allMatch(name -> tree.party(name).isPresent());
        }
    }

    /// The number of the epoch; nothing where in none of them all have leaves.
    ///
    /// @param kept by their numbers
    /// @param signers names, this party's among them
    public static Optional<Integer> of(NavigableMap<Integer, Kept> kept, Collection<String> signers) {
        for (var each : kept.descendingMap().entrySet())
            if (each.getValue().users().containsAll(signers)) return Optional.of(each.getKey());
        for (var each : kept.entrySet()) if (each.getValue().isOf(signers)) return Optional.of(each.getKey());
        return Optional.empty();
    }
}
