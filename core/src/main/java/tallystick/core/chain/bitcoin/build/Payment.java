package tallystick.core.chain.bitcoin.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SighashType;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TransactionSize;
import tallystick.core.chain.bitcoin.TxInput;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.secret.Entropy;

/// Makes bundles that pay.
///
/// **Form** version 2, replaceable, lock time as given. Payments stand in their order, change last.
///
/// @param lockTime a block height or second from which on it counts; 0 for at once
/// @param limits above whose fee rate nothing is made
public record Payment(BitcoinNetwork network, FeeRate rate, long lockTime, FeeLimits limits) {
    private static final int VERSION = 2;

    /// What became of a wish to pay.
    public sealed interface Outcome {
        /// The bundle.
        record Built(Bundle bundle) implements Outcome {}

        /// The coins do not suffice.
        ///
        /// @param missingSatoshi how much more would be needed at least, at this fee rate
        record TooLittle(long missingSatoshi) implements Outcome {}

        /// More is offered for space than the organisation lets anybody offer.
        ///
        /// @param satoshiPerKvb what would be offered, satoshi per 1000 virtual bytes
        /// @param satoshiPerKvbMax the most that may be
        record RateAboveCap(long satoshiPerKvb, long satoshiPerKvbMax) implements Outcome {}

        /// The wish cannot be met whatever the coins.
        ///
        /// @param why a lower-case phrase
        record Refused(String why) implements Outcome {}
    }

    /// Pays these outputs from some of these coins.
    ///
    /// @param entropy chance for drawing coins; without it the largest are taken
    public Outcome pay(List<Coin> coins, List<TxOutput> outputs, ChangeTo change, Optional<Entropy> entropy) {
        var refused = dear().or(() -> refusal(outputs));
        if (refused.isPresent()) return refused.get();
        var amount = value(outputs);
        var back = new TxOutput(0, change.script());
        var least = TransactionSize.dustSatoshi(back.script());
        var spendChange = rate.satoshiForWeight(TransactionSize.inputWeight(change.form(), SighashType.ALL));
        var excessMax = Math.max(least, rate.satoshi(back.lengthBytes()) + spendChange);
        var target = amount + baseFee(outputs, coins.size());
        var exact = CoinSelection.exact(coins, rate, target, excessMax).filter(Payment::isFew);
        if (exact.isPresent()) return built(exact.get(), outputs, List.of());
        // What comes back must be worth having, beyond what its own place costs.
        var enough = amount + baseFee(with(outputs, back), coins.size()) + least;
        var drawn = entropy.flatMap(chance -> CoinSelection.drawn(coins, rate, enough, chance))
                .filter(Payment::isFew)
                .or(() -> CoinSelection.largest(coins, rate, enough))
                .or(() -> CoinSelection.largest(coins, rate, target));
        if (drawn.isEmpty()) return new Outcome.TooLittle(target - worth(coins));
        return finish(drawn.get(), outputs, change);
    }

    /// Sends all of these coins to one script: a sweep; with an own path, a consolidation.
    ///
    /// @param path from the intent's key to the one that holds the script, if it is ours
    public Outcome sweep(List<Coin> coins, OutputScript to, Optional<DerivationPath> path) {
        var dear = dear();
        if (dear.isPresent()) return dear.get();
        if (coins.isEmpty()) return new Outcome.Refused("no coins to sweep");
        var fee = rate.satoshi(size(coins, List.of(new TxOutput(0, to))).virtualBytes());
        var value = coins.stream().mapToLong(Coin::valueSatoshi).sum() - fee;
        if (value < TransactionSize.dustSatoshi(to) || value <= 0)
            return new Outcome.TooLittle(Math.max(1, TransactionSize.dustSatoshi(to)) - value);
        return build(coins, List.of(new TxOutput(value, to)), List.of(path), TxInput.REPLACEABLE);
    }

    /// All of these coins in one of an own address.
    public Outcome consolidate(List<Coin> coins, ChangeTo to) {
        return sweep(coins, to.script(), Optional.of(to.path()));
    }

    /// These coins, these outputs, and what is left over back if it is worth having, else to the fee.
    Outcome finish(List<Coin> coins, List<TxOutput> outputs, ChangeTo change) {
        var dear = dear();
        if (dear.isPresent()) return dear.get();
        var spent = coins.stream().mapToLong(Coin::valueSatoshi).sum();
        var withChange = with(outputs, new TxOutput(0, change.script()));
        var left = spent - value(outputs) - rate.satoshi(size(coins, withChange).virtualBytes());
        if (left >= TransactionSize.dustSatoshi(change.script())) {
            var paths = new ArrayList<Optional<DerivationPath>>();
            for (var _ : outputs) paths.add(Optional.empty());
            paths.add(Optional.of(change.path()));
            return build(coins, with(outputs, new TxOutput(left, change.script())), paths, TxInput.REPLACEABLE);
        }
        var fee = rate.satoshi(size(coins, outputs).virtualBytes());
        if (spent < value(outputs) + fee) return new Outcome.TooLittle(value(outputs) + fee - spent);
        return built(coins, outputs, List.of());
    }

    Outcome build(List<Coin> coins, List<TxOutput> outputs, List<Optional<DerivationPath>> paths, long sequence) {
        var transaction = new Transaction(
                VERSION,
                coins.stream()
                        .map(coin -> TxInput.unsigned(coin.at(), sequence))
                        .toList(),
                outputs,
                lockTime);
        var made = coins.stream().flatMap(coin -> coin.made().stream()).toList();
        return switch (Bundle.of(
                network, transaction, coins.stream().map(Coin::spent).toList(), paths, made)) {
            case Parsed.Ok<Bundle>(var bundle) -> new Outcome.Built(bundle);
            case Parsed.Malformed<Bundle>(var _, var expected) -> new Outcome.Refused("no bundle without " + expected);
        };
    }

    static TransactionSize size(List<Coin> coins, List<TxOutput> outputs) {
        return TransactionSize.of(
                coins.stream().mapToInt(Coin::weightUnits).sum(),
                coins.size(),
                outputs,
                coins.stream().anyMatch(coin -> coin.spent().form().isSegwit()));
    }

    /// Whether one transaction can spend them all: small coins drawn by chance may be too many where the largest are
    /// not.
    private static boolean isFew(List<Coin> coins) {
        return coins.size() <= Bundle.INPUTS_MAX;
    }

    static long value(List<TxOutput> outputs) {
        return outputs.stream().mapToLong(TxOutput::valueSatoshi).sum();
    }

    private Outcome built(List<Coin> coins, List<TxOutput> outputs, List<Optional<DerivationPath>> paths) {
        var all = new ArrayList<>(paths);
        while (all.size() < outputs.size()) all.add(Optional.empty());
        return build(coins, outputs, all, TxInput.REPLACEABLE);
    }

    private Optional<Outcome> dear() {
        return rate.satoshiPerKvb() > limits.satoshiPerKvbMax()
                ? Optional.of(new Outcome.RateAboveCap(rate.satoshiPerKvb(), limits.satoshiPerKvbMax()))
                : Optional.empty();
    }

    private static Optional<Outcome> refusal(List<TxOutput> outputs) {
        if (outputs.isEmpty()) return Optional.of(new Outcome.Refused("nothing to pay"));
        for (var i = 0; i < outputs.size(); i++) {
            var least = TransactionSize.dustSatoshi(outputs.get(i).script());
            if (outputs.get(i).valueSatoshi() < least)
                return Optional.of(new Outcome.Refused("output %d of %d satoshi, below the dust limit of %d"
                        .formatted(i, outputs.get(i).valueSatoshi(), least)));
        }
        return Optional.empty();
    }

    /// The fee for all but the inputs, which carry their own. The count of inputs may take three bytes.
    private long baseFee(List<TxOutput> outputs, int coinCount) {
        return rate.satoshiForWeight(TransactionSize.of(0, 0, outputs, true).weightUnits() + (coinCount > 252 ? 8 : 0))
                + 1;
    }

    private long worth(List<Coin> coins) {
        return coins.stream()
                .mapToLong(coin -> Math.max(0, coin.effectiveSatoshi(rate)))
                .sum();
    }

    private static List<TxOutput> with(List<TxOutput> outputs, TxOutput last) {
        var all = new ArrayList<>(outputs);
        all.add(last);
        return all;
    }
}
