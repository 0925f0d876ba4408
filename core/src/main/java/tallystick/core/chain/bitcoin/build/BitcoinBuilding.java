package tallystick.core.chain.bitcoin.build;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.bitcoin.AddressForm;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Descendants;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.SpentOutput;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;

/// Reads a key's coins from a state file.
///
/// **Threads** stateless.
public final class BitcoinBuilding implements Building {
    /// The most coins of a file: what is carried with them bounds what is read.
    public static final int COINS_MAX = 10_000;

    private static final Set<String> FIELDS = Set.of("coins", "change", "satoshiPerKvb", "lockTime");
    private static final Set<String> COIN_FIELDS =
            Set.of("txid", "vout", "valueSatoshi", "scriptHex", "path", "madeBy");
    private static final int LOCK_TIME_BITS = 32;

    @Override
    public Asset coin(ChainId chain) {
        return BitcoinNetwork.of(chain)
                .orElseThrow(() -> new IllegalArgumentException("no network known here: " + chain))
                .coin();
    }

    /// @spec docs/spec/state.md#ST-2 state
    @Override
    public Builder builder(Asked asked, Entry state) throws Unusable {
        Building.fields(state, FIELDS);
        var network = BitcoinNetwork.of(asked.chain())
                .orElseThrow(() -> new Unusable("no network known here: " + asked.chain()));
        var tree = new KeyTree(asked.key());
        var keys = new Descendants(tree);
        var coins = coins(state, keys);
        var lockTime = state.has("lockTime") ? state.natural("lockTime") : BigInteger.ZERO;
        if (lockTime.bitLength() > LOCK_TIME_BITS) throw state.get("lockTime").expected("a number in 0..2^32-1");
        return new BitcoinBuilder(
                new BitcoinBuilder.Wallet(
                        network, coins, change(state, keys, coins), rate(state), lockTime.longValue()),
                asked.knowledge().chapter(FeeLimits.class).orElse(FeeLimits.ORDINARY),
                asked.chance());
    }

    private static FeeRate rate(Entry state) throws Unusable {
        return new FeeRate(state.number("satoshiPerKvb", 0, (int) FeeRate.MAX.satoshiPerKvb()));
    }

    /// @throws Unusable also if a coin is there twice, or all together are more than there can ever be
    private static List<Coin> coins(Entry state, Descendants keys) throws Unusable {
        var items = state.get("coins").items();
        if (items.size() > COINS_MAX) throw state.get("coins").expected("at most %d coins".formatted(COINS_MAX));
        var coins = new ArrayList<Coin>();
        var seen = new HashSet<OutPoint>();
        var sum = 0L;
        for (var item : items) {
            var coin = coin(item.object(COIN_FIELDS), keys);
            if (!seen.add(coin.at())) throw item.expected("each coin once");
            sum += coin.valueSatoshi();
            if (sum > TxOutput.VALUE_MAX) throw item.expected("no more than 21e14 satoshi together");
            coins.add(coin);
        }
        return coins;
    }

    private static Coin coin(Entry item, Descendants keys) throws Unusable {
        var path = path(item);
        var key = key(item, keys, path);
        var script = new OutputScript(item.hex("scriptHex"));
        if (!SpentOutput.fits(script, key, Optional.empty()))
            throw item.get("scriptHex").expected("a script that the key at " + path + " alone can spend");
        var value = item.natural("valueSatoshi");
        if (value.bitLength() > 62 || value.longValue() > TxOutput.VALUE_MAX)
            throw item.get("valueSatoshi").expected("satoshi in 0..21e14");
        var output = new TxOutput(value.longValue(), script);
        var at = point(item);
        return new Coin(at, SpentOutput.whole(output, key, path), made(item, at, output));
    }

    private static Optional<Transaction> made(Entry item, OutPoint at, TxOutput output) throws Unusable {
        if (!item.has("madeBy")) return Optional.empty();
        if (Transaction.parse(item.hex("madeBy")) instanceof Parsed.Ok<Transaction>(var made)
                && made.hash().equals(at.transaction())
                && at.index() < made.outputs().size()
                && made.outputs().get((int) at.index()).equals(output)) return Optional.of(made);
        throw item.get("madeBy").expected("the transaction with this txid, value and script");
    }

    private static OutPoint point(Entry item) throws Unusable {
        var txid = item.hex("txid");
        if (txid.length() != 32) throw item.get("txid").expected("64 hex digits");
        var index = item.natural("vout");
        if (index.bitLength() > 32) throw item.get("vout").expected("a number in 0..2^32-1");
        return OutPoint.of(txid.toHex(), index.longValue());
    }

    /// Where nothing is said, the key's own address of the first coin's form.
    private static ChangeTo change(Entry state, Descendants keys, List<Coin> coins) throws Unusable {
        var usual =
                coins.isEmpty() ? AddressForm.P2WPKH : coins.getFirst().spent().form();
        if (!state.has("change")) return new ChangeTo(keys.tree(), DerivationPath.root(), usual);
        var change = state.get("change").object(Set.of("path", "form"));
        var path = path(change);
        var _ = key(change, keys, path);
        return new ChangeTo(keys.tree(), path, change.has("form") ? change.name("form", AddressForm.values()) : usual);
    }

    private static Point key(Entry entry, Descendants keys, DerivationPath path) throws Unusable {
        return keys.key(path).orElseThrow(() -> entry.expected("a path that leads to a key"));
    }

    private static DerivationPath path(Entry entry) throws Unusable {
        if (!entry.has("path")) return DerivationPath.root();
        if (DerivationPath.parse(entry.text("path")) instanceof DerivationPath.Reading.Good(var path)) return path;
        throw entry.get("path").expected("a path such as m/0/1, not hardened");
    }
}
