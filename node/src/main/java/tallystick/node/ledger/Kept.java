package tallystick.node.ledger;

import java.time.Instant;
import tallystick.crypto.codec.Bytes;

/// One row that somebody keeps in the ledger.
///
/// @param kind the keeper's own number for what it is
/// @param id which of that kind
/// @param at whole milliseconds
/// @param body in the keeper's own form
public record Kept(int kind, Bytes id, Instant at, Bytes body) {
    /// Cuts the time to milliseconds.
    public Kept {
        at = Instant.ofEpochMilli(at.toEpochMilli());
    }
}
