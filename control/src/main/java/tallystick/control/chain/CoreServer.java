package tallystick.control.chain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.build.FeeRate;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tools.jackson.databind.JsonNode;

/// A Bitcoin Core of release 24 or later that keeps an index of transactions (`-txindex`).
///
/// **Why** without that index it knows no transaction in a block by its id, and could not tell one that is deep from
/// one that nobody has; then it counts as silent. Who spent an output in a block it tells with `-txospenderindex` alone
/// (release 31); without, it says of a named rival whether that is it, and else nothing. What an address had earlier it
/// tells never.
///
/// **Timing** it reads the whole set of unspent outputs to find those of an address: two minutes are allowed for that,
/// and it does one such search at a time.
///
/// @spec https://github.com/bitcoin/bitcoin/blob/master/doc/JSON-RPC-interface.md Bitcoin Core JSON-RPC interface
final class CoreServer implements BitcoinServer {
    private static final Duration SCAN_LIMIT = Duration.ofMinutes(2);
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{2,8000000}");
    private static final int BLOCKS = 6;
    private static final int AT_ONCE = 1000;
    private static final int OUTPUTS_MAX = 100_000;
    private static final int UNKNOWN = -5;
    private static final int HERE_ALREADY = -27;
    /// What Core says of a transaction itself: it cannot be read, lacks an output that it spends, breaks a rule.
    private static final Set<Integer> REFUSALS = Set.of(-22, -25, -26);
    /// Said only where an index of all blocks was asked, too; without one the words differ.
    private static final String IN_NO_BLOCK = "No such mempool or blockchain transaction";

    private final BitcoinNetwork network;
    private final CoreRpc core;

    CoreServer(BitcoinNetwork network, CorePlace place, Turns turns) {
        this.network = network;
        this.core = new CoreRpc(place, turns);
    }

    @Override
    public int height() throws ChainUnreachable {
        return Esplora.height(core.call("getblockcount"));
    }

    @Override
    public String blockAt(int height) throws ChainUnreachable {
        return Esplora.id(core.call("getblockhash", height));
    }

    @Override
    public List<Unspent> unspent(Account account) throws ChainUnreachable {
        if (core.call("getblockchaininfo").path("initialblockdownload").asBoolean(true))
            throw new ChainUnreachable("the endpoint has not the whole chain yet");
        var script = OutputScript.parse(network, account.address())
                .orElseThrow(() -> new AssertionError("an address that was derived is none of its network"));
        var wanted = List.of("raw(%s)".formatted(script.bytes().toHex()));
        var found = CoreRpc.value("scantxoutset", core.ask(SCAN_LIMIT, "scantxoutset", "start", wanted));
        if (!found.path("success").asBoolean(false) || !found.path("unspents").isArray())
            throw new ChainUnreachable("the endpoint did not search its outputs to the end");
        var all = new ArrayList<Unspent>();
        for (var each : found.path("unspents")) {
            all.add(new Unspent(
                    OutPoint.of(Esplora.id(each.path("txid")), Esplora.whole(each.path("vout"), Integer.MAX_VALUE)),
                    CoreRpc.satoshi(each.path("amount")),
                    Esplora.height(each.path("height"))));
            if (all.size() > OUTPUTS_MAX) throw new ChainUnreachable("the endpoint's list of outputs does not end");
        }
        var spent = spent(all);
        return all.stream().filter(each -> !spent.contains(each.at())).toList();
    }

    /// Which of these something that waits spends: the set of unspent outputs is that of blocks alone.
    private Set<OutPoint> spent(List<Unspent> all) throws ChainUnreachable {
        var spent = new HashSet<OutPoint>();
        for (var from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(from + AT_ONCE, all.size())).stream()
                    .map(Unspent::at)
                    .toList();
            var spenders = spenders(some);
            for (var i = 0; i < some.size(); i++) if (spenders.get(i).isPresent()) spent.add(some.get(i));
        }
        return spent;
    }

    /// Who spends each of these as far as it names one: among what waits, and in blocks if it keeps an index of that.
    private List<Optional<String>> spenders(List<OutPoint> outputs) throws ChainUnreachable {
        var asked = outputs.stream()
                .map(each -> new TreeMap<String, Object>(Map.of("txid", each.txid(), "vout", each.index())))
                .toList();
        var answer = core.call("gettxspendingprevout", asked);
        if (!answer.isArray() || answer.size() != outputs.size())
            throw new ChainUnreachable("the endpoint's list of what spends is another one");
        var all = new ArrayList<Optional<String>>();
        for (var i = 0; i < outputs.size(); i++) {
            var said = answer.get(i);
            if (!outputs.get(i).txid().equals(Esplora.id(said.path("txid")))
                    || outputs.get(i).index() != Esplora.whole(said.path("vout"), Integer.MAX_VALUE))
                throw new ChainUnreachable("the endpoint's list of what spends is another one");
            all.add(said.has("spendingtxid") ? Optional.of(Esplora.id(said.path("spendingtxid"))) : Optional.empty());
        }
        return all;
    }

    /// @param block where it is, by its id; empty while it waits
    private record Seen(Transaction transaction, Optional<String> block) {}

    private Optional<Seen> seen(String id) throws ChainUnreachable {
        return switch (core.ask("getrawtransaction", id, true)) {
            case CoreRpc.Answer.Result(var value) -> Optional.of(seen(id, value));
            case CoreRpc.Answer.Refused(var code, var words)
            when code == UNKNOWN && words.startsWith(IN_NO_BLOCK) -> Optional.empty();
            case CoreRpc.Answer.Refused(var code, var words) -> throw CoreRpc.refused("getrawtransaction", code, words);
        };
    }

    private static Seen seen(String id, JsonNode value) throws ChainUnreachable {
        var hex = value.path("hex").asString("");
        if (hex.length() % 2 != 0
                || !HEX.matcher(hex).matches()
                || !(Transaction.parse(Bytes.ofHex(hex)) instanceof Parsed.Ok<Transaction>(var transaction))
                || !transaction.txid().equals(id))
            throw new ChainUnreachable("what the endpoint calls %s is not that transaction".formatted(id));
        return new Seen(
                transaction,
                value.has("blockhash") ? Optional.of(Esplora.id(value.path("blockhash"))) : Optional.empty());
    }

    @Override
    public Transaction transaction(String id) throws ChainUnreachable {
        return seen(id).orElseThrow(() -> new ChainUnreachable("the endpoint has no transaction " + id))
                .transaction();
    }

    @Override
    public long satoshiPerKvb() throws ChainUnreachable {
        var estimate = core.call("estimatesmartfee", BLOCKS);
        if (!estimate.isObject()) throw new ChainUnreachable("the endpoint's estimates of fees are none");
        if (!estimate.has("feerate")) return FeeRate.RELAY.satoshiPerKvb();
        var most = BigDecimal.valueOf(FeeRate.MAX.satoshiPerKvb());
        var given =
                CoreRpc.bitcoin(estimate.path("feerate")).max(BigDecimal.ZERO).min(most);
        var perKvb = given.movePointRight(8).min(most).setScale(0, RoundingMode.CEILING);
        return Math.max(perKvb.longValueExact(), FeeRate.RELAY.satoshiPerKvb());
    }

    @Override
    public Reception broadcast(SignedTransaction transaction) throws ChainUnreachable {
        return switch (core.ask("sendrawtransaction", transaction.bytes().toHex())) {
            case CoreRpc.Answer.Result(var id) -> new Reception.Taken(Esplora.id(id));
            case CoreRpc.Answer.Refused(var code, var _)
            when code == HERE_ALREADY -> new Reception.Taken(transaction.id());
            case CoreRpc.Answer.Refused(var code, var words)
            when REFUSALS.contains(code) -> new Reception.Refused("%d, %s".formatted(code, words));
            case CoreRpc.Answer.Refused(var code, var words) ->
                throw CoreRpc.refused("sendrawtransaction", code, words);
        };
    }

    @Override
    public Sight look(String id) throws ChainUnreachable {
        var seen = seen(id);
        return seen.isEmpty() ? new Sight.Unknown() : where(seen.get());
    }

    private Sight where(Seen seen) throws ChainUnreachable {
        if (seen.block().isEmpty()) return new Sight.Waiting();
        var block = seen.block().get();
        var header = core.call("getblockheader", block, true);
        var depth = header.path("confirmations");
        // Minus one of a block that is no longer of the chain.
        if (!depth.isInt() || depth.asInt() < -1 || !block.equals(Esplora.id(header.path("hash"))))
            throw new ChainUnreachable("the endpoint's answer is no head of that block");
        return depth.asInt() < 1
                ? new Sight.Waiting()
                : new Sight.Mined(Esplora.height(header.path("height")), block, depth.asInt(), true);
    }

    @Override
    public boolean has(OutPoint output) throws ChainUnreachable {
        return seen(output.txid()).isPresent();
    }

    @Override
    public Optional<OutputsEndpoint.Spender> spender(OutPoint output) throws ChainUnreachable {
        var named = spenders(List.of(output)).getFirst();
        if (named.isPresent()) return proven(named.get(), output);
        if (!isSpentSomewhere(output)) return Optional.empty();
        throw new ChainUnreachable(
                "the endpoint has %s as spent, and no index that says by what (-txospenderindex)".formatted(output));
    }

    @Override
    public Optional<OutputsEndpoint.Spender> spender(OutPoint output, String rival) throws ChainUnreachable {
        var named = spenders(List.of(output)).getFirst();
        if (named.isPresent()) return proven(named.get(), output);
        var seen = isSpentSomewhere(output) ? seen(rival) : Optional.<Seen>empty();
        return seen.isPresent() && spends(seen.get().transaction(), output)
                ? OutputsEndpoint.Spender.seen(rival, where(seen.get()))
                : Optional.empty();
    }

    private Optional<OutputsEndpoint.Spender> proven(String id, OutPoint output) throws ChainUnreachable {
        var seen = seen(id);
        if (seen.isEmpty()) return Optional.empty();
        if (!spends(seen.get().transaction(), output))
            throw new ChainUnreachable("the endpoint names a transaction that does not spend the output");
        return OutputsEndpoint.Spender.seen(id, where(seen.get()));
    }

    private static boolean spends(Transaction transaction, OutPoint output) {
        return transaction.inputs().stream().anyMatch(input -> input.spends().equals(output));
    }

    /// Whether it knows the output and no longer has it among those that can be spent.
    private boolean isSpentSomewhere(OutPoint output) throws ChainUnreachable {
        return core.call("gettxout", output.txid(), output.index(), true).isNull() && has(output);
    }

    @Override
    public OutputsHistory.Then at(Account account, int block) throws ChainUnreachable {
        throw new ChainUnreachable(
                "Bitcoin Core keeps no history of addresses: what one had earlier an Esplora endpoint tells");
    }
}
