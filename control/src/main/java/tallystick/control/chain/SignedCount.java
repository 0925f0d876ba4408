package tallystick.control.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.control.chain.JsonRpc.Call;
import tools.jackson.databind.JsonNode;

/// Counts the transactions that an account of Solana signed. The chain lists those that touch it, whoever signed
/// them.
record SignedCount(JsonRpc rpc, String address) {
    private static final int PAGE = 1_000;
    private static final int PAGES_MAX = 10;
    private static final int AT_ONCE = 50;

    /// Those in slots after one and up to another, both finalized.
    ///
    /// @throws ChainUnreachable if there are too many to look at
    long between(long after, long upTo) throws ChainUnreachable {
        var touching = touching(after, upTo);
        var count = 0L;
        for (var from = 0; from < touching.size(); from += AT_ONCE)
            for (var each : rpc.all(touching.subList(from, Math.min(from + AT_ONCE, touching.size())).stream()
                    .map(SignedCount::transaction)
                    .toList())) if (isSigned(each)) count++;
        return count;
    }

    private static Call transaction(String id) {
        return Call.of(
                "getTransaction",
                id,
                Map.of("encoding", "json", "commitment", "finalized", "maxSupportedTransactionVersion", 0));
    }

    /// The latest first, as the chain lists them.
    private List<String> touching(long after, long upTo) throws ChainUnreachable {
        var found = new ArrayList<String>();
        var last = "";
        for (var i = 0; i < PAGES_MAX; i++) {
            var asked = new HashMap<String, Object>(Map.of("limit", PAGE, "commitment", "finalized"));
            if (!last.isEmpty()) asked.put("before", last);
            var page = rpc.call("getSignaturesForAddress", address, asked);
            if (!page.isArray()) throw new ChainUnreachable("the endpoint's answer is not a list");
            for (var each : page) {
                var slot = SolanaEndpoint.whole(each.path("slot"));
                if (slot <= after) return found;
                last = each.path("signature").asString("");
                if (slot <= upTo) found.add(last);
            }
            if (page.size() < PAGE) return found;
        }
        throw new ChainUnreachable("more than %d transactions touch %s since".formatted(PAGE * PAGES_MAX, address));
    }

    private boolean isSigned(JsonNode transaction) throws ChainUnreachable {
        var message = transaction.path("transaction").path("message");
        var signers = SolanaEndpoint.whole(message.path("header").path("numRequiredSignatures"));
        var accounts = message.path("accountKeys");
        if (signers > accounts.size()) throw new ChainUnreachable("the endpoint names more signers than accounts");
        for (var i = 0; i < signers; i++) if (accounts.path(i).asString("").equals(address)) return true;
        return false;
    }
}
