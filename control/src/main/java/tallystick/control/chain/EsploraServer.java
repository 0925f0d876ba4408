package tallystick.control.chain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.build.FeeRate;
import tools.jackson.databind.JsonNode;

/// Servers that answer as Esplora does.
///
/// @spec https://github.com/Blockstream/esplora/blob/master/API.md Esplora HTTP API
final class EsploraServer implements BitcoinServer {
    private static final Set<String> HERE_ALREADY =
            Set.of("already in block chain", "already in utxo set", "txn-already-in-mempool", "txn-already-known");
    /// How many blocks a transaction may wait for at the fee that is asked for.
    private static final int BLOCKS = 6;

    private static final BigDecimal VIRTUAL_BYTES = BigDecimal.valueOf(1000);

    private final BitcoinNetwork network;
    private final Esplora esplora;

    /// @param places at least one
    EsploraServer(BitcoinNetwork network, List<URI> places, Turns turns) {
        this.network = network;
        this.esplora = new Esplora(places, turns);
    }

    @Override
    public int height() throws ChainUnreachable {
        return esplora.number("/blocks/tip/height");
    }

    @Override
    public String blockAt(int height) throws ChainUnreachable {
        return esplora.text("/block-height/" + height);
    }

    @Override
    public List<Unspent> unspent(Account account) throws ChainUnreachable {
        var all = new ArrayList<Unspent>();
        for (var each : esplora.list("/address/%s/utxo".formatted(account.address())))
            if (each.path("status").path("confirmed").asBoolean(false)) all.add(unspent(each));
        return all;
    }

    private static Unspent unspent(JsonNode value) throws ChainUnreachable {
        return new Unspent(
                OutPoint.of(Esplora.id(value.path("txid")), Esplora.whole(value.path("vout"), 0xffff_ffffL)),
                Esplora.satoshi(value.path("value")),
                Esplora.height(value.path("status").path("block_height")));
    }

    @Override
    public Transaction transaction(String id) throws ChainUnreachable {
        return esplora.transaction(id);
    }

    @Override
    public long satoshiPerKvb() throws ChainUnreachable {
        var best = 0;
        var rate = BigDecimal.ZERO;
        for (var each : esplora.json("/fee-estimates").properties()) {
            // A number that is too large for one is infinite here.
            var estimate =
                    Optional.of(each.getValue()).filter(JsonNode::isNumber).flatMap(JsonNode::decimalValueOpt);
            if (!each.getKey().matches("[0-9]{1,4}") || estimate.isEmpty())
                throw new ChainUnreachable("the endpoint's estimates of fees are none");
            var blocks = Integer.parseInt(each.getKey());
            // The slowest that is fast enough, else the fastest there is.
            var isBetter = best == 0 || (blocks <= BLOCKS ? best > BLOCKS || blocks > best : blocks < best);
            if (!isBetter) continue;
            best = blocks;
            rate = estimate.get();
        }
        var perKvb = rate.multiply(VIRTUAL_BYTES).setScale(0, RoundingMode.CEILING);
        var most = BigDecimal.valueOf(FeeRate.MAX.satoshiPerKvb());
        return Math.max(perKvb.min(most).max(BigDecimal.ZERO).longValueExact(), FeeRate.RELAY.satoshiPerKvb());
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
        var found = esplora.jsonIfThere("/tx/" + id);
        if (found.isEmpty()) return new Sight.Unknown();
        var status = found.get().path("status");
        if (!status.path("confirmed").asBoolean(false)) return new Sight.Waiting();
        var block = Esplora.height(status.path("block_height"));
        var hash = Esplora.id(status.path("block_hash"));
        var height = height();
        // The block has to be the chain's own at that height: an endpoint may lag behind itself.
        if (block > height || !blockAt(block).equals(hash)) return new Sight.Waiting();
        return new Sight.Mined(block, hash, height - block + 1, true);
    }

    @Override
    public boolean has(OutPoint output) throws ChainUnreachable {
        return !(esplora.ask("/tx/%s/hex".formatted(output.txid())) instanceof Esplora.Answer.Absent);
    }

    @Override
    public Optional<OutputsEndpoint.Spender> spender(OutPoint output) throws ChainUnreachable {
        var found = esplora.jsonIfThere("/tx/%s/outspend/%d".formatted(output.txid(), output.index()));
        if (found.isEmpty() || !found.get().path("spent").asBoolean(false)) return Optional.empty();
        var id = Esplora.id(found.get().path("txid"));
        if (esplora.transaction(id).inputs().stream()
                .noneMatch(input -> input.spends().equals(output)))
            throw new ChainUnreachable("the endpoint names a transaction that does not spend the output");
        return OutputsEndpoint.Spender.seen(id, look(id));
    }

    @Override
    public Optional<OutputsEndpoint.Spender> spender(OutPoint output, String rival) throws ChainUnreachable {
        return spender(output);
    }

    @Override
    public OutputsHistory.Then at(Account account, int block) throws ChainUnreachable {
        return new OutputsHistory(network, esplora).at(account, block);
    }
}
