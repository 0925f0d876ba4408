package tallystick.node.ledger;

import tallystick.crypto.codec.Bytes;

/// Names a row that is not kept any longer.
///
/// @param kind as in [Kept]
/// @param id as in [Kept]
public record Dropped(int kind, Bytes id) {}
