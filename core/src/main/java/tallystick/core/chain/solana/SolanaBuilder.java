package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.Built.Field;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.crypto.codec.Bytes;

/// Makes transactions of one account, which pays the fee and signs alone.
///
/// **Why** what waits is replaced only under a durable nonce: of two transactions under one value of it at most one is
/// executed. Two with blockhashes exclude each other by nothing.
///
/// @param feeCap the most lamports of fee
public record SolanaBuilder(ChainId chain, Address payer, ClusterState state, BigInteger feeCap)
        implements Building.Builder {
    private static final int COIN = 501;
    private static final String TOKEN = "token";
    /// A program of 32 bytes, and an instruction of 12.
    private static final int PRICE_BYTES = 44;
    private static final BigInteger AMOUNT_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    @Override
    public Built build(Wish wish) {
        var misfit = wish.misfit(chain);
        if (misfit.isPresent()) return misfit.get();
        return switch (wish) {
            case Wish.Pay(var asset, var to, var amount) -> pay(asset, to, amount);
            case Wish.Payout _ -> new Built.Refused(Field.WISH, "several are not paid at once here: make one for each");
            case Wish.Sweep(var asset, var to) -> sweep(asset, to);
            case Wish.Consolidate(var asset) -> consolidate(asset);
            case Wish.SpeedUp(var pending) -> speedUp(pending);
            case Wish.Cancel(var pending) -> cancel(pending);
        };
    }

    private Built pay(Asset asset, Account account, BigInteger amount) {
        var to = Address.parse(account.address());
        if (to.isEmpty()) return new Built.Refused(Field.TO, "not an address of this family");
        if (amount.compareTo(AMOUNT_MAX) > 0) return new Built.Refused(Field.AMOUNT, "amount not in 1..2^64-1");
        if (isCoin(asset)) {
            var before = state.lamports().receiver();
            if (before.add(amount).compareTo(state.lamports().rentExempt()) < 0)
                return new Built.Refused(
                        Field.AMOUNT,
                        "amount %s to an account of %s: below %s the cluster keeps no account"
                                .formatted(amount, before, state.lamports().rentExempt()));
            return finished(start().transfer(to.get(), amount), amount);
        }
        return asset.namespace().equals(TOKEN) ? payToken(asset, to.get(), amount) : noAsset();
    }

    private Built payToken(Asset asset, Address to, BigInteger amount) {
        var own = held(asset).stream().filter(this::isOwnPlace).findFirst();
        if (own.isEmpty())
            return new Built.Refused(Field.FUNDS, "the payer has no token account of its own for this token");
        var holding = own.get();
        if (holding.amount().compareTo(amount) < 0)
            return new Built.Refused(
                    Field.FUNDS, "balance of %s units of the token, less than %s".formatted(holding.amount(), amount));
        if (!holding.receiverHasAccount() && !to.isOnCurve())
            return new Built.Refused(
                    Field.TO,
                    "no key can sign for it: give who owns the receiving token account, and not that account");
        var token = holding.token();
        var deposit = holding.receiverHasAccount()
                ? BigInteger.ZERO
                : token.program().equals(Programs.TOKEN) ? AssociatedToken.DEPOSIT : AssociatedToken.DEPOSIT_2022_MAX;
        var making = holding.receiverHasAccount() ? Draft.Making.NEVER : Draft.Making.IF_MISSING;
        return finished(start().transfer(token, to, amount, making), deposit);
    }

    private Built sweep(Asset asset, Account account) {
        var to = Address.parse(account.address());
        if (to.isEmpty()) return new Built.Refused(Field.TO, "not an address of this family");
        if (to.get().equals(payer))
            return new Built.Refused(Field.TO, "the account itself: sweep to another, or consolidate");
        if (!isCoin(asset)) return asset.namespace().equals(TOKEN) ? gather(held(asset), to.get()) : noAsset();
        var balance = state.lamports().payer();
        var swept = Sweep.coin(start(), to.get(), balance);
        if (swept.isEmpty())
            return new Built.Refused(Field.FUNDS, "balance of %s lamports does not exceed the fee".formatted(balance));
        var arrives = balance.subtract(fee(swept.get())).add(state.lamports().receiver());
        if (arrives.compareTo(state.lamports().rentExempt()) < 0)
            return new Built.Refused(
                    Field.FUNDS,
                    "the receiver would have %s lamports: below %s the cluster keeps no account"
                            .formatted(arrives, state.lamports().rentExempt()));
        return affordable(swept.get());
    }

    private Built consolidate(Asset asset) {
        if (isCoin(asset))
            return new Built.Refused(
                    Field.WISH, "an account here has one balance of the coin: only tokens can lie scattered");
        if (!asset.namespace().equals(TOKEN)) return noAsset();
        return gather(held(asset).stream().filter(each -> !isOwnPlace(each)).toList(), payer);
    }

    private Built gather(List<ClusterState.Holding> holdings, Address to) {
        var scattered = holdings.stream()
                .filter(each -> each.amount().signum() > 0)
                .map(each -> new Sweep.Scattered(each.token(), each.account(), each.amount()))
                .toList();
        if (scattered.isEmpty()) return new Built.Refused(Field.FUNDS, "no units of the token to move");
        if (!to.isOnCurve() && !holdings.getFirst().receiverHasAccount())
            return new Built.Refused(
                    Field.TO,
                    "no key can sign for it: give who owns the receiving token account, and not that account");
        var made = Sweep.tokens(start(), new Instructions.Way(payer, to), scattered);
        if (made.size() > 1)
            return new Built.Refused(
                    Field.FUNDS,
                    "%d token accounts, more than one transaction holds: give at most %d at once"
                            .formatted(scattered.size(), scattered.size() / made.size()));
        var fee = fee(made.getFirst()).add(AssociatedToken.DEPOSIT_2022_MAX);
        return state.lamports().payer().compareTo(fee) < 0
                ? tooLittle(fee, fee(made.getFirst()))
                : affordable(made.getFirst());
    }

    private Built speedUp(UnsignedTransaction pending) {
        if (!(pending instanceof SolanaTransaction before)) return notATransaction();
        var refused = irreplaceable(before);
        if (refused.isPresent()) return refused.get();
        var price = state.budget().map(ClusterState.Budget::microLamports).orElse(BigInteger.ZERO);
        var paid = ComputeBudget.of(before.instructions()).unitPrice();
        if (price.compareTo(paid.orElse(BigInteger.ZERO)) <= 0)
            return new Built.Refused(
                    Field.FEE,
                    "price of %s micro-lamports for a unit, not above the %s of the pending transaction"
                            .formatted(price, paid.orElse(BigInteger.ZERO)));
        var signers = before.message().signers().size();
        var length = 1
                + signers * Message.SIGNATURE_BYTES
                + before.message().encode().length();
        if (paid.isEmpty() && length + PRICE_BYTES > Message.TRANSACTION_BYTES_MAX)
            return new Built.Refused(
                    Field.PENDING, "no room for a price in a transaction of %d bytes".formatted(length));
        if (paid.isEmpty() && !takesBudget(before))
            return new Built.Refused(
                    Field.PENDING, "no place for the compute budget's program among the accounts of the transaction");
        return affordable(Replacement.faster(before, price));
    }

    /// A program has to be written out, once, beside all that are looked up.
    private static boolean takesBudget(SolanaTransaction pending) {
        var written = pending.message().accounts();
        return written.contains(Programs.COMPUTE_BUDGET)
                || !pending.loaded().contains(Programs.COMPUTE_BUDGET)
                        && written.size() + pending.loaded().size() < Message.ACCOUNTS_MAX;
    }

    private Built cancel(UnsignedTransaction pending) {
        if (!(pending instanceof SolanaTransaction before)) return notATransaction();
        var refused = irreplaceable(before);
        if (refused.isPresent()) return refused.get();
        if (before.instructions().size() == 1)
            return new Built.Refused(Field.PENDING, "the pending transaction only advances the nonce already");
        var nonce = state.nonce().orElseThrow().account();
        var cancelled = Replacement.cancel(chain, payer, nonce);
        return affordable(cancelled, state.blockhash());
    }

    /// Why what waits can neither be sped up nor cancelled.
    private Optional<Built.Refused> irreplaceable(SolanaTransaction pending) {
        if (!pending.message().signers().getFirst().equals(payer))
            return Built.refused(Field.PENDING, "another account pays the fee of the pending transaction");
        var under = pending.durableNonce().flatMap(DurableNonce::account);
        if (under.isEmpty())
            return Built.refused(
                    Field.PENDING,
                    "no transaction excludes another here: wait until its blockhash has expired, after 151 slots, and"
                            + " then pay anew; under a durable nonce it could be replaced");
        if (state.nonce().isEmpty())
            return Built.refused(
                    Field.NONCE, "the state names no durable nonce, and the pending one has " + under.get());
        var nonce = state.nonce().get();
        if (!nonce.account().account().equals(under.get()))
            return Built.refused(
                    Field.NONCE,
                    "the pending transaction has the nonce account %s, the state %s"
                            .formatted(under.get(), nonce.account().account()));
        return pending.isComplete() && !pending.message().blockhash().equals(nonce.value())
                ? Built.refused(
                        Field.NONCE, "the nonce has another value now: the pending transaction is executed, or void")
                : Optional.empty();
    }

    private Draft start() {
        var draft = Draft.of(chain, payer);
        if (state.budget().isPresent())
            draft = draft.budget(
                    state.budget().get().units(), state.budget().get().microLamports());
        return state.nonce().isPresent() ? draft.nonce(state.nonce().get().account()) : draft;
    }

    /// @param leaving lamports that leave the payer besides the fee
    private Built finished(Draft draft, BigInteger leaving) {
        var made = draft.build();
        var fee = fee(made);
        var rest = state.lamports().payer().subtract(leaving.add(fee));
        if (rest.signum() < 0) return tooLittle(leaving.add(fee), fee);
        var least = state.lamports().rentExempt();
        return rest.signum() > 0 && rest.compareTo(least) < 0
                ? new Built.Refused(
                        Field.FUNDS,
                        "%s lamports would be left: below %s the cluster keeps no account; pay less or sweep"
                                .formatted(rest, least))
                : affordable(made);
    }

    private Built tooLittle(BigInteger needed, BigInteger fee) {
        return new Built.Refused(
                Field.FUNDS,
                "balance of %s lamports, less than %s with the fee of at most %s"
                        .formatted(state.lamports().payer(), needed, fee));
    }

    private Built affordable(SolanaTransaction made) {
        var isUnderNonce = made.durableNonce().isPresent();
        return affordable(made, isUnderNonce ? state.nonce().map(ClusterState.Nonce::value) : state.blockhash());
    }

    private Built affordable(SolanaTransaction made, Optional<Bytes> hash) {
        var fee = fee(made);
        if (fee.compareTo(feeCap) > 0)
            return new Built.Refused(
                    Field.FEE, "fee of at most %s lamports above the cap of %s".formatted(fee, feeCap));
        if (fee.compareTo(state.lamports().payer()) > 0) return tooLittle(fee, fee);
        return new Built.Ready(hash.isPresent() ? made.withBlockhash(hash.get()) : made);
    }

    private static BigInteger fee(SolanaTransaction made) {
        var instructions = made.instructions();
        return ComputeBudget.of(instructions).feeMax(made.message().counts().signers(), instructions);
    }

    private boolean isCoin(Asset asset) {
        return asset.equals(Asset.coin(chain, COIN));
    }

    private List<ClusterState.Holding> held(Asset asset) {
        return state.tokens().stream()
                .filter(each -> each.token().mint().toString().equals(asset.reference()))
                .toList();
    }

    private boolean isOwnPlace(ClusterState.Holding holding) {
        return holding.account().equals(holding.token().accountOf(payer));
    }

    private Built noAsset() {
        return new Built.Refused(
                Field.ASSET, "expected %s or %s/%s:MINT".formatted(Asset.coin(chain, COIN), chain, TOKEN));
    }

    private static Built notATransaction() {
        return new Built.Refused(Field.PENDING, "no transaction of this family");
    }
}
