package tallystick.core.chain.bitcoin.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tallystick.core.chain.bitcoin.Bundle;
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
    private Replacement() {}

    /// The same payments for a higher fee, which the change pays; further coins help if it does not suffice.
    ///
    /// @param change where what is left comes back to, now
    /// @param more coins that may be spent besides, taken one after the other as needed; all confirmed, or nodes
    /// refuse the replacement
    /// @return refused if the first cannot be replaced or the rate is not above its own
    public static Payment.Outcome speedUp(Bundle first, FeeRate rate, ChangeTo change, List<Coin> more) {
        var refused = refusal(first, rate);
        if (refused.isPresent()) return refused.get();
        var kept = IntStream.range(0, first.transaction().outputs().size())
                .filter(i -> !isChange(first, i, change))
                .mapToObj(first.transaction().outputs()::get)
                .toList();
        if (kept.isEmpty()) return cancel(first, rate, change);
        return replaced(first, rate, change, kept, more);
    }

    /// Everything back to an own address, for a higher fee: the payments do not happen.
    public static Payment.Outcome cancel(Bundle first, FeeRate rate, ChangeTo to) {
        var refused = refusal(first, rate);
        if (refused.isPresent()) return refused.get();
        var coins = coins(first);
        var payment = payment(first, atLeast(first, rate, Payment.size(coins, List.of(new TxOutput(0, to.script())))));
        return payment.consolidate(coins, to);
    }

    private static Payment.Outcome replaced(
            Bundle first, FeeRate rate, ChangeTo change, List<TxOutput> kept, List<Coin> more) {
        var coins = new ArrayList<>(coins(first));
        var withChange = new ArrayList<>(kept);
        withChange.add(new TxOutput(0, change.script()));
        var outcome = attempt(first, rate, coins, kept, withChange, change);
        for (var coin : more) {
            if (outcome instanceof Payment.Outcome.Built) return outcome;
            coins.add(coin);
            outcome = attempt(first, rate, coins, kept, withChange, change);
        }
        return outcome;
    }

    private static Payment.Outcome attempt(
            Bundle first,
            FeeRate rate,
            List<Coin> coins,
            List<TxOutput> kept,
            List<TxOutput> withChange,
            ChangeTo change) {
        // With the smaller of the two sizes the rate is the higher one, and the rules are met by both.
        var smaller = Payment.size(coins, kept);
        var larger = Payment.size(coins, withChange);
        var needed = Math.max(
                atLeast(first, rate, smaller).satoshiPerKvb(),
                atLeast(first, rate, larger).satoshiPerKvb());
        return payment(first, new FeeRate(needed)).finish(coins, kept, change);
    }

    /// > The replacement pays an absolute fee of at least the sum paid by the original, and additionally for its own
    /// > bandwidth at the node's minimum relay fee
    private static FeeRate atLeast(Bundle first, FeeRate rate, TransactionSize size) {
        var virtualBytes = size.virtualBytes();
        var fee = first.feeSatoshi() + FeeRate.RELAY.satoshi(virtualBytes);
        var needed = (fee * 1000 + virtualBytes - 1) / virtualBytes;
        return new FeeRate(Math.max(rate.satoshiPerKvb(), needed));
    }

    private static Optional<Payment.Outcome> refusal(Bundle first, FeeRate rate) {
        if (first.transaction().inputs().stream().noneMatch(input -> input.isReplaceable()))
            return Optional.of(new Payment.Outcome.Refused("the first transaction is final: no input is replaceable"));
        if (rate.satoshi(first.virtualBytesMax()) <= first.feeSatoshi())
            return Optional.of(new Payment.Outcome.Refused("a fee rate not above that of the first transaction"));
        return Optional.empty();
    }

    private static boolean isChange(Bundle first, int index, ChangeTo change) {
        var script = first.transaction().outputs().get(index).script();
        return first.paths()
                .get(index)
                .flatMap(change.tree()::key)
                .filter(key -> SpentOutput.fits(script, key, Optional.empty()))
                .isPresent();
    }

    private static Payment payment(Bundle first, FeeRate rate) {
        return new Payment(first.network(), rate, first.transaction().lockTime());
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
