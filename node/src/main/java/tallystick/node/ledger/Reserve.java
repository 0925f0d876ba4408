package tallystick.node.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.approval.SeenCount;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.matter.Slot;
import tallystick.crypto.hash.Digest32;

/// What is reserved with an intent, in one step with it or not at all.
///
/// @param charges what it takes from limits
/// @param counts what passkeys showed in its approvals, by key id
/// @param payments what it would pay
/// @param by what it was judged by that others may have changed since
/// @param seenAt when this node first saw it
/// @param now by this node's clock
/// @param expiresAt from this second on nobody begins to sign it
public record Reserve(
        List<Charge> charges,
        Map<Digest32, List<SeenCount>> counts,
        List<Past.Payment> payments,
        By by,
        Instant seenAt,
        Instant now,
        Instant expiresAt) {
    /// What a judgement went by.
    ///
    /// @param slot the place on a chain that it takes, if it has one
    /// @param isReplacement whether that was taken already
    /// @param past what was paid before
    /// @param asksForRepeats whether what others paid meanwhile could make it another one
    public record By(Optional<Slot> slot, boolean isReplacement, Past past, boolean asksForRepeats) {
        /// Nothing that others could change.
        public static By nothing() {
            return new By(Optional.empty(), false, Past.none(), false);
        }
    }

    /// Copies.
    public Reserve {
        charges = List.copyOf(charges);
        counts = Map.copyOf(counts);
        payments = List.copyOf(payments);
    }

    /// With these charges and counts.
    public Reserve with(List<Charge> others, Map<Digest32, List<SeenCount>> shown) {
        return new Reserve(others, shown, payments, by, seenAt, now, expiresAt);
    }
}
