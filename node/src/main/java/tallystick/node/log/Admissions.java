package tallystick.node.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.crypto.hash.Digest32;
import tallystick.node.ledger.StoreUnavailable;

/// Writes down who came through this node's door, by the key that TLS has proven: of one member and key once a day.
///
/// **Why** it is what the node has seen itself. Who signed in to control only control could tell, and nobody could hold
/// it against anything.
///
/// **Threads** any; never waits for the disk.
public final class Admissions {
    private static final Logger LOG = Logger.getLogger(Admissions.class.getName());
    private static final Duration QUIET = Duration.ofDays(1);

    private final AuditLog log;
    private final Executor executor;
    private final Quiet quiet;

    /// @param executor appends without holding up who calls
    public Admissions(AuditLog log, InstantSource clock, Executor executor) {
        this.log = log;
        this.executor = executor;
        this.quiet = new Quiet(clock, QUIET);
    }

    /// Somebody of the roster calls. Nodes link, and are not written down here.
    ///
    /// @param pin of the key that was shown
    /// @spec docs/spec/audit-log.md#AL-9 audit-log
    public void admitted(Member caller, Digest32 pin) {
        if (caller.role() == Member.Role.NODE) return;
        var event = new AuditEvent.CallerAdmitted(caller.name(), caller.role().code(), pin);
        if (quiet.isNews(event)) executor.execute(() -> append(event));
    }

    private void append(AuditEvent.CallerAdmitted event) {
        try {
            log.append(event);
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "who called could not be written down", e);
        }
    }
}
