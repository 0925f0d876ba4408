package tallystick.core.chain.bitcoin.build;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.Built.Field;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Warning;
import tallystick.core.chain.Wish;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.TransactionSize;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.UnprovenValues;
import tallystick.crypto.secret.Entropy;

/// Makes bundles from the coins of one key.
///
/// **Why** a replacement is never below what nodes of the network want: the fee rises to that by itself, and where the
/// cap forbids it, nothing is made.
///
/// @param limits above whose fee rate nothing is made, and no fee that would be warned of as a danger
/// @param chance for drawing coins; without it the largest are taken
public record BitcoinBuilder(Wallet wallet, FeeLimits limits, Optional<Entropy> chance) implements Building.Builder {
    /// So few that people read them all.
    private static final int PAYMENTS_MAX = 100;

    private static final int COINS_NAMED = 4;
    private static final String ABSURD_FEE = "ABSURD_FEE";
    private static final String CHANGE_UNPROVEN = "CHANGE_UNPROVEN";

    /// What can be spent, and how.
    ///
    /// @param coins all of one key's tree, each once
    /// @param change where what is left over comes back to; its tree is that of the key
    /// @param lockTime a block height or second from which on a transaction counts; 0 for at once
    public record Wallet(BitcoinNetwork network, List<Coin> coins, ChangeTo change, FeeRate rate, long lockTime) {
        /// @throws IllegalArgumentException if a coin is there twice: the caller's fault
        public Wallet {
            coins = List.copyOf(coins);
            if (coins.stream().map(Coin::at).distinct().count() != coins.size())
                throw new IllegalArgumentException("a coin that is there twice");
        }
    }

    @Override
    public Built build(Wish wish) {
        var misfit = wish.misfit(wallet.network().chain());
        if (misfit.isPresent()) return misfit.get();
        var mixed = mixed(wish);
        if (mixed.isPresent()) return mixed.get();
        return switch (wish) {
            case Wish.Pay pay -> pay(List.of(pay));
            case Wish.Payout payout -> pay(payout.pays());
            case Wish.Sweep(var asset, var to) -> sweep(asset, to);
            case Wish.Consolidate(var asset) -> consolidate(asset);
            case Wish.SpeedUp(var pending) -> pending instanceof Bundle bundle ? replace(bundle, true) : notABundle();
            case Wish.Cancel(var pending) -> pending instanceof Bundle bundle ? replace(bundle, false) : notABundle();
        };
    }

    /// Outputs stand in the order of the payments.
    private Built pay(List<Wish.Pay> pays) {
        if (pays.isEmpty() || pays.size() > PAYMENTS_MAX)
            return new Built.Refused(Field.WISH, "%d payments, not 1..%d".formatted(pays.size(), PAYMENTS_MAX));
        var refused = pays.stream().flatMap(pay -> unpayable(pay).stream()).findFirst();
        if (refused.isPresent()) return refused.get();
        var sum = pays.stream().map(Wish.Pay::amount).reduce(BigInteger.ZERO, BigInteger::add);
        if (isAboveAll(sum))
            return new Built.Refused(Field.AMOUNT, "amounts of %s, above all there can be".formatted(sum));
        var outputs = pays.stream()
                .map(pay ->
                        new TxOutput(pay.amount().longValueExact(), script(pay).orElseThrow()))
                .toList();
        return built(payment(wallet.rate()).pay(wallet.coins(), outputs, wallet.change(), chance), Field.FUNDS);
    }

    private Optional<Built.Refused> unpayable(Wish.Pay pay) {
        var script = script(pay);
        var misfit = misfit(pay.asset()).or(() -> misfit(script));
        if (misfit.isPresent()) return misfit;
        if (isAboveAll(pay.amount()))
            return Built.refused(Field.AMOUNT, "amount %s, above all there can be".formatted(pay.amount()));
        var least = TransactionSize.dustSatoshi(script.orElseThrow());
        return pay.amount().longValueExact() < least
                ? Built.refused(
                        Field.AMOUNT,
                        "amount %s, below the dust limit of %d: nodes would not relay it"
                                .formatted(pay.amount(), least))
                : Optional.empty();
    }

    private Optional<OutputScript> script(Wish.Pay pay) {
        return OutputScript.parse(wallet.network(), pay.to().address());
    }

    private static boolean isAboveAll(BigInteger amount) {
        return amount.bitLength() > 62 || amount.longValue() > TxOutput.VALUE_MAX;
    }

    private Built sweep(Asset asset, Account to) {
        var script = OutputScript.parse(wallet.network(), to.address());
        var misfit = misfit(asset).or(() -> misfit(script)).or(this::tooMany);
        if (misfit.isPresent()) return misfit.get();
        return built(payment(wallet.rate()).sweep(wallet.coins(), script.orElseThrow(), Optional.empty()), Field.FUNDS);
    }

    private Built consolidate(Asset asset) {
        var misfit = misfit(asset).or(this::tooMany).or(this::nothingScattered);
        if (misfit.isPresent()) return misfit.get();
        return built(payment(wallet.rate()).consolidate(wallet.coins(), wallet.change()), Field.FUNDS);
    }

    private Built replace(Bundle pending, boolean keepsPayments) {
        if (pending.transaction().inputs().stream().noneMatch(TxInput::isReplaceable))
            return new Built.Refused(
                    Field.PENDING, "the pending transaction is final: none of its inputs says it may be replaced");
        var spent = pending.transaction().inputs().stream().map(TxInput::spends).toList();
        var more = wallet.coins().stream()
                .filter(coin -> !spent.contains(coin.at()))
                .toList();
        return built(
                keepsPayments
                        ? Replacement.speedUp(pending, wallet.rate(), limits, wallet.change(), more)
                        : Replacement.cancel(pending, wallet.rate(), limits, wallet.change()),
                Field.FEE);
    }

    /// @param otherwise what stands in the way where the outcome does not tell
    private Built built(Payment.Outcome outcome, Field otherwise) {
        return switch (outcome) {
            case Payment.Outcome.Built(var bundle) -> affordable(bundle);
            case Payment.Outcome.TooLittle(var missing) ->
                new Built.Refused(Field.FUNDS, "%d satoshi more are needed at this fee rate".formatted(missing));
            case Payment.Outcome.RateAboveCap(var rate, var max) ->
                new Built.Refused(
                        Field.FEE, "%d satoshi per 1000 virtual bytes, above the cap of %d".formatted(rate, max));
            case Payment.Outcome.Refused(var why) -> new Built.Refused(otherwise, why);
        };
    }

    private Built affordable(Bundle bundle) {
        var known =
                Knowledge.none().chapter(KeyTree.class, wallet.change().tree()).chapter(FeeLimits.class, limits);
        var nobody = new Account(bundle.chain(), "the-signing-account");
        var dangers = bundle.warnings(nobody, known).stream()
                .filter(warning -> warning.severity() == Warning.Severity.DANGER)
                .map(Warning::code)
                .toList();
        if (dangers.contains(ABSURD_FEE))
            return new Built.Refused(
                    Field.FEE,
                    "a fee of %d satoshi, more than %d percent of the amount"
                            .formatted(bundle.feeSatoshi(), limits.percentMax()));
        if (dangers.contains(UnprovenValues.WARNING.code()))
            return new Built.Refused(
                    Field.FUNDS,
                    "several coins, and not of each the transaction that made it: no node signs what their values do"
                            + " not prove");
        if (dangers.contains(CHANGE_UNPROVEN))
            return new Built.Refused(
                    Field.FUNDS,
                    "change in the form %s, which the key that spends these coins cannot sign for"
                            .formatted(wallet.change().form()));
        return new Built.Ready(bundle);
    }

    private Payment payment(FeeRate rate) {
        return new Payment(wallet.network(), rate, wallet.lockTime(), limits);
    }

    private Optional<Built.Refused> misfit(Asset asset) {
        return asset.equals(wallet.network().coin())
                ? Optional.empty()
                : Built.refused(
                        Field.ASSET,
                        "the only asset here is " + wallet.network().coin());
    }

    private static Optional<Built.Refused> misfit(Optional<OutputScript> script) {
        return script.isPresent() ? Optional.empty() : Built.refused(Field.TO, "not an address of this network");
    }

    /// One key makes signatures of one kind: what it cannot sign for is no coin of its own.
    private Optional<Built.Refused> mixed(Wish wish) {
        var coins = new LinkedHashMap<OutPoint, AddressForm>();
        if (wish instanceof Wish.SpeedUp(Bundle pending))
            for (var i = 0; i < pending.spent().size(); i++)
                coins.put(
                        pending.transaction().inputs().get(i).spends(),
                        pending.spent().get(i).form());
        for (var coin : wallet.coins()) coins.put(coin.at(), coin.spent().form());
        var taproot = named(coins, true);
        var others = named(coins, false);
        if (taproot.isEmpty() || others.isEmpty()) return Optional.empty();
        return Built.refused(
                Field.FUNDS,
                "P2TR coins beside others, and one key signs for one kind: P2TR are %s; the others are %s"
                        .formatted(text(taproot), text(others)));
    }

    private static List<OutPoint> named(Map<OutPoint, AddressForm> coins, boolean isTaproot) {
        return coins.entrySet().stream()
                .filter(coin -> (coin.getValue() == AddressForm.P2TR) == isTaproot)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String text(List<OutPoint> coins) {
        var first = coins.stream().limit(COINS_NAMED).map(OutPoint::toString).collect(Collectors.joining(", "));
        return coins.size() > COINS_NAMED ? first + " and %d more".formatted(coins.size() - COINS_NAMED) : first;
    }

    private Optional<Built.Refused> tooMany() {
        return wallet.coins().size() <= Bundle.INPUTS_MAX
                ? Optional.empty()
                : Built.refused(
                        Field.FUNDS,
                        "%d coins, and a transaction spends at most %d: give fewer at once"
                                .formatted(wallet.coins().size(), Bundle.INPUTS_MAX));
    }

    private Optional<Built.Refused> nothingScattered() {
        return wallet.coins().size() > 1
                ? Optional.empty()
                : Built.refused(
                        Field.FUNDS,
                        "%d coins: nothing lies scattered"
                                .formatted(wallet.coins().size()));
    }

    private static Built notABundle() {
        return new Built.Refused(Field.PENDING, "no bundle of bitcoin");
    }
}
