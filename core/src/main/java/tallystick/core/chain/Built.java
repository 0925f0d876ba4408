package tallystick.core.chain;

import java.util.Optional;

/// What became of a [Wish].
public sealed interface Built {
    /// A transaction that does what was wished and nothing else. It is only proposed: whoever signs reads its bytes and
    /// judges them like any other.
    record Ready(UnsignedTransaction transaction) implements Built {}

    /// None can be made.
    ///
    /// @param field what stands in the way
    /// @param why a lower-case phrase with the numbers, and what would help
    record Refused(Field field, String why) implements Built {}

    /// What can stand in the way.
    enum Field {
        /// The chain knows nothing of the kind.
        WISH,
        /// The asset is not one this chain moves.
        ASSET,
        /// Who would receive.
        TO,
        /// How much.
        AMOUNT,
        /// The transaction to be sped up or cancelled.
        PENDING,
        /// What is offered for a place in a block: above the cap, or below what a replacement has to pay.
        FEE,
        /// What there is to pay from.
        FUNDS,
        /// The account's sequence number, or its durable nonce.
        NONCE
    }

    /// A refusal, for those who may have none.
    static Optional<Refused> refused(Field field, String why) {
        return Optional.of(new Refused(field, why));
    }
}
