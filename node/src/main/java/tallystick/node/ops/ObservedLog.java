package tallystick.node.ops;

import java.time.InstantSource;
import java.util.SortedMap;
import tallystick.core.audit.AuditEvent;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.AuditLog;

/// The audit log, and counts of what is written into it: a figure that operators see is one that auditors find.
///
/// **Threads** any.
public final class ObservedLog implements AuditLog {
    private final AuditLog log;
    private final InstantSource clock;
    private final Activations activations;
    private final Counts refusals = new Counts();
    private final Counts faults = new Counts();
    private final Durations appends = new Durations();

    /// @param activations told of epochs that become active
    public ObservedLog(AuditLog log, InstantSource clock, Activations activations) {
        this.log = log;
        this.clock = clock;
        this.activations = activations;
    }

    @Override
    public long append(AuditEvent event) throws StoreUnavailable {
        var begin = System.nanoTime();
        var index = log.append(event);
        appends.record(System.nanoTime() - begin);
        switch (event) {
            case AuditEvent.NodeVerdict verdict
            when verdict.ruling() == AuditEvent.Ruling.REFUSE -> refusals.add(verdict.why());
            case AuditEvent.RoundAborted aborted -> faults.add(aborted.fault());
            case AuditEvent.CeremonyActivated activated -> activations.note(activated, clock.instant());
            default -> {
                // counted elsewhere, or not at all
            }
        }
        return index;
    }

    SortedMap<String, Long> refusals() {
        return refusals.sums();
    }

    SortedMap<String, Long> faults() {
        return faults.sums();
    }

    Durations appends() {
        return appends;
    }
}
