package tallystick.core.approval;

import tallystick.core.people.PersonKey;
import tallystick.crypto.hash.Digest32;

/// Whether a proof of a statement by somebody's key holds.
///
/// **Why** it is asked for: of one key, proof and statement always the same comes, so whoever hears the same answers
/// more than once may verify them once, and before others wait for him.
@FunctionalInterface
public interface Assertions {
    /// Verifies each time.
    Assertions VERIFIED = AssertionCheck::check;

    /// What came of it, now or before.
    AssertionCheck.Outcome check(PersonKey key, Proof proof, Digest32 statement);
}
