package tallystick.core.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tallystick.core.clock.ClockSkew;
import tallystick.crypto.hash.Digest32;

/// A count under which a passkey was seen to sign.
///
/// @param count 1..2^32-1
/// @param at when it signed, as its statement says
/// @param statement what it signed
public record SeenCount(long count, Instant at, Digest32 statement) {
    /// The counts seen so far, of each key: in a node's ledger, or none.
    @FunctionalInterface
    public interface Store {
        /// What was seen of one key, in any order. It suffices to keep those of statements not yet expired, and the
        /// highest.
        List<SeenCount> of(Digest32 keyId);

        /// Nothing was seen.
        static Store empty() {
            return _ -> List.of();
        }
    }

    /// Whether a passkey that showed `seen` can have shown this: more signatures later, fewer earlier, and one count
    /// for one statement. Moments are those of the approver's clock, which may be put back a little between two.
    ///
    /// **Why** not merely higher than the last one seen: approvals of two requests reach a node in any order, and
    /// the same one again and again.
    /// @spec docs/spec/approval.md#AP-7 approval
    public boolean agreesWith(List<SeenCount> seen) {
        return seen.stream().allMatch(this::agrees);
    }

    private boolean agrees(SeenCount other) {
        if (statement.equals(other.statement)) return count == other.count;
        if (count == 0 && other.count == 0) return true;
        if (count == other.count) return false;
        var later = count > other.count ? this : other;
        var earlier = count > other.count ? other : this;
        return Duration.between(later.at, earlier.at).compareTo(ClockSkew.MAX) <= 0;
    }
}
