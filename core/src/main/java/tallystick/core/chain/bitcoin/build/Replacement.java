package tallystick.core.chain.bitcoin.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TransactionSize;
import tallystick.core.chain.bitcoin.TxOutput;

/// Replaces a transaction that waits in the network: the same inputs, a higher fee.
///
/// **Why** whoever agreed to the first agrees to the second as a new intent; since both spend the same outputs only one
/// can ever count.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0125.mediawiki#implementation-details BIP-125
public final class Replacement {
    private final Bundle first;
    private final FeeRate rate;
    private final FeeLimits limits;

    private Replacement(Bundle first, FeeRate rate, FeeLimits limits) {
        this.first = first;
        this.rate = rate;
        this.limits = limits;
    }

    /// The same payments for a higher fee, which the change pays; further coins help if it does not suffice.
    ///
    /// @param limits above whose fee rate nothing is made, also where the network's rules ask for more than `rate`
    /// @param change where what is left comes back to, now
    /// @param more coins that may be spent besides, taken one after the other as needed; all confirmed, or nodes
    /// refuse the replacement
    /// @return refused if the first cannot be replaced or the rate is not above its own
    public static Payment.Outcome speedUp(
            Bundle first, FeeRate rate, FeeLimits limits, ChangeTo change, List<Coin> more) {
        return new Replacement(first, rate, limits).speedUp(change, more);
    }

    /// Everything back to an own address, for a higher fee: the payments do not happen.
    ///
    /// @param limits as for [#speedUp]
    public static Payment.Outcome cancel(Bundle first, FeeRate rate, FeeLimits limits, ChangeTo to) {
        return new Replacement(first, rate, limits).cancel(to);
    }

    private Payment.Outcome speedUp(ChangeTo change, List<Coin> more) {
        var refused = refusal();
        if (refused.isPresent()) return refused.get();
        var kept = IntStream.range(0, first.transaction().outputs().size())
                .filter(i -> !isChange(first, i, change))
                .mapToObj(first.transaction().outputs()::get)
                .toList();
        if (kept.isEmpty()) return cancel(change);
        var coins = new ArrayList<>(coins(first));
        var outcome = attempt(coins, kept, change);
        for (var coin : more) {
            if (!(outcome instanceof Payment.Outcome.TooLittle)) return outcome;
            coins.add(coin);
            outcome = attempt(coins, kept, change);
        }
        return outcome;
    }

    private Payment.Outcome cancel(ChangeTo to) {
        var refused = refusal();
        if (refused.isPresent()) return refused.get();
        var coins = coins(first);
        var needed = atLeast(Payment.size(coins, List.of(new TxOutput(0, to.script()))));
        return dear(needed).orElseGet(() -> payment(needed).consolidate(coins, to));
    }

    private Payment.Outcome attempt(List<Coin> coins, List<TxOutput> kept, ChangeTo change) {
        var withChange = new ArrayList<>(kept);
        withChange.add(new TxOutput(0, change.script()));
        // With the smaller of the two sizes the rate is the higher one, and the rules are met by both.
        var smaller = atLeast(Payment.size(coins, kept));
        var larger = atLeast(Payment.size(coins, withChange));
        var needed = Math.max(smaller, larger);
        return dear(needed).orElseGet(() -> payment(needed).finish(coins, kept, change));
    }

    /// What the rules ask for may be more than any [FeeRate], so it is judged before it becomes one.
    private Optional<Payment.Outcome> dear(long satoshiPerKvb) {
        var cap = Math.min(limits.satoshiPerKvbMax(), FeeRate.MAX.satoshiPerKvb());
        return satoshiPerKvb > cap
                ? Optional.of(new Payment.Outcome.RateAboveCap(satoshiPerKvb, cap))
                : Optional.empty();
    }

    /// > The replacement pays an absolute fee of at least the sum paid by the original, and additionally for its own
    /// > bandwidth at the node's minimum relay fee
    private long atLeast(TransactionSize size) {
        var virtualBytes = size.virtualBytes();
        var fee = first.feeSatoshi() + FeeRate.RELAY.satoshi(virtualBytes);
        var needed = (fee * 1000 + virtualBytes - 1) / virtualBytes;
        return Math.max(rate.satoshiPerKvb(), needed);
    }

    private Optional<Payment.Outcome> refusal() {
        if (first.transaction().inputs().stream().noneMatch(input -> input.isReplaceable()))
            return Optional.of(new Payment.Outcome.Refused("the first transaction is final: no input is replaceable"));
        if (rate.satoshi(first.virtualBytesMax()) <= first.feeSatoshi())
            return Optional.of(new Payment.Outcome.Refused("a fee rate not above that of the first transaction"));
        return Optional.empty();
    }

    private Payment payment(long satoshiPerKvb) {
        return new Payment(
                first.network(), new FeeRate(satoshiPerKvb), first.transaction().lockTime(), limits);
    }

    private static boolean isChange(Bundle first, int index, ChangeTo change) {
        var script = first.transaction().outputs().get(index).script();
        return first.paths()
                .get(index)
                .flatMap(change.tree()::key)
                .filter(key -> SpentOutput.fits(script, key, Optional.empty()))
                .isPresent();
    }

    private static List<Coin> coins(Bundle first) {
        var coins = new ArrayList<Coin>();
        for (var i = 0; i < first.spent().size(); i++) {
            var at = first.transaction().inputs().get(i).spends();
            var made = first.previous().stream()
                    .filter((Transaction each) -> each.hash().equals(at.transaction()))
                    .findFirst();
            coins.add(new Coin(at, first.spent().get(i), made));
        }
        return coins;
    }
}
