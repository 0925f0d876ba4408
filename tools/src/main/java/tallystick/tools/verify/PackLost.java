package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tallystick.core.audit.AuditEvent;
import tallystick.tools.pack.LogWalk;

/// Rulings of which the docket has nothing.
///
/// **Why** a docket is synced every second, behind the log: who loses power, or is killed, loses the last of it; and a
/// node that cannot write it signs nothing, rules on, and tells so. What is missing at another moment was taken away.
///
/// **Threads** one.
final class PackLost {
    /// It is synced each second, and the last sync may have failed to end.
    private static final Duration UNSYNCED = Duration.ofSeconds(2);

    /// A node looks every few seconds whether it can write.
    private static final Duration LOOKS = Duration.ofMinutes(1);

    /// The same alarm rings once an hour while it lasts.
    private static final Duration RINGS = Duration.ofHours(1).plus(LOOKS);

    /// No node rules on so many within a minute that it loses.
    private static final int PENDING_MAX = 65_536;

    private final Report report;
    private final Map<String, Deque<Lost>> lost = new HashMap<>();
    private final Map<String, Last> last = new HashMap<>();
    private final Map<String, Instant> rang = new HashMap<>();

    private record Lost(Instant at, String what) {}

    private record Last(Instant at, boolean isStopped) {}

    PackLost(Report report) {
        this.report = report;
    }

    /// The next entry of any log, before what it tells of a ruling is heard.
    /// @spec docs/spec/evidence-pack.md#EP-51 evidence-pack
    /// @spec docs/spec/evidence-pack.md#EP-60 evidence-pack
    void saw(LogWalk.Found found) {
        var node = found.node();
        var at = found.entry().at();
        var before = last.put(node, new Last(at, found.entry().event() instanceof AuditEvent.NodeStopped));
        var isCrash = found.entry().event() instanceof AuditEvent.NodeStarted && before != null && !before.isStopped();
        if (isCrash)
            excuse(
                    node,
                    each -> !each.at().plus(UNSYNCED).isBefore(before.at()),
                    "it ended without stopping right then, and its docket may have lost it");
        if (found.entry().event() instanceof AuditEvent.AlarmRang alarm && alarm.isOfDocket()) {
            rang.put(node, at);
            excuse(node, each -> isOfAlarm(each.at(), at), told(at));
        }
        var pending = lost.get(node);
        while (pending != null
                && !pending.isEmpty()
                && (pending.getFirst().at().plus(LOOKS).isBefore(at) || pending.size() > PENDING_MAX))
            report.wrong("rulings", pending.removeFirst().what());
    }

    private static boolean isOfAlarm(Instant ruled, Instant alarm) {
        return !alarm.isBefore(ruled.minus(RINGS)) && !alarm.isAfter(ruled.plus(LOOKS));
    }

    private static String told(Instant at) {
        return "by its alarm of %s its docket could not be written".formatted(at);
    }

    private void excuse(String node, Predicate<Lost> which, String how) {
        var pending = lost.getOrDefault(node, new ArrayDeque<>());
        pending.stream().filter(which).forEach(each -> report.note("lost rulings", each.what() + ": " + how));
        pending.removeIf(which);
    }

    /// An entry tells of a ruling that its docket does not have.
    ///
    /// @param what of it is wrong, if nothing took it
    void missing(LogWalk.Found found, String what) {
        var at = found.entry().at();
        var alarm = Optional.ofNullable(rang.get(found.node())).filter(each -> isOfAlarm(at, each));
        if (alarm.isPresent()) report.note("lost rulings", what + ": " + told(alarm.get()));
        else lost.computeIfAbsent(found.node(), _ -> new ArrayDeque<>()).addLast(new Lost(at, what));
    }

    void ended() {
        lost.values().forEach(pending -> pending.forEach(each -> report.wrong("rulings", each.what())));
    }
}
