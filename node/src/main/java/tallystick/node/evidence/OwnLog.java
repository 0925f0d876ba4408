package tallystick.node.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.pack.AskedRange;
import tallystick.core.pack.PackManifest;
import tallystick.core.tlog.TiledLog;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Reads a node's log from its beginning, to hold a manifest against it.
///
/// **Threads** one.
final class OwnLog {
    /// Others publish and cosign a moment later, and their clocks differ.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final PackManifest manifest;
    private final PackManifest.Log own;
    private final AskedRange range;
    private final Map<String, TreeHead> listed = new TreeMap<>();
    private final Map<String, String> wrong = new TreeMap<>();
    private long missing;

    OwnLog(PackManifest manifest, PackManifest.Log own) {
        this.manifest = manifest;
        this.own = own;
        this.range = new AskedRange(manifest.from(), manifest.to(), own.head().size());
        for (var log : manifest.logs()) if (!log.node().equals(own.node())) listed.put(log.node(), log.head());
    }

    /// What the log says otherwise than the manifest; empty if nothing.
    Optional<String> whyNot(TiledLog log) {
        var index = 0L;
        for (var bundle = 0L; bundle < log.bundles(); bundle++)
            for (var entry : log.entries(bundle)) saw(index++, entry);
        if (missing > 0)
            return Optional.of(
                    "the pack ends before %d entries of this node's log that are of its time".formatted(missing));
        if (range.first() != own.first() || range.end() != own.end())
            return Optional.of(
                    "of this node's log the entries from %d to %d are of that time, and the pack says %d to %d"
                            .formatted(range.first(), range.end(), own.first(), own.end()));
        return wrong.values().stream().findFirst();
    }

    private void saw(long index, Bytes entry) {
        var at = AuditEntry.timeOf(entry);
        if (index < own.head().size()) range.saw(index, at);
        else if (isOfTheTime(at)) missing++;
        if (AuditEntry.kindOf(entry) != AuditEntry.COSIGNED && AuditEntry.kindOf(entry) != AuditEntry.CLEARED) return;
        if (!(AuditEntry.parse(entry) instanceof Parsed.Ok<AuditEntry>(var whole))) return;
        switch (whole.event()) {
            case AuditEvent.CheckpointCosigned(var peer, var head) -> cosigned(peer, head, at);
            // From here on another log of that name is believed.
            case AuditEvent.PeerCleared(var peer, var _, var _, var _) -> wrong.remove(peer);
            default -> {}
        }
    }

    private boolean isOfTheTime(Instant at) {
        return !at.isBefore(manifest.from()) && at.plus(SLACK).isBefore(manifest.to());
    }

    private void cosigned(String peer, TreeHead head, Instant at) {
        var shown = listed.get(peer);
        if (shown == null) return;
        if (head.size() == shown.size() && !head.equals(shown))
            wrong.put(peer, "this node cosigned another log of %s than the pack has".formatted(peer));
        if (head.size() > shown.size() && at.plus(SLACK).isBefore(manifest.to()))
            wrong.put(
                    peer,
                    "this node cosigned %d entries of %s within the time of the pack, which has %d"
                            .formatted(head.size(), peer, shown.size()));
    }
}
