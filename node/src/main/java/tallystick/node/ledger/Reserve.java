package tallystick.node.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tallystick.core.approval.SeenCount;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.limit.Charge;
import tallystick.crypto.hash.Digest32;

/// What is reserved with an intent, in one step with it or not at all.
///
/// @param charges what it takes from limits
/// @param counts what passkeys showed in its approvals, by key id
/// @param payments what it would pay
/// @param seenAt when this node first saw it
/// @param now by this node's clock
/// @param expiresAt from this second on nobody begins to sign it
public record Reserve(
        List<Charge> charges,
        Map<Digest32, List<SeenCount>> counts,
        List<Past.Payment> payments,
        Instant seenAt,
        Instant now,
        Instant expiresAt) {
    /// Copies.
    public Reserve {
        charges = List.copyOf(charges);
        counts = Map.copyOf(counts);
        payments = List.copyOf(payments);
    }
}
