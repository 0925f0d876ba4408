package tallystick.node.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.node.ledger.StoreUnavailable;

/// Rings: a line for the operator at once, and an entry for those who ask later whether it rang. What has an entry of
/// its own, as a freeze or a refused peer has, is not written again here.
///
/// **Threads** any; never waits for the disk.
public final class Alarms {
    private static final Logger LOG = Logger.getLogger(Alarms.class.getName());
    private static final Duration QUIET = Duration.ofHours(1);

    private final AuditLog log;
    private final Executor executor;
    private final Quiet quiet;

    /// @param executor appends without holding up who rings
    public Alarms(AuditLog log, InstantSource clock, Executor executor) {
        this.log = log;
        this.executor = executor;
        this.quiet = new Quiet(clock, QUIET);
    }

    /// Rings. The same again within an hour is a line and no entry.
    ///
    /// @param about one word for what it is about, such as `refresh`
    /// @param words a lower-case phrase that says what to do
    /// @spec docs/spec/audit-log.md#AL-8 audit-log
    public void ring(String about, String words) {
        LOG.log(Level.SEVERE, "ALARM {0}", words);
        note(about, words);
    }

    /// Writes the entry alone, of what has a line of its own. The same again within an hour is none.
    public void note(String about, String words) {
        var event = new AuditEvent.AlarmRang(about, words);
        if (quiet.isNews(event)) executor.execute(() -> append(event));
    }

    private void append(AuditEvent.AlarmRang event) {
        try {
            log.append(event);
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "an alarm could not be written down", e);
        }
    }
}
