package tallystick.control.withdrawals;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.bitcoin.OutPoint;

/// What of a chain a withdrawal claims: of all transactions that claim the same one is mined.
sealed interface Claim {
    /// The next of an account's transactions.
    record Numbered(BigInteger nonce) implements Claim {}

    /// The outputs that it spends.
    ///
    /// @param inherited of these, what the withdrawal has that it takes the place of
    record Spent(ChainId chain, List<OutPoint> outputs, Set<OutPoint> inherited) implements Claim {
        /// Copies.
        public Spent {
            outputs = List.copyOf(outputs);
            inherited = Set.copyOf(inherited);
        }
    }

    /// Nothing: no transaction excludes another.
    record Nothing() implements Claim {}

    /// Its sequence number, where the chain has such.
    default Optional<BigInteger> number() {
        return switch (this) {
            case Numbered(var nonce) -> Optional.of(nonce);
            case Spent _, Nothing _ -> Optional.empty();
        };
    }
}
