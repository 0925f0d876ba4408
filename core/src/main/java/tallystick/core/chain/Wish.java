package tallystick.core.chain;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// What somebody wants a chain to do with the holdings of one key. The same words for every family: how it is done,
/// and whether it can be, the family's [Building] says.
///
/// **Form** amounts are base units.
public sealed interface Wish {
    /// An amount for somebody.
    record Pay(Asset asset, Account to, BigInteger amount) implements Wish {}

    /// Amounts for several, in one transaction.
    record Payout(Asset asset, List<Part> parts) implements Wish {
        /// Copies.
        public Payout {
            parts = List.copyOf(parts);
        }

        /// What one of them gets.
        public record Part(Account to, BigInteger amount) {}

        /// Each as if it were paid alone.
        public List<Pay> pays() {
            return parts.stream()
                    .map(part -> new Pay(asset, part.to(), part.amount()))
                    .toList();
        }
    }

    /// What waits, for a higher fee.
    ///
    /// @param pending what was signed and has not come through
    record SpeedUp(UnsignedTransaction pending) implements Wish {}

    /// What waits shall not happen.
    ///
    /// @param pending what was signed and has not come through
    record Cancel(UnsignedTransaction pending) implements Wish {}

    /// All there is of an asset for somebody.
    record Sweep(Asset asset, Account to) implements Wish {}

    /// All there is of an asset, scattered over own outputs or accounts, in one own place.
    record Consolidate(Asset asset) implements Wish {}

    /// Why nothing of the kind can be made on this chain, whatever the family: the wish names another, or no amount.
    ///
    /// @spec docs/spec/state.md#ST-7 state
    default Optional<Built.Refused> misfit(ChainId chain) {
        return switch (this) {
            case Pay(var asset, var to, var amount) ->
                misfit(chain, asset)
                        .or(() -> misfit(chain, to))
                        .or(() -> amount.signum() > 0
                                ? Optional.empty()
                                : Built.refused(Built.Field.AMOUNT, "amount %s, not from 1 on".formatted(amount)));
            case Payout payout ->
                payout.pays().stream()
                        .flatMap(pay -> pay.misfit(chain).stream())
                        .findFirst();
            case Sweep(var asset, var to) -> misfit(chain, asset).or(() -> misfit(chain, to));
            case Consolidate(var asset) -> misfit(chain, asset);
            case SpeedUp(var pending) -> misfit(chain, pending);
            case Cancel(var pending) -> misfit(chain, pending);
        };
    }

    private static Optional<Built.Refused> misfit(ChainId chain, Asset asset) {
        return asset.chain().equals(chain)
                ? Optional.empty()
                : Built.refused(Built.Field.ASSET, "an asset of %s, not of %s".formatted(asset.chain(), chain));
    }

    private static Optional<Built.Refused> misfit(ChainId chain, Account to) {
        return to.chain().equals(chain)
                ? Optional.empty()
                : Built.refused(Built.Field.TO, "an account of %s, not of %s".formatted(to.chain(), chain));
    }

    private static Optional<Built.Refused> misfit(ChainId chain, UnsignedTransaction pending) {
        if (!pending.chain().equals(chain))
            return Built.refused(
                    Built.Field.PENDING, "a transaction of %s, not of %s".formatted(pending.chain(), chain));
        return pending.content() == Content.TRANSACTION
                ? Optional.empty()
                : Built.refused(Built.Field.PENDING, "not a transaction, but a " + pending.content());
    }
}
