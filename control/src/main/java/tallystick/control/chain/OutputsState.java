package tallystick.control.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Building;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutPoint;
import tallystick.core.chain.bitcoin.OutputScript;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.core.chain.bitcoin.build.FeeRate;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an address of Bitcoin can spend, as a state file.
///
/// **Why** only what is in a block: what still waits may be replaced, and all that spends it with it. And at most
/// [#OUTPUTS_MAX], the largest, whose makers are [#BYTES_MAX] together: an intent has to carry these.
final class OutputsState {
    /// The most outputs that are offered at once.
    static final int OUTPUTS_MAX = 100;
    /// The most bytes of the transactions that made them; one that does not fit is passed over.
    static final int BYTES_MAX = 96 * 1024;

    /// How many blocks have to be there, its own counted, before what a miner earned can be spent in the next.
    private static final int RIPE_BLOCKS = 100;

    private final BitcoinNetwork network;
    private final BitcoinServer server;
    private final JsonMapper json = new JsonMapper();

    OutputsState(BitcoinNetwork network, BitcoinServer server) {
        this.network = network;
        this.server = server;
    }

    /// @spec docs/spec/state.md#ST-2 state
    OutputsEndpoint.Spendable of(Account account, Set<OutPoint> held, long satoshiPerKvbMin) throws ChainUnreachable {
        var script = OutputScript.parse(network, account.address())
                .orElseThrow(() -> new AssertionError("an address that was derived is none of its network"));
        var tip = server.height();
        var state = json.createObjectNode();
        state.put("format", Building.STATE_FORMAT)
                .put("chain", network.chain().toString())
                .put(
                        "satoshiPerKvb",
                        Math.clamp(server.satoshiPerKvb(), satoshiPerKvbMin, FeeRate.MAX.satoshiPerKvb()));
        var coins = new ArrayList<Coin>();
        var made = new HashMap<String, Transaction>();
        var bytes = 0;
        for (var each : largest(account, held)) {
            var id = each.at().txid();
            var known = made.get(id);
            var by = known == null ? server.transaction(id) : known;
            var output = new TxOutput(each.satoshi(), script);
            if (each.at().index() >= by.outputs().size()
                    || !by.outputs().get((int) each.at().index()).equals(output))
                throw new ChainUnreachable(
                        "the endpoint says of the output %s what the transaction that made it does not"
                                .formatted(each.at()));
            if (isEarned(by) && tip - each.height() + 1 < RIPE_BLOCKS) continue;
            var more = known == null ? by.encodeStripped().length() : 0;
            if (bytes + more > BYTES_MAX) continue;
            bytes += more;
            made.put(id, by);
            var coin = json.createObjectNode()
                    .put("txid", id)
                    .put("vout", each.at().index())
                    .put("valueSatoshi", each.satoshi())
                    .put("scriptHex", script.bytes().toHex())
                    .put("madeBy", by.encodeStripped().toHex());
            coins.add(new Coin(each.at(), coin));
        }
        return others -> without(state, coins, others);
    }

    /// One that can be spent, as a state file has it.
    private record Coin(OutPoint at, ObjectNode entry) {}

    private static Bytes without(ObjectNode state, List<Coin> coins, Set<OutPoint> held) {
        var left = state.deepCopy();
        var listed = left.putArray("coins");
        for (var coin : coins) if (!held.contains(coin.at())) listed.add(coin.entry());
        return Bytes.ofUtf8(left.toString());
    }

    private List<Unspent> largest(Account account, Set<OutPoint> held) throws ChainUnreachable {
        return server.unspent(account).stream()
                .filter(each -> !held.contains(each.at()))
                .sorted(Comparator.comparingLong(Unspent::satoshi)
                        .reversed()
                        .thenComparing(each -> each.at().toString()))
                .limit(OUTPUTS_MAX)
                .toList();
    }

    /// Whether a miner earned it.
    private static boolean isEarned(Transaction transaction) {
        return transaction.inputs().size() == 1
                && transaction.inputs().getFirst().spends().index() == 0xffff_ffffL;
    }
}
