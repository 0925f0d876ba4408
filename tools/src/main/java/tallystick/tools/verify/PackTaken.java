package tallystick.tools.verify;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tallystick.core.audit.AuditEvent;
import tallystick.tools.pack.LogWalk;

/// How often each node took the genesis of its workspace, by its log.
///
/// **Why** whoever takes it anew knows nothing of before: neither what it gave its word on, nor what it signed. A node
/// whose ledger was lost begins with another log. In one log it stands twice only where the node died, or could not
/// write its ledger, as it took it first, and then it was in no workspace in between.
///
/// **Threads** one.
final class PackTaken {
    private final Report report;
    private final Map<String, Instant> taken = new HashMap<>();
    private final Map<String, Long> governed = new HashMap<>();

    PackTaken(Report report) {
        this.report = report;
    }

    /// The next entry of any log.
    /// @spec docs/spec/evidence-pack.md#EP-46 evidence-pack
    void saw(LogWalk.Found found) {
        if (found.entry().event() instanceof AuditEvent.GenesisTaken) taken(found);
        else if (taken.containsKey(found.node()) && isGoverned(found.entry().event()))
            governed.putIfAbsent(found.node(), found.index());
    }

    private void taken(LogWalk.Found found) {
        var node = found.node();
        var at = found.entry().at();
        var before = taken.put(node, at);
        if (before == null) return;
        report.note(
                "genesis again",
                "entry %d of %s: it took its genesis again, of %s: so it had not kept it, by its word"
                        .formatted(found.index(), node, before));
        var since = governed.remove(node);
        if (since != null)
            report.wrong(
                    "genesis again",
                    "entry %d of %s: it took its genesis again, and was in the workspace already at entry %d"
                            .formatted(found.index(), node, since));
    }

    /// Whether only a node that is in a workspace tells this.
    private static boolean isGoverned(AuditEvent event) {
        return event instanceof AuditEvent.PolicyDecided
                || event instanceof AuditEvent.Signed
                || event instanceof AuditEvent.VersionPledged
                || event instanceof AuditEvent.ChangeSeen
                || event instanceof AuditEvent.Frozen
                || event instanceof AuditEvent.Unfrozen
                || event instanceof AuditEvent.VersionActivated(var _, var version, var _) && version > 1;
    }
}
