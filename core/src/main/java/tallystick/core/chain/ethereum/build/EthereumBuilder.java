package tallystick.core.chain.ethereum.build;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.Built.Field;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Wish;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.ethereum.envelope.FeeCaps;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.ethereum.envelope.Replacement;
import tallystick.crypto.codec.Bytes;

/// Makes transactions of one account: type 2, and replacements of the type they replace.
///
/// @param sender whose key signs
/// @param cap above which nothing is made
/// @param dataFees whether the chain takes a fee for data on top, which nothing here bounds
public record EthereumBuilder(ChainId chain, Address sender, AccountState state, FeeCaps.FeeCap cap, boolean dataFees)
        implements Building.Builder {
    private static final int COIN = 60;
    private static final String TOKEN = "erc20";
    private static final Address NOBODY = new Address(Bytes.copyOf(new byte[20]));

    /// What is moved: the coin, or a token with its contract.
    private record Kind(Optional<Address> token) {}

    @Override
    public Built build(Wish wish) {
        var misfit = wish.misfit(chain);
        if (misfit.isPresent()) return misfit.get();
        return switch (wish) {
            case Wish.Pay(var asset, var to, var amount) -> pay(asset, to, amount);
            case Wish.Payout _ -> new Built.Refused(Field.WISH, "a transaction here pays one: make one for each");
            case Wish.Sweep(var asset, var to) -> sweep(asset, to);
            case Wish.SpeedUp(var pending) ->
                pending instanceof Envelope envelope ? replace(envelope, false) : notATransaction();
            case Wish.Cancel(var pending) ->
                pending instanceof Envelope envelope ? replace(envelope, true) : notATransaction();
            case Wish.Consolidate _ ->
                new Built.Refused(
                        Field.WISH, "an account here has one balance of each asset: nothing can lie scattered");
        };
    }

    private Built pay(Asset asset, Account to, BigInteger amount) {
        if (amount.bitLength() > 256) return new Built.Refused(Field.AMOUNT, "amount not in 1..2^256-1");
        var kind = kind(asset);
        var receiver = Address.parse(to.address());
        var misfit = kind.isEmpty() ? noAsset() : misfit(kind.get(), receiver);
        return misfit.isPresent() ? misfit.get() : moved(kind.orElseThrow(), receiver.orElseThrow(), amount);
    }

    private Built sweep(Asset asset, Account to) {
        var kind = kind(asset);
        var receiver = Address.parse(to.address());
        var misfit = kind.isEmpty() ? noAsset() : misfit(kind.get(), receiver).or(() -> unsettled(kind.get()));
        if (misfit.isPresent()) return misfit.get();
        if (receiver.equals(Optional.of(sender)))
            return new Built.Refused(Field.TO, "the account itself: sweep to another");
        var token = kind.orElseThrow().token();
        var all = token.isPresent()
                ? state.tokens().getOrDefault(token.get(), BigInteger.ZERO)
                : state.balance().subtract(feeMax(gas(kind.get())));
        if (all.signum() > 0) return moved(kind.get(), receiver.orElseThrow(), all);
        return token.isPresent()
                ? new Built.Refused(Field.FUNDS, "no units of the token to sweep")
                : new Built.Refused(
                        Field.FUNDS,
                        "balance of %s wei does not exceed the fee of at most %s"
                                .formatted(state.balance(), feeMax(gas(kind.get()))));
    }

    private Built moved(Kind kind, Address receiver, BigInteger amount) {
        var gas = gas(kind);
        var value = kind.token().isPresent() ? BigInteger.ZERO : amount;
        var needed = value.add(feeMax(gas));
        if (kind.token().isPresent()) {
            var held = state.tokens().getOrDefault(kind.token().get(), BigInteger.ZERO);
            if (held.compareTo(amount) < 0)
                return new Built.Refused(
                        Field.FUNDS, "balance of %s units of the token, less than %s".formatted(held, amount));
        }
        if (state.balance().compareTo(needed) < 0)
            return new Built.Refused(
                    Field.FUNDS,
                    "balance of %s wei, less than %s with the fee of at most %s"
                            .formatted(state.balance(), needed, feeMax(gas)));
        return within(new FeeMarketTransaction(
                new BigInteger(chain.reference()),
                state.nonces().next(),
                state.market().priorityFeePerGas(),
                state.market().feePerGasMax(),
                gas,
                Optional.of(kind.token().orElse(receiver)),
                value,
                kind.token().isPresent() ? transfer(receiver, amount) : Bytes.empty(),
                List.of()));
    }

    private Built replace(Envelope pending, boolean cancels) {
        if (cancels && Replacement.isCancellation(pending, sender))
            return new Built.Refused(Field.PENDING, "the pending transaction is a cancellation already");
        var nonces = state.nonces();
        if (pending.nonce().compareTo(nonces.mined()) < 0)
            return new Built.Refused(
                    Field.NONCE,
                    "nonce %s of the pending transaction is used: %s are mined, and it or another of them is in a block"
                            .formatted(pending.nonce(), nonces.mined()));
        if (pending.nonce().compareTo(nonces.next()) > 0)
            return new Built.Refused(
                    Field.NONCE,
                    "nonce %s of the pending transaction is not reached: the next is %s"
                            .formatted(pending.nonce(), nonces.next()));
        var proposed = cancels
                ? Replacement.cancel(pending, sender, state.market(), cap)
                : Replacement.speedUp(pending, state.market(), cap);
        return switch (proposed) {
            case Replacement.Refused(var why) -> new Built.Refused(Field.FEE, why);
            case Replacement.Proposed(var envelope) -> {
                var needed = envelope.value().add(envelope.feeMax());
                yield state.balance().compareTo(needed) < 0
                        ? new Built.Refused(
                                Field.FUNDS, "balance of %s wei, less than %s".formatted(state.balance(), needed))
                        : new Built.Ready(envelope);
            }
        };
    }

    private Built within(Envelope envelope) {
        return switch (Replacement.within(envelope, cap)) {
            case Replacement.Proposed(var proposed) -> new Built.Ready(proposed);
            case Replacement.Refused(var why) -> new Built.Refused(Field.FEE, why);
        };
    }

    private Optional<Kind> kind(Asset asset) {
        if (asset.equals(Asset.coin(chain, COIN))) return Optional.of(new Kind(Optional.empty()));
        return asset.namespace().equals(TOKEN)
                ? Address.parse(asset.reference()).map(token -> new Kind(Optional.of(token)))
                : Optional.empty();
    }

    private Optional<Built.Refused> noAsset() {
        return Built.refused(
                Field.ASSET, "expected %s or %s/%s:ADDRESS".formatted(Asset.coin(chain, COIN), chain, TOKEN));
    }

    private static Optional<Built.Refused> misfit(Kind kind, Optional<Address> receiver) {
        if (receiver.isEmpty()) return Built.refused(Field.TO, "not an address with its right checksum");
        if (receiver.get().equals(NOBODY)) return Built.refused(Field.TO, "the address zero: what goes there is lost");
        return receiver.equals(kind.token())
                ? Built.refused(Field.TO, "the token's own contract: what goes there is lost")
                : Optional.empty();
    }

    /// What waits will change the balance that is to be swept.
    private Optional<Built.Refused> unsettled(Kind kind) {
        var waiting = state.nonces().next().subtract(state.nonces().mined());
        if (waiting.signum() > 0)
            return Built.refused(
                    Field.NONCE, "%s transactions wait and will change the balance: sweep after".formatted(waiting));
        return dataFees && kind.token().isEmpty()
                ? Built.refused(
                        Field.FUNDS,
                        "a fee for data comes on top on this chain, and nothing bounds it: pay an amount that leaves"
                                + " enough for it")
                : Optional.empty();
    }

    private BigInteger gas(Kind kind) {
        return state.gasLimit()
                .orElse(
                        kind.token().isPresent()
                                ? AccountState.GAS_OF_A_TOKEN_TRANSFER
                                : Replacement.GAS_OF_A_TRANSFER);
    }

    private BigInteger feeMax(BigInteger gas) {
        return gas.multiply(state.market().feePerGasMax());
    }

    /// @spec https://eips.ethereum.org/EIPS/eip-20#transfer EIP-20, transfer
    private static Bytes transfer(Address to, BigInteger amount) {
        return FunctionSignature.parse("transfer(address to, uint256 amount)")
                .orThrow()
                .encode(List.of(new AbiValue.Location(to), new AbiValue.Numeral(amount)));
    }

    private static Built notATransaction() {
        return new Built.Refused(Field.PENDING, "no transaction of this family");
    }
}
