package tallystick.core.chain.bitcoin;

import java.time.Instant;

/// Where the chain stands, as somebody trusted says: tells a lock time that has passed from one to come. A chapter of
/// [tallystick.core.chain.Knowledge].
///
/// @param height of the last block, 0 or more
/// @param medianTime of the last eleven blocks
public record ChainTip(long height, Instant medianTime) {
    /// Whether a transaction with this lock time may stand in the next block.
    boolean hasPassed(long lockTime) {
        return lockTime < Transaction.LOCK_TIME_SECONDS ? lockTime <= height : lockTime < medianTime.getEpochSecond();
    }
}
