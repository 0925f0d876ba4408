package tallystick.control.chain;

import tallystick.core.chain.Account;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.OutputScript;
import tools.jackson.databind.JsonNode;

/// What an address of Bitcoin had at the end of an earlier block: what it has now, and what came since taken back.
final class OutputsHistory {
    private static final int PAGES_MAX = 400;

    private final BitcoinNetwork network;
    private final Esplora esplora;

    OutputsHistory(BitcoinNetwork network, Esplora esplora) {
        this.network = network;
        this.esplora = esplora;
    }

    /// @param spent how many of its outputs were spent by then
    record Then(long satoshi, long spent) {}

    Then at(Account account, int block) throws ChainUnreachable {
        var script = OutputScript.parse(network, account.address())
                .orElseThrow(() -> new AssertionError("an address that was derived is none of its network"))
                .bytes()
                .toHex();
        var place = "/address/" + account.address();
        var now = esplora.json(place).path("chain_stats");
        var then = new Then(
                Esplora.satoshi(now.path("funded_txo_sum")) - Esplora.satoshi(now.path("spent_txo_sum")),
                Esplora.whole(now.path("spent_txo_count"), Integer.MAX_VALUE));
        var page = esplora.list(place + "/txs/chain");
        for (var i = 0; i < PAGES_MAX && page.size() > 0; i++) {
            for (var each : page) {
                if (Esplora.height(each.path("status").path("block_height")) <= block) return checked(then);
                then = before(each, script, then);
            }
            page = esplora.list(
                    place + "/txs/chain/" + Esplora.id(page.get(page.size() - 1).path("txid")));
        }
        if (page.size() > 0) throw new ChainUnreachable("the endpoint's history of an address does not end");
        return checked(then);
    }

    private static Then before(JsonNode transaction, String script, Then after) throws ChainUnreachable {
        var satoshi = after.satoshi();
        var spent = after.spent();
        for (var each : transaction.path("vin")) {
            if (!script.equals(each.path("prevout").path("scriptpubkey").asString(""))) continue;
            satoshi += Esplora.satoshi(each.path("prevout").path("value"));
            spent--;
        }
        for (var each : transaction.path("vout"))
            if (script.equals(each.path("scriptpubkey").asString(""))) satoshi -= Esplora.satoshi(each.path("value"));
        return new Then(satoshi, spent);
    }

    private static Then checked(Then then) throws ChainUnreachable {
        if (then.satoshi() < 0 || then.spent() < 0)
            throw new ChainUnreachable("the endpoint's sums of an address are not those of its transactions");
        return then;
    }
}
