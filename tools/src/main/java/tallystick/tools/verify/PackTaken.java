package tallystick.tools.verify;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import tallystick.core.audit.AuditEvent;
import tallystick.tools.pack.LogWalk;

/// When each node took the genesis of its workspace, by its log, and how often.
///
/// **Why** whoever takes it anew knows nothing of before: neither what it gave its word on, nor what it signed; and
/// whoever writes late that it took it at all has heard of nothing until then. A node tells first that it took it, and
/// is in the workspace then. One whose ledger was lost begins with another log. In one log it stands twice only where
/// the node died, or could not write its ledger, as it took it first, and then it was in no workspace in between.
///
/// **Threads** one.
final class PackTaken {
    private final Report report;
    private final Map<String, Taken> taken = new HashMap<>();
    private final Map<String, Long> governed = new HashMap<>();

    /// @param next which entry was to come then
    private record Taken(Instant at, long next, long missing) {
        Taken seen(long index) {
            return new Taken(at, index + 1, missing + index - next);
        }
    }

    PackTaken(Report report) {
        this.report = report;
    }

    /// The next entry of any log.
    /// @spec docs/spec/evidence-pack.md#EP-46 evidence-pack
    void saw(LogWalk.Found found) {
        var node = found.node();
        taken.computeIfPresent(node, (_, since) -> since.seen(found.index()));
        if (found.entry().event() instanceof AuditEvent.GenesisTaken) taken(found);
        else if (isGoverned(found.entry().event(), taken.containsKey(node))) governed.putIfAbsent(node, found.index());
    }

    private void taken(LogWalk.Found found) {
        var node = found.node();
        var before = taken.put(node, new Taken(found.entry().at(), found.index() + 1, 0));
        var since = governed.remove(node);
        if (before == null) {
            if (since != null)
                report.wrong(
                        "genesis again",
                        "entry %d of %s: it took its genesis, and was in the workspace already at entry %d"
                                .formatted(found.index(), node, since));
            return;
        }
        report.note("genesis again", again(found, before));
        if (since != null)
            report.wrong(
                    "genesis again",
                    "entry %d of %s: it took its genesis again, and was in the workspace already at entry %d"
                            .formatted(found.index(), node, since));
    }

    private static String again(LogWalk.Found found, Taken before) {
        var missing = before.missing() == 0
                ? ""
                : "; %d entries between are not in the pack, and may tell otherwise".formatted(before.missing());
        return "entry %d of %s: it took its genesis again, of %s: so it had not kept it, by its word%s"
                .formatted(found.index(), found.node(), before.at(), missing);
    }

    /// Whether only a node that is in a workspace tells this. What keys older than the workspace sign is ahead of it.
    private static boolean isGoverned(AuditEvent event, boolean isTaken) {
        return event instanceof AuditEvent.PolicyDecided
                || event instanceof AuditEvent.Signed && isTaken
                || event instanceof AuditEvent.VersionPledged
                || event instanceof AuditEvent.ChangeSeen
                || event instanceof AuditEvent.Frozen
                || event instanceof AuditEvent.Unfrozen
                || event instanceof AuditEvent.VersionActivated(var _, var version, var _) && version > 1;
    }
}
