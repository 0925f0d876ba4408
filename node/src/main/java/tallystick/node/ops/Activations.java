package tallystick.node.ops;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.tlog.TiledLog;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.GroupKey;

/// Since when the newest epoch of each key is active here, as the audit log tells.
///
/// **Threads** any.
public final class Activations {
    private record Activated(int epoch, Instant at) {}

    private final Map<Digest32, Activated> newest = new HashMap<>();

    /// Since when this epoch of the key is active here; empty if that is not known, or not yet read.
    public synchronized Optional<Instant> since(GroupKey key) {
        return Optional.ofNullable(newest.get(key.id()))
                .filter(each -> each.epoch() == key.epoch())
                .map(Activated::at);
    }

    /// Takes note of an entry.
    synchronized void note(AuditEvent.CeremonyActivated event, Instant at) {
        newest.merge(
                event.keyId(),
                new Activated(event.epoch(), at),
                (known, read) -> known.epoch() >= read.epoch() ? known : read);
    }

    /// Reads a log from its end until it has told of all `keys`, or ends.
    public void readBack(TiledLog log, Collection<GroupKey> keys) {
        for (var bundle = log.bundles() - 1; bundle >= 0; bundle--) {
            if (keys.stream().allMatch(key -> since(key).isPresent())) return;
            for (var entry : log.entries(bundle).reversed()) read(entry);
        }
    }

    private void read(Bytes entry) {
        if (AuditEntry.parse(entry)
                instanceof Parsed.Ok<AuditEntry>(AuditEntry(var at, AuditEvent.CeremonyActivated event)))
            note(event, at);
    }
}
