package tallystick.control.chain;

import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;

/// Bitcoin behind servers that answer as Esplora does, or as Bitcoin Core, or some as this and some as that.
///
/// **Why** what they say of an output counts for nothing without the transaction that made it: the id proves that one's
/// bytes, and these the amount and the script.
public final class BitcoinEndpoint implements OutputsEndpoint {
    private final BitcoinNetwork network;
    private final List<BitcoinServer> inTurn;
    private final List<BitcoinServer> each;

    /// @param chain which chain it has to be; another is refused when something is to be built
    /// @param endpoints at least one; a later one is asked where an earlier one does not answer. Those of Esplora
    /// come
    ///     together, where the first of them stands
    /// @throws IllegalArgumentException if no such network is known, or one of Bitcoin Core lacks what opens it:
    /// the
    ///     caller's fault
    public BitcoinEndpoint(ChainId chain, List<URI> endpoints) {
        this.network = BitcoinNetwork.of(chain)
                .orElseThrow(() -> new IllegalArgumentException("no network known here: " + chain));
        var turns = new Turns();
        var esploras = endpoints.stream().filter(one -> !CorePlace.is(one)).toList();
        var asked = new ArrayList<BitcoinServer>();
        var all = new ArrayList<BitcoinServer>();
        for (var one : endpoints) {
            if (CorePlace.is(one)) {
                var core = new CoreServer(network, CorePlace.of(one), turns);
                asked.add(core);
                all.add(core);
            } else {
                if (one.equals(esploras.getFirst())) asked.add(new EsploraServer(network, esploras, turns));
                all.add(new EsploraServer(network, List.of(one), turns));
            }
        }
        this.inTurn = List.copyOf(asked);
        this.each = List.copyOf(all);
        if (inTurn.isEmpty()) throw new IllegalArgumentException("a chain without an endpoint");
    }

    @Override
    public ChainId chain() {
        return network.chain();
    }

    @FunctionalInterface
    private interface Question<T> {
        T of(BitcoinServer server) throws ChainUnreachable;
    }

    /// **Why** a whole answer from one kind: what is read in several steps is of one chain then.
    private <T> T asked(Question<T> question) throws ChainUnreachable {
        var last = new ChainUnreachable("no endpoint");
        for (var server : inTurn) {
            try {
                return question.of(server);
            } catch (ChainCrowded e) {
                throw e;
            } catch (ChainUnreachable e) {
                last = e;
                if (Thread.currentThread().isInterrupted()) throw e;
            }
        }
        throw last;
    }

    private <T> List<T> everyone(Question<T> question) throws ChainUnreachable {
        var all = new ArrayList<T>();
        for (var one : each) all.add(question.of(one));
        return all;
    }

    @Override
    public Spendable state(Account account, Set<OutPoint> held, long satoshiPerKvbMin) throws ChainUnreachable {
        return asked(server -> {
            if (!server.blockAt(0).startsWith(chain().reference()))
                throw new ChainUnreachable("the endpoint is of another chain than %s".formatted(chain()));
            return new OutputsState(network, server).of(account, held, satoshiPerKvbMin);
        });
    }

    @Override
    public Optional<BigInteger> balance(Account account, Asset asset) throws ChainUnreachable {
        if (!asset.equals(network.coin())) return Optional.empty();
        var sum = BigInteger.ZERO;
        for (var each : asked(server -> server.unspent(account))) sum = sum.add(BigInteger.valueOf(each.satoshi()));
        return Optional.of(sum);
    }

    @Override
    public Holding holding(Account account, Set<Asset> assets, int depth) throws ChainUnreachable {
        return asked(server -> holding(server, account, assets, depth));
    }

    private Holding holding(BitcoinServer server, Account account, Set<Asset> assets, int depth)
            throws ChainUnreachable {
        var tip = Tip.of(server);
        var block = Math.max(0, tip.height() - (depth - 1));
        var seen = server.at(account, block);
        // What was read in several steps is of one moment only if no block came in between.
        if (!Tip.of(server).equals(tip)) throw new ChainUnreachable("a block came while an address was looked at");
        var amounts = new HashMap<Asset, BigInteger>();
        if (assets.contains(network.coin())) amounts.put(network.coin(), BigInteger.valueOf(seen.satoshi()));
        return new Holding(block, BigInteger.valueOf(seen.spent()), amounts);
    }

    private record Tip(int height, String hash) {
        static Tip of(BitcoinServer server) throws ChainUnreachable {
            var height = server.height();
            return new Tip(height, server.blockAt(height));
        }
    }

    @Override
    public Reception broadcast(SignedTransaction transaction) throws ChainUnreachable {
        return asked(server -> server.broadcast(transaction));
    }

    @Override
    public Sight look(String id) throws ChainUnreachable {
        return asked(server -> server.look(id));
    }

    @Override
    public List<Sight> everyLook(String id) throws ChainUnreachable {
        return everyone(server -> server.look(id));
    }

    @Override
    public boolean has(OutPoint output) throws ChainUnreachable {
        return asked(server -> server.has(output));
    }

    @Override
    public Optional<Spender> spender(OutPoint output) throws ChainUnreachable {
        return asked(server -> server.spender(output));
    }

    @Override
    public List<Optional<Spender>> everySpender(OutPoint output, String rival) throws ChainUnreachable {
        return everyone(server -> server.spender(output, rival));
    }
}
