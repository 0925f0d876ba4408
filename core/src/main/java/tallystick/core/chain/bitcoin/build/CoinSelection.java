package tallystick.core.chain.bitcoin.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.Entropy;

/// Which coins pay an amount. First a set that leaves nothing over is searched for by branch and bound; if there is
/// none, coins are drawn by chance, or the largest are taken where no chance is given.
///
/// **Why** without anything left over there is no change to pay for and to link later; coins drawn by chance tell
/// outsiders less than the largest do, and keep small coins from piling up.
///
/// **Timing** the search ends after [#TRIES_MAX] steps.
public final class CoinSelection {
    /// The most steps of the search.
    public static final int TRIES_MAX = 100_000;

    private final List<Coin> coins;
    private final long[] effective;
    private final long[] rest;
    private final long target;
    private final long excessMax;
    private final List<Integer> current = new ArrayList<>();
    private List<Integer> best = List.of();
    private long bestExcess = Long.MAX_VALUE;
    private int tries;

    private CoinSelection(List<Coin> coins, FeeRate rate, long target, long excessMax) {
        this.coins = coins;
        this.target = target;
        this.excessMax = excessMax;
        this.effective =
                coins.stream().mapToLong(coin -> coin.effectiveSatoshi(rate)).toArray();
        this.rest = new long[coins.size() + 1];
        for (var i = coins.size() - 1; i >= 0; i--) rest[i] = rest[i + 1] + effective[i];
    }

    /// Coins whose worth after their own fees reaches `target` and passes it by at most `excessMax`; empty if the
    /// search finds none.
    public static Optional<List<Coin>> exact(List<Coin> coins, FeeRate rate, long target, long excessMax) {
        var search = new CoinSelection(worthSpending(coins, rate), rate, target, excessMax);
        search.branch();
        return search.best.isEmpty()
                ? Optional.empty()
                : Optional.of(search.best.stream().map(search.coins::get).toList());
    }

    /// Coins drawn by chance until their worth after their own fees reaches `target`; empty if all together do not.
    public static Optional<List<Coin>> drawn(List<Coin> coins, FeeRate rate, long target, Entropy entropy) {
        var shuffled = new ArrayList<>(worthSpending(coins, rate));
        for (var i = shuffled.size() - 1; i > 0; i--) {
            var swapped = below(i + 1, entropy);
            var coin = shuffled.set(i, shuffled.get(swapped));
            shuffled.set(swapped, coin);
        }
        return until(shuffled, rate, target);
    }

    /// The largest coins until their worth after their own fees reaches `target`; empty if all together do not.
    public static Optional<List<Coin>> largest(List<Coin> coins, FeeRate rate, long target) {
        return until(worthSpending(coins, rate), rate, target);
    }

    /// The largest first; equal ones by where they are, so that the order does not hang on the caller's.
    private static List<Coin> worthSpending(List<Coin> coins, FeeRate rate) {
        return coins.stream()
                .filter(coin -> coin.effectiveSatoshi(rate) > 0)
                .sorted(Comparator.comparingLong((Coin coin) -> coin.effectiveSatoshi(rate))
                        .reversed()
                        .thenComparing(coin -> coin.at().transaction())
                        .thenComparing(coin -> coin.at().index()))
                .toList();
    }

    private static Optional<List<Coin>> until(List<Coin> ordered, FeeRate rate, long target) {
        var taken = new ArrayList<Coin>();
        var worth = 0L;
        for (var coin : ordered) {
            if (worth >= target && !taken.isEmpty()) break;
            taken.add(coin);
            worth += coin.effectiveSatoshi(rate);
        }
        return worth >= target && !taken.isEmpty() ? Optional.of(List.copyOf(taken)) : Optional.empty();
    }

    /// Depth first without recursion: take the next coin while the rest can still reach the target; go back to the
    /// last one taken and leave it out.
    private void branch() {
        var worth = 0L;
        var depth = 0;
        while (tries++ < TRIES_MAX && bestExcess > 0) {
            var dead = worth + rest[depth] < target || worth > target + excessMax;
            if (!dead && worth >= target && !current.isEmpty()) {
                if (worth - target < bestExcess) {
                    bestExcess = worth - target;
                    best = List.copyOf(current);
                }
                dead = true;
            }
            if (dead || depth == effective.length) {
                if (current.isEmpty()) return;
                depth = current.removeLast();
                worth -= effective[depth];
                depth++;
                // An equal coin in its place would only repeat the search.
                while (depth < effective.length && effective[depth] == effective[depth - 1]) depth++;
            } else {
                current.add(depth);
                worth += effective[depth];
                depth++;
            }
        }
    }

    private static int below(int bound, Entropy entropy) {
        // Draws above the last whole multiple are thrown away, or some places would come up more often.
        var limit = (1L << 32) / bound * bound;
        while (true) {
            var draw = number(entropy.bytes(4));
            if (draw < limit) return (int) (draw % bound);
        }
    }

    private static long number(Bytes bytes) {
        var value = 0L;
        for (var i = 0; i < bytes.length(); i++) value = value << 8 | bytes.at(i);
        return value;
    }
}
