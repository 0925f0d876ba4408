package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;

/// A transaction made to take another's place, or to empty an account: what is proposed, or why not.
///
/// **Why** only proposals: what comes out is signed as a new intent, judged like any other.
public sealed interface Replacement {
    /// Gas of a plain transfer.
    BigInteger GAS_OF_A_TRANSFER = BigInteger.valueOf(21_000);

    /// By how many percent both fees must rise at least for nodes to take the new transaction.
    int RISE_PERCENT = 10;

    /// The transaction to be signed.
    record Proposed(Envelope envelope) implements Replacement {}

    /// None can be proposed.
    ///
    /// @param why a lower-case phrase
    record Refused(String why) implements Replacement {}

    /// What is bid for a place in a block, wei per gas.
    ///
    /// @param priorityFeePerGas at most this to the block's builder
    /// @param feePerGasMax at most this in all
    record FeeBid(BigInteger priorityFeePerGas, BigInteger feePerGasMax) {
        /// @throws IllegalArgumentException if negative, or the part above the whole: the caller's fault
        public FeeBid {
            if (priorityFeePerGas.signum() < 0 || priorityFeePerGas.compareTo(feePerGasMax) > 0)
                throw new IllegalArgumentException("priority fee negative or above the whole fee per gas");
        }
    }

    /// What an account has.
    ///
    /// @param coin wei
    /// @param token base units of the token
    record Balances(BigInteger coin, BigInteger token) {
        /// @throws IllegalArgumentException if not in 0..2^256-1: the caller's fault
        public Balances {
            Limits.bits(coin, 256, "balance of the coin");
            Limits.bits(token, 256, "balance of the token");
        }
    }

    /// The same transaction at a higher fee: both fees rise by a tenth, rounded up, or to what the market asks.
    ///
    /// @param pending the one that waits
    /// @param market what would be bid now
    /// @param cap what may not be passed
    static Replacement speedUp(Envelope pending, FeeBid market, FeeCaps.FeeCap cap) {
        var bid = raised(pending, market);
        return dear(bid, cap).orElseGet(() -> within(withFees(pending, bid), cap));
    }

    /// Nothing sent to oneself, in the pending one's place, at a higher fee.
    ///
    /// @param sender who sent the pending one
    static Replacement cancel(Envelope pending, Address sender, FeeBid market, FeeCaps.FeeCap cap) {
        if (isCancellation(pending, sender)) return new Refused("the transaction is a cancellation already");
        var bid = raised(pending, market);
        var dear = dear(bid, cap);
        if (dear.isPresent()) return dear.get();
        var number = pending.number();
        var nonce = pending.nonce();
        var to = Optional.of(sender);
        Envelope empty =
                switch (pending) {
                    case LegacyTransaction _, AccessListTransaction _ ->
                        new LegacyTransaction(
                                number,
                                nonce,
                                bid.feePerGasMax(),
                                GAS_OF_A_TRANSFER,
                                to,
                                BigInteger.ZERO,
                                Bytes.empty());
                    case FeeMarketTransaction _, SetCodeTransaction _ ->
                        new FeeMarketTransaction(
                                number,
                                nonce,
                                bid.priorityFeePerGas(),
                                bid.feePerGasMax(),
                                GAS_OF_A_TRANSFER,
                                to,
                                BigInteger.ZERO,
                                Bytes.empty(),
                                List.of());
                };
        return within(empty, cap);
    }

    /// Whether it does nothing but use up its nonce.
    ///
    /// @param sender who sends it
    static boolean isCancellation(Envelope pending, Address sender) {
        return pending.to().equals(Optional.of(sender))
                && pending.value().signum() == 0
                && pending.data().length() == 0
                && pending.authorizations().isEmpty();
    }

    /// All an account has but the most that the fee can take. What of the fee is not used stays behind.
    ///
    /// @param template a transfer to its receiver with nonce, fees and gas limit; its value does not count
    /// @param balance what the account has, wei
    static Replacement sweep(FeeMarketTransaction template, BigInteger balance, FeeCaps.FeeCap cap) {
        if (template.to().isEmpty() || template.data().length() > 0)
            return new Refused("only a plain transfer can empty an account");
        var left = balance.subtract(template.feeMax());
        if (left.signum() <= 0)
            return new Refused(
                    "balance of %s does not exceed the fee of at most %s".formatted(balance, template.feeMax()));
        return within(
                new FeeMarketTransaction(
                        template.number(),
                        template.nonce(),
                        template.priorityFeePerGas(),
                        template.feePerGasMax(),
                        template.gasLimit(),
                        template.to(),
                        left,
                        Bytes.empty(),
                        template.accessList()),
                cap);
    }

    /// All units of a token that an account has. Before the coin is swept, or nothing is left to pay the fee.
    ///
    /// @param template a transfer of nothing to the tokens' receiver with nonce, fees and gas limit
    /// @param token the token's contract
    /// @param balances what the account has
    /// @spec https://eips.ethereum.org/EIPS/eip-20#transfer EIP-20, transfer
    static Replacement sweep(FeeMarketTransaction template, Address token, Balances balances, FeeCaps.FeeCap cap) {
        var receiver = template.to();
        if (receiver.isEmpty()
                || template.data().length() > 0
                || template.value().signum() > 0)
            return new Refused("only a plain transfer of nothing names who receives a token");
        if (receiver.get().equals(token)) return new Refused("a token swept into its own contract is lost");
        if (balances.token().signum() == 0) return new Refused("no units of the token to sweep");
        if (balances.coin().compareTo(template.feeMax()) < 0)
            return new Refused(
                    "balance of %s does not reach the fee of at most %s".formatted(balances.coin(), template.feeMax()));
        var data = FunctionSignature.parse("transfer(address to, uint256 amount)")
                .orThrow()
                .encode(List.of(new AbiValue.Location(receiver.get()), new AbiValue.Numeral(balances.token())));
        return within(
                new FeeMarketTransaction(
                        template.number(),
                        template.nonce(),
                        template.priorityFeePerGas(),
                        template.feePerGasMax(),
                        template.gasLimit(),
                        Optional.of(token),
                        BigInteger.ZERO,
                        data,
                        template.accessList()),
                cap);
    }

    private static Envelope withFees(Envelope pending, FeeBid bid) {
        return switch (pending) {
            case LegacyTransaction(var number, var nonce, var _, var gasLimit, var to, var value, var data) ->
                new LegacyTransaction(number, nonce, bid.feePerGasMax(), gasLimit, to, value, data);
            case AccessListTransaction(
                    var number,
                    var nonce,
                    var _,
                    var gasLimit,
                    var to,
                    var value,
                    var data,
                    var list) ->
                new AccessListTransaction(number, nonce, bid.feePerGasMax(), gasLimit, to, value, data, list);
            case FeeMarketTransaction old ->
                new FeeMarketTransaction(
                        old.number(),
                        old.nonce(),
                        bid.priorityFeePerGas(),
                        bid.feePerGasMax(),
                        old.gasLimit(),
                        old.to(),
                        old.value(),
                        old.data(),
                        old.accessList());
            case SetCodeTransaction old ->
                new SetCodeTransaction(
                        old.number(),
                        old.nonce(),
                        bid.priorityFeePerGas(),
                        bid.feePerGasMax(),
                        old.gasLimit(),
                        old.receiver(),
                        old.value(),
                        old.data(),
                        old.accessList(),
                        old.authorizations());
        };
    }

    private static FeeBid raised(Envelope pending, FeeBid market) {
        var priority = raised(pending.priorityFeePerGas()).max(market.priorityFeePerGas());
        return new FeeBid(
                priority,
                raised(pending.feePerGasMax()).max(market.feePerGasMax()).max(priority));
    }

    private static BigInteger raised(BigInteger fee) {
        var hundred = BigInteger.valueOf(100);
        return fee.multiply(BigInteger.valueOf(100 + RISE_PERCENT))
                .add(hundred.subtract(BigInteger.ONE))
                .divide(hundred)
                .max(fee.add(BigInteger.ONE));
    }

    /// What rises may pass what any transaction can hold, so it is judged before one is made.
    private static Optional<Replacement> dear(FeeBid bid, FeeCaps.FeeCap cap) {
        var most = cap.weiPerGasMax().min(Limits.WORD_MAX);
        return bid.feePerGasMax().compareTo(most) > 0
                ? Optional.of(
                        new Refused("fee of %s wei per gas above the cap of %s".formatted(bid.feePerGasMax(), most)))
                : Optional.empty();
    }

    /// A transaction, unless it would cost more than the cap.
    static Replacement within(Envelope envelope, FeeCaps.FeeCap cap) {
        var dear = dear(new FeeBid(envelope.priorityFeePerGas(), envelope.feePerGasMax()), cap);
        if (dear.isPresent()) return dear.get();
        if (envelope.feeMax().compareTo(cap.weiMax()) > 0)
            return new Refused("fee of at most %s wei above the cap of %s".formatted(envelope.feeMax(), cap.weiMax()));
        return new Proposed(envelope);
    }
}
