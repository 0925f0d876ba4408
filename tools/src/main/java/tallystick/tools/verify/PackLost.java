package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.audit.AuditEvent;
import tallystick.tools.pack.LogWalk;

/// Rulings of which the docket has nothing.
///
/// **Why** a docket is synced every second, behind the log: who loses power, or is killed, loses the last of it. What
/// was lost at another moment was taken away.
///
/// **Threads** one.
final class PackLost {
    /// It is synced each second, and the last sync may have failed to end.
    private static final Duration UNSYNCED = Duration.ofSeconds(2);

    private final Report report;
    private final Map<String, List<Lost>> lost = new HashMap<>();
    private final Map<String, Last> last = new HashMap<>();

    private record Lost(Instant at, String what) {}

    private record Last(Instant at, boolean isStopped) {}

    PackLost(Report report) {
        this.report = report;
    }

    /// The next entry of any log, before what it tells of a ruling is heard.
    /// @spec docs/spec/evidence-pack.md#EP-51 evidence-pack
    void saw(LogWalk.Found found) {
        var node = found.node();
        var at = found.entry().at();
        var before = last.put(node, new Last(at, found.entry().event() instanceof AuditEvent.NodeStopped));
        var isCrash = found.entry().event() instanceof AuditEvent.NodeStarted && before != null && !before.isStopped();
        if (isCrash) crashed(node, before.at());
        else if (lost.containsKey(node) && isOver(node, at)) wrong(node);
    }

    private boolean isOver(String node, Instant at) {
        return lost.getOrDefault(node, List.of()).stream()
                .anyMatch(each -> each.at().plus(UNSYNCED).isBefore(at));
    }

    /// Of one in the last moments before it ended without stopping nothing can be told.
    private void crashed(String node, Instant end) {
        if (isOver(node, end)) wrong(node);
        for (var each : taken(node))
            report.note(
                    "lost rulings",
                    each.what() + ": it ended without stopping right then, and its docket may have lost it");
    }

    private List<Lost> taken(String node) {
        return Optional.ofNullable(lost.remove(node)).orElse(List.of());
    }

    private void wrong(String node) {
        for (var each : taken(node)) report.wrong("rulings", each.what());
    }

    /// An entry tells of a ruling that its docket does not have.
    ///
    /// @param what of it is wrong, if nothing took it
    void missing(LogWalk.Found found, String what) {
        lost.computeIfAbsent(found.node(), _ -> new ArrayList<>())
                .add(new Lost(found.entry().at(), what));
    }

    void ended() {
        for (var node : List.copyOf(lost.keySet())) wrong(node);
    }
}
