package tallystick.tools.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import tallystick.core.audit.Receipt;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// What nodes' logs say was signed, found by its signature.
///
/// **Why** a signature counts only if every node of the receipt's signing set has it in its log, and these nodes could
/// sign: a node that wrote a receipt by itself, over what somebody signed with stolen shares, attests nothing.
///
/// **Threads** one.
public final class Receipts {
    private final Map<String, NodeLog> logs;
    private final Duration back;
    private final Map<Bytes, Map<String, Receipt>> bySignature = new HashMap<>();
    private final Map<String, String> silent = new TreeMap<>();

    /// @param logs by the nodes' names
    /// @param back how far before now receipts are looked for
    public Receipts(Map<String, NodeLog> logs, Duration back) {
        this.logs = new TreeMap<>(logs);
        this.back = back;
    }

    /// Reads what nodes wrote since the last time.
    public void readNew() {
        silent.clear();
        logs.forEach((node, log) -> read(node, () -> log.readNew(receipt -> note(node, receipt))));
    }

    /// Reads on backwards as far as receipts are looked for.
    public void readBack(Instant now) {
        logs.forEach((node, log) -> read(node, () -> log.readBack(now.minus(back), receipt -> note(node, receipt))));
    }

    @FunctionalInterface
    private interface Reading {
        void read() throws Unread;
    }

    private void read(String node, Reading reading) {
        try {
            reading.read();
        } catch (Unread e) {
            silent.put(node, String.valueOf(e.getMessage()));
        }
    }

    private void note(String node, Receipt receipt) {
        for (var part : receipt.parts())
            bySignature.computeIfAbsent(part.signature(), _ -> new TreeMap<>()).put(node, receipt);
    }

    /// Which nodes' logs could not be read the last time, and why.
    public Map<String, String> silent() {
        return Map.copyOf(silent);
    }

    /// The receipt of a signature, if all who made it have it.
    ///
    /// @param couldSign whether nodes of these names could sign with a key together
    public Optional<Receipt> of(Bytes signature, BiPredicate<Digest32, Set<String>> couldSign) {
        var found = bySignature.getOrDefault(signature, Map.of());
        return found.values().stream()
                .filter(receipt -> found.keySet().containsAll(receipt.signers()))
                .filter(receipt -> couldSign.test(receipt.keyId(), Set.copyOf(receipt.signers())))
                .findFirst();
    }
}
