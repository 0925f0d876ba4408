package tallystick.node.documents;

import java.util.HashMap;
import java.util.Map;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Assertions;
import tallystick.core.approval.Proof;
import tallystick.core.people.PersonKey;
import tallystick.crypto.hash.Digest32;

/// Verifies each proof once, for as long as one thing is done.
///
/// **Why** what somebody brings is verified before it is taken, so that nobody waits for it while it is: whoever brings
/// 48 answers that are worth nothing would else hold up every judgement for as long as it takes to find that.
///
/// **Threads** one.
final class Remembered implements Assertions {
    private final Assertions assertions;
    private final Map<Asked, AssertionCheck.Outcome> known = new HashMap<>();

    private record Asked(PersonKey key, Proof proof, Digest32 statement) {}

    /// @param assertions by which a proof is verified that was not before
    Remembered(Assertions assertions) {
        this.assertions = assertions;
    }

    @Override
    public AssertionCheck.Outcome check(PersonKey key, Proof proof, Digest32 statement) {
        return known.computeIfAbsent(new Asked(key, proof, statement), _ -> assertions.check(key, proof, statement));
    }
}
