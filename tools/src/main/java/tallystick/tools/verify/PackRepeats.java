package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tallystick.core.audit.AuditEvent;
import tallystick.tools.pack.LogWalk;

/// What one node told right before it ended without stopping: it may tell that once more.
///
/// **Why** a node writes its log before its ledger. One that is killed in between does the same again when it is back.
///
/// **Threads** one.
final class PackRepeats {
    /// What was told this long before the last entry may have been the last thing that it did.
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Map<AuditEvent, Instant> done = new HashMap<>();
    private final Set<AuditEvent> again = new HashSet<>();
    private Instant last = Instant.EPOCH;
    private boolean isStopped;

    /// The next entry of this node's log, before anything is made of it.
    /// @spec docs/spec/evidence-pack.md#EP-43 evidence-pack
    void saw(LogWalk.Found found) {
        switch (found.entry().event()) {
            case AuditEvent.NodeStopped _ -> isStopped = true;
            case AuditEvent.NodeStarted _ -> {
                again.clear();
                if (!isStopped)
                    done.forEach((event, at) -> {
                        if (!at.plus(SLACK).isBefore(last)) again.add(event);
                    });
                done.clear();
                isStopped = false;
            }
            default -> {}
        }
        last = found.entry().at();
    }

    /// It did what this entry tells, and might.
    void did(LogWalk.Found found) {
        done.put(found.entry().event(), found.entry().at());
    }

    /// Whether this entry tells once more what the node did right before it ended. It may be killed again right here.
    boolean isRepeat(LogWalk.Found found) {
        var isRepeat = again.remove(found.entry().event());
        if (isRepeat) did(found);
        return isRepeat;
    }
}
