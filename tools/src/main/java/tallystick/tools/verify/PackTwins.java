package tallystick.tools.verify;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import tallystick.core.audit.Receipt;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.pack.LogWalk;
import tallystick.tools.pack.PackMemory;

/// What one signer writes of a signature, each other signer writes, too: the same, in its own log.
///
/// **Why** who signs and writes nothing down signed unseen.
///
/// **Threads** one. Remembers of each node what is not settled yet, and of so many at most that memory stays bounded.
final class PackTwins {
    private static final int REMEMBERED_MAX = 65_536;

    private final Set<String> nodes;
    private final BiPredicate<String, IntentId> agreed;
    private final PackReturned returned;
    private final Report report;
    private final PackMemory<Name, Receipt.Gist> written = new PackMemory<>();
    private final Map<String, SequencedMap<Name, Unsettled>> unsettled = new HashMap<>();

    /// Of which signature a receipt is.
    private record Name(IntentId intent, Digest32 request, Bytes message) {
        static Name of(Receipt receipt) {
            return new Name(
                    receipt.intent(),
                    receipt.request(),
                    receipt.parts().getFirst().message());
        }
    }

    private record Unsettled(String node, IntentId intent, Instant at, boolean isAsked, Set<String> missing) {}

    /// @param nodes whose logs are in the pack
    /// @param agreed whether a node's log has a verdict to sign that request
    /// @param returned who came back with another log
    PackTwins(Collection<String> nodes, BiPredicate<String, IntentId> agreed, PackReturned returned, Report report) {
        this.nodes = Set.copyOf(nodes);
        this.agreed = agreed;
        this.returned = returned;
        this.report = report;
    }

    /// The next receipt.
    ///
    /// @param isAsked whether it is of the time that is asked for
    /// @spec docs/spec/evidence-pack.md#EP-11 evidence-pack
    void saw(LogWalk.Found found, Receipt receipt, boolean isAsked) {
        var node = found.node();
        var name = Name.of(receipt);
        var gist = receipt.gist();
        if (written.of(node, name).filter(gist::equals).isPresent()) return;
        var isOpen = false;
        for (var other : nodes) {
            var before = written.of(other, name).filter(_ -> !other.equals(node));
            before.ifPresent(each -> compare(other, each, node, gist));
            isOpen |= before.filter(gist::equals).isPresent();
        }
        written.put(node, name, gist);
        unsettled.values().forEach(all -> settle(all, name, node));
        if (!isOpen) open(found, receipt, name, isAsked);
    }

    private void compare(String other, Receipt.Gist before, String node, Receipt.Gist now) {
        if (!before.parts().equals(now.parts()))
            report.wrong(
                    "receipts",
                    "%s and %s have different signatures of intent %s".formatted(other, node, now.intent()));
        else if (!before.signers().equals(now.signers()) && areTogether(other, before, node, now))
            report.wrong(
                    "receipts",
                    "%s and %s name different signers of intent %s: %s, and %s"
                            .formatted(
                                    other,
                                    node,
                                    now.intent(),
                                    String.join(" ", before.signers()),
                                    String.join(" ", now.signers())));
    }

    /// Sets without a node in common may have signed the same; who names the other says that they signed together.
    private static boolean areTogether(String other, Receipt.Gist before, String node, Receipt.Gist now) {
        return before.signers().contains(node) || now.signers().contains(other);
    }

    /// It has a receipt; where that says something else, this is told.
    private static void settle(Map<Name, Unsettled> all, Name name, String node) {
        var open = all.get(name);
        if (open == null) return;
        open.missing().remove(node);
        if (open.missing().isEmpty()) all.remove(name);
    }

    private void open(LogWalk.Found found, Receipt receipt, Name name, boolean isAsked) {
        var node = found.node();
        var missing = new TreeSet<>(receipt.signers());
        missing.retainAll(nodes);
        missing.removeIf(each -> written.of(each, name).isPresent());
        if (missing.isEmpty()) return;
        var all = unsettled.computeIfAbsent(node, _ -> new LinkedHashMap<>());
        all.put(name, new Unsettled(node, receipt.intent(), found.entry().at(), isAsked, missing));
        if (all.size() > REMEMBERED_MAX) missing(all.pollFirstEntry().getValue());
    }

    private void missing(Unsettled open) {
        if (!open.isAsked()) return;
        for (var missing : open.missing()) {
            var what = "%s has a receipt of intent %s that names %s as a signer, and %s has none"
                    .formatted(open.node(), open.intent(), missing, missing);
            Optional<String> anew = returned.after(missing, open.at());
            if (agreed.test(missing, open.intent()))
                report.note("receipts", what + ": it had agreed to sign, and was perhaps stopped before it wrote it");
            else if (anew.isPresent()) report.note("receipts", what + ": " + anew.get());
            else report.wrong("receipts", what + ", nor a verdict");
        }
    }

    /// That was all of the logs.
    void ended() {
        unsettled.values().forEach(all -> all.values().forEach(this::missing));
    }
}
