package tallystick.node.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.node.ledger.StoreUnavailable;

/// Counts who was not let in and writes it down.
///
/// **Why** a stranger who knocks a thousand times a second must not fill the disk: of one name and reason, one entry a
/// minute is written; the counter counts all.
///
/// **Threads** any; never waits for the disk.
public final class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class.getName());
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final AuditLog log;
    private final Executor executor;
    private final Quiet quiet;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /// @param executor appends without holding up who refuses
    public Refusals(AuditLog log, InstantSource clock, Executor executor) {
        this.log = log;
        this.executor = executor;
        this.quiet = new Quiet(clock, QUIET);
    }

    /// Somebody was refused.
    ///
    /// @param peer its name in the roster; empty if it has none
    /// @param reason a lower-case phrase of our own, one of a handful: each is counted by itself
    public void refused(String peer, String reason) {
        counts.computeIfAbsent(reason, _ -> new LongAdder()).increment();
        var event = new AuditEvent.PeerRefused(peer, reason);
        if (quiet.isNews(event)) executor.execute(() -> append(event));
    }

    /// How many were refused since the start.
    public long count() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// The same by reason.
    public SortedMap<String, Long> counts() {
        var sums = new TreeMap<String, Long>();
        counts.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }

    private void append(AuditEvent.PeerRefused event) {
        LOG.log(Level.WARNING, "refused {0}: {1}", new Object[] {event.peer(), event.reason()});
        try {
            log.append(event);
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "a refusal could not be written down", e);
        }
    }
}
