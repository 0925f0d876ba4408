package tallystick.tools.judge;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;

/// The fields of recorded objects: what is judged, and what only tells people something. Nobody is to believe that
/// something was judged which was not even read: what could be meant for one of these is refused, and of all other
/// names at the top it is said that nothing was read there.
final class VectorFields {
    private static final Pattern PUNCTUATION = Pattern.compile("[^a-z0-9]");
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
            Set.of("chain", "rawTxWithoutWitness", "inputs", "outputs"),
            "solanaTx",
            Set.of("chain", "transaction"));
    private static final int TYPING_ERRORS_MAX = 2;
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
            Set.of(
                    "from",
                    "to",
                    "value",
                    "data",
                    "gas",
                    "gasPrice",
                    "maxFeePerGas",
                    "maxPriorityFeePerGas",
                    "authorizationList"));

    private VectorFields() {}

    /// Refuses what could be meant to be judged and is not.
    ///
    /// @return the other names at the top that are not read, in their order
    /// @spec docs/spec/judge.md#JU-1 judge
    static List<String> check(Entry vector) throws Unusable {
        var kind = vector.text("kind");
        var allowed = with(TELLING, OF_KIND.getOrDefault(kind, Set.of()));
        var unread = vector.names().stream()
                .filter(name -> !allowed.contains(name))
                .sorted()
                .toList();
        if (unread.stream().anyMatch(VectorFields::isMeant)) vector.object(allowed);
        if (TX_OF_KIND.containsKey(kind)) vector.get("tx").object(with(EXECUTED, TX_OF_KIND.get(kind)));
        if (!kind.equals("safeTxConfirmation")) return unread;
        if (vector.get("owners").items().isEmpty()) throw vector.get("owners").expected("an owner at least");
        vector.get("tx").get("signatures");
        return unread;
    }

    /// Whether a name is one that is read somewhere, or nearly.
    private static boolean isMeant(String name) {
        var plain = plain(name);
        return Stream.of(Stream.of(TELLING, EXECUTED), OF_KIND.values().stream(), TX_OF_KIND.values().stream())
                .flatMap(each -> each)
                .flatMap(Set::stream)
                .map(VectorFields::plain)
                .anyMatch(known -> isNear(plain, known));
    }

    private static String plain(String name) {
        return PUNCTUATION.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /// Short names are near only if they are the same: every other word is near `to`.
    private static boolean isNear(String one, String other) {
        if (one.equals(other)) return true;
        var errorsMax = Math.min(TYPING_ERRORS_MAX, Math.min(one.length(), other.length()) / 3);
        return Math.abs(one.length() - other.length()) <= errorsMax && distance(one, other) <= errorsMax;
    }

    /// By how many letters put in, left out or replaced they differ.
    private static int distance(String one, String other) {
        var before = IntStream.rangeClosed(0, other.length()).toArray();
        for (var i = 1; i <= one.length(); i++) {
            var row = new int[other.length() + 1];
            row[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[other.length()];
    }

    private static Set<String> with(Set<String> some, Set<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
