package tallystick.core.governance;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.people.HumanId;
import tallystick.crypto.hash.Digest32;

/// What came of looking whether a document leaves what has to stay possible.
///
/// **Why** with what it took: whoever remembers it goes on as whoever found it.
///
/// @param isLeft whether it does
/// @param work what was spent on the change by then
/// @spec docs/spec/governance.md#GO-34 governance
public record Weighing(boolean isLeft, long work) {
    /// All that it hangs on: the same again is the same.
    ///
    /// @param inForce hashes of the documents of people and of policies in force
    /// @param coming of those that are pledged to
    /// @param next of the document in question
    /// @param without who is left out; empty where everybody counts
    /// @param hour from which on hours are tried
    /// @param work what was spent on the change before
    public record Question(
            Map<DocumentKind, Digest32> inForce,
            Map<DocumentKind, Digest32> coming,
            Digest32 next,
            Optional<Set<HumanId>> without,
            Instant hour,
            long work) {
        /// Copies.
        public Question {
            inForce = Map.copyOf(inForce);
            coming = Map.copyOf(coming);
            without = without.map(Set::copyOf);
        }
    }
}
