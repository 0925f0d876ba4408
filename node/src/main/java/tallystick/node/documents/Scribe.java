package tallystick.node.documents;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.core.clear.ComparisonCode;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.Alarms;
import tallystick.node.log.AuditLog;

/// Writes down what happens to documents: into this node's log, and in words for its operator.
record Scribe(AuditLog log, Alarms alarms) {
    private static final Logger LOG = Logger.getLogger(Documents.class.getName());

    void write(List<AuditEvent> events) throws StoreUnavailable {
        for (var event : events) {
            if (event instanceof AuditEvent.AlarmRang(var about, var words)) {
                alarms.ring(about, words);
                continue;
            }
            log.append(event);
            LOG.log(Level.INFO, "documents: {0}", event);
            if (event instanceof AuditEvent.ChangeSeen seen)
                LOG.log(Level.INFO, "change {0}; compare {1}", new Object[] {
                    seen.change(), ComparisonCode.ofHash(seen.change())
                });
        }
    }
}
