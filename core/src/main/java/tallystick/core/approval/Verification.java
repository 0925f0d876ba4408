package tallystick.core.approval;

import java.util.Optional;
import tallystick.core.people.PersonId;

/// What came of verifying one answer.
public sealed interface Verification {
    /// It counts.
    ///
    /// @param count of a passkey's signature, to be kept in the store before the next is verified; none of other
    /// keys
    record Counted(Vote vote, Optional<SeenCount> count) implements Verification {}

    /// It does not.
    ///
    /// @param whose key it names, if anybody's
    /// @param count of a passkey's signature that is good all the same: kept as that of an answer that counts, so
    /// that two signatures under one count are found whoever gave them
    record Refused(Approval approval, Refusal why, Optional<PersonId> whose, Optional<SeenCount> count)
            implements Verification {}

    /// What to keep of it.
    Optional<SeenCount> count();
}
