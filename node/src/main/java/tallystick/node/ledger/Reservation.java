package tallystick.node.ledger;

import tallystick.crypto.codec.Bytes;

/// What the ledger knows of an intent at the moment it is asked to reserve it.
public sealed interface Reservation {
    /// It is now reserved, and that is on disk.
    record Fresh() implements Reservation {}

    /// It was signed before.
    ///
    /// @param reply the canonical bytes of the reply given then
    record AlreadySigned(Bytes reply) implements Reservation {}

    /// Another call is signing it now.
    record UnderWay() implements Reservation {}

    /// It was begun with its open part filled in otherwise.
    record BoundOtherwise() implements Reservation {}
}
