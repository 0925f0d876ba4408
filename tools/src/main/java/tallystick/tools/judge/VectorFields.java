package tallystick.tools.judge;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;

/// The fields of recorded objects: what is judged, and what only tells people something. All others are refused, so
/// that nobody believes something was judged that was not even read.
final class VectorFields {
    private static final Set<String> TELLING = Set.of(
            "id",
            "kind",
            "expected",
            "reasons",
            "confidence",
            "note",
            "notes",
            "comment",
            "description",
            "title",
            "name",
            "incident",
            "date",
            "source",
            "sources",
            "ref",
            "refs",
            "reference",
            "references",
            "url",
            "txHash",
            "facts",
            "submitted");
    private static final Set<String> SAFE =
            Set.of("chainId", "safe", "safeVersion", "tx", "owners", "threshold", "execTransactionCalldata");
    private static final Map<String, Set<String>> OF_KIND = Map.of(
            "safeTx",
            SAFE,
            "safeTxConfirmation",
            SAFE,
            "evmCall",
            Set.of("chainId", "tx", "innerCall", "secondConfirmer"),
            "btcTx",
            Set.of("chain", "rawTxWithoutWitness", "inputs", "outputs"));
    private static final Set<String> EXECUTED = Set.of("executedAt", "executor", "txHash", "block", "nonce");
    private static final Set<String> TX_OF_SAFE = Set.of(
            "to",
            "value",
            "data",
            "operation",
            "safeTxGas",
            "baseGas",
            "gasPrice",
            "gasToken",
            "refundReceiver",
            "safeTxHash",
            "messageHash",
            "domainHash",
            "signatures",
            "recovered");
    private static final Map<String, Set<String>> TX_OF_KIND = Map.of(
            "safeTx",
            TX_OF_SAFE,
            "safeTxConfirmation",
            TX_OF_SAFE,
            "evmCall",
            Set.of("from", "to", "value", "data", "gas", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas"));

    private VectorFields() {}

    /// Refuses what is not read.
    static void check(Entry vector) throws Unusable {
        var kind = vector.text("kind");
        vector.object(with(TELLING, OF_KIND.getOrDefault(kind, Set.of())));
        if (TX_OF_KIND.containsKey(kind)) vector.get("tx").object(with(EXECUTED, TX_OF_KIND.get(kind)));
        if (!kind.equals("safeTxConfirmation")) return;
        if (vector.get("owners").items().isEmpty()) throw vector.get("owners").expected("an owner at least");
        vector.get("tx").get("signatures");
    }

    private static Set<String> with(Set<String> some, Set<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
