package tallystick.tools.kit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.audit.AuditEvent;
import tallystick.core.docket.Docket;

/// What a node of a small fleet did, and what it kept of it.
///
/// @param from when its log begins
record Done(String node, Instant from, List<AuditEvent> told, List<Docket.Item> items) {
    /// Without its stop, which nobody can be shown.
    private int shown() {
        return told.getLast() instanceof AuditEvent.NodeStopped ? told.size() - 1 : told.size();
    }

    /// The same, and that it cosigned what another did, unless it told that by itself.
    List<AuditEvent> cosigning(Done other) {
        if (told.stream().anyMatch(AuditEvent.CheckpointCosigned.class::isInstance)) return told;
        var all = new ArrayList<>(told);
        var head = PublishedLog.head(other.told(), other.from(), other.shown());
        all.add(shown(), new AuditEvent.CheckpointCosigned(other.node(), head));
        return all;
    }
}
