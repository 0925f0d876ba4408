package tallystick.control.chain;

import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;

/// Bitcoin behind servers that answer as Esplora does.
///
/// **Why** what it says of an output counts for nothing without the transaction that made it: the id proves that one's
/// bytes, and these the amount and the script.
///
/// @spec https://github.com/Blockstream/esplora/blob/master/API.md Esplora HTTP API
public final class BitcoinEndpoint implements OutputsEndpoint {
    private static final Set<String> HERE_ALREADY =
            Set.of("already in block chain", "already in utxo set", "txn-already-in-mempool", "txn-already-known");

    private final BitcoinNetwork network;
    private final Esplora esplora;
    private final List<Esplora> each;

    /// @param chain which chain it has to be; another is refused when something is to be built
    /// @param endpoints at least one; a later one is asked where an earlier one does not answer
    /// @throws IllegalArgumentException if no such network is known: the caller's fault
    public BitcoinEndpoint(ChainId chain, List<URI> endpoints) {
        this.network = BitcoinNetwork.of(chain)
                .orElseThrow(() -> new IllegalArgumentException("no network known here: " + chain));
        var turns = new Turns();
        this.esplora = new Esplora(endpoints, turns);
        this.each =
                endpoints.stream().map(one -> new Esplora(List.of(one), turns)).toList();
    }

    @Override
    public ChainId chain() {
        return network.chain();
    }

    @Override
    public Spendable state(Account account, Set<OutPoint> held, long satoshiPerKvbMin) throws ChainUnreachable {
        var genesis = esplora.text("/block-height/0");
        if (!genesis.startsWith(chain().reference()))
            throw new ChainUnreachable("the endpoint is of another chain than %s".formatted(chain()));
        return new OutputsState(network, esplora).of(account, held, satoshiPerKvbMin);
    }

    @Override
    public Optional<BigInteger> balance(Account account, Asset asset) throws ChainUnreachable {
        if (!asset.equals(network.coin())) return Optional.empty();
        var sum = 0L;
        for (var each : esplora.list("/address/%s/utxo".formatted(account.address())))
            if (each.path("status").path("confirmed").asBoolean(false))
                sum = Math.addExact(sum, Esplora.satoshi(each.path("value")));
        return Optional.of(BigInteger.valueOf(sum));
    }

    @Override
    public Holding holding(Account account, Set<Asset> assets, int depth) throws ChainUnreachable {
        var tip = tip();
        var block = Math.max(0, tip.height() - (depth - 1));
        var seen = new OutputsHistory(network, esplora).at(account, block);
        // What was read in several steps is of one moment only if no block came in between.
        if (!tip().equals(tip)) throw new ChainUnreachable("a block came while an address was looked at");
        var amounts = new HashMap<Asset, BigInteger>();
        if (assets.contains(network.coin())) amounts.put(network.coin(), BigInteger.valueOf(seen.satoshi()));
        return new Holding(block, BigInteger.valueOf(seen.spent()), amounts);
    }

    private record Tip(int height, String hash) {}

    private Tip tip() throws ChainUnreachable {
        var height = esplora.number("/blocks/tip/height");
        return new Tip(height, esplora.text("/block-height/" + height));
    }

    @Override
    public Reception broadcast(SignedTransaction transaction) throws ChainUnreachable {
        return switch (esplora.give("/tx", transaction.bytes().toHex())) {
            case Esplora.Answer.Found(var id) -> new Reception.Taken(id);
            case Esplora.Answer.Refused(var words)
            when HERE_ALREADY.stream().anyMatch(words.toLowerCase(Locale.ROOT)::contains) ->
                new Reception.Taken(transaction.id());
            case Esplora.Answer.Refused(var words) -> new Reception.Refused(words);
            case Esplora.Answer.Absent _ -> throw new ChainUnreachable("the endpoint takes no transactions");
        };
    }

    @Override
    public Sight look(String id) throws ChainUnreachable {
        return look(esplora, id);
    }

    @Override
    public List<Sight> everyLook(String id) throws ChainUnreachable {
        var all = new ArrayList<Sight>();
        for (var one : each) all.add(look(one, id));
        return all;
    }

    private static Sight look(Esplora esplora, String id) throws ChainUnreachable {
        var found = esplora.jsonIfThere("/tx/" + id);
        if (found.isEmpty()) return new Sight.Unknown();
        var status = found.get().path("status");
        if (!status.path("confirmed").asBoolean(false)) return new Sight.Waiting();
        var block = Esplora.height(status.path("block_height"));
        var hash = Esplora.id(status.path("block_hash"));
        var height = esplora.number("/blocks/tip/height");
        // The block has to be the chain's own at that height: an endpoint may lag behind itself.
        if (block > height || !esplora.text("/block-height/" + block).equals(hash)) return new Sight.Waiting();
        return new Sight.Mined(block, hash, height - block + 1, true);
    }

    @Override
    public boolean has(OutPoint output) throws ChainUnreachable {
        return !(esplora.ask("/tx/%s/hex".formatted(output.txid())) instanceof Esplora.Answer.Absent);
    }

    @Override
    public Optional<Spender> spender(OutPoint output) throws ChainUnreachable {
        return spender(esplora, output);
    }

    @Override
    public List<Optional<Spender>> everySpender(OutPoint output) throws ChainUnreachable {
        var all = new ArrayList<Optional<Spender>>();
        for (var one : each) all.add(spender(one, output));
        return all;
    }

    private static Optional<Spender> spender(Esplora esplora, OutPoint output) throws ChainUnreachable {
        var found = esplora.jsonIfThere("/tx/%s/outspend/%d".formatted(output.txid(), output.index()));
        if (found.isEmpty() || !found.get().path("spent").asBoolean(false)) return Optional.empty();
        var id = Esplora.id(found.get().path("txid"));
        if (esplora.transaction(id).inputs().stream()
                .noneMatch(input -> input.spends().equals(output)))
            throw new ChainUnreachable("the endpoint names a transaction that does not spend the output");
        return switch (look(esplora, id)) {
            case Sight.Unknown _ -> Optional.empty();
            case Sight.Waiting _ -> Optional.of(new Spender(id, 0));
            case Sight.Mined mined -> Optional.of(new Spender(id, mined.depth()));
        };
    }
}
