package tallystick.node.ledger;

import java.util.List;
import tallystick.core.policy.limit.CounterKey;
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

    /// Others were quicker: these limits have no room left for it. Nothing is reserved.
    record Exceeded(List<CounterKey> limits) implements Reservation {
        /// Copies.
        public Exceeded {
            limits = List.copyOf(limits);
        }
    }

    /// Others were quicker: since it was judged, the same was paid or its place on the chain was taken. Nothing is
    /// reserved, and it has to be judged again.
    record Overtaken() implements Reservation {}

    /// It was given up before, and what it counted was given back.
    record Ended() implements Reservation {}

    /// Meanwhile one of its passkeys was seen to count otherwise: there are two of it. Nothing is reserved.
    record CountsOtherwise() implements Reservation {}
}
