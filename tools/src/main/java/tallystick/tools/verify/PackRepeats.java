package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.PersonalTexts;
import tallystick.tools.pack.LogWalk;

/// What one node told right before it ended without stopping: it may tell that once more, and may have kept nothing of
/// it until then.
///
/// **Why** a node writes its log before its ledger. One that is killed in between does the same again when it is back,
/// and what it keeps is of then.
///
/// **Threads** one.
final class PackRepeats {
    /// What was told this long before the last entry may have been the last thing that it did.
    private static final Duration SLACK = Duration.ofMinutes(1);

    /// The same by entries, where a clock was set forward in between: others write a few meanwhile.
    private static final int LAST_ENTRIES = 64;

    private final Report report;
    private final Map<AuditEvent, LogWalk.Found> done = new HashMap<>();
    private final Set<AuditEvent> again = new HashSet<>();
    private final Deque<Held> held = new ArrayDeque<>();
    private final List<Held> awaited = new ArrayList<>();
    private Instant last = Instant.EPOCH;
    private long lastIndex;
    private boolean isStopped;

    /// What a node told and nothing accepted.
    private record Held(LogWalk.Found found, String did, String why) {}

    PackRepeats(Report report) {
        this.report = report;
    }

    /// The next entry of this node's log, before anything is made of it.
    /// @spec docs/spec/evidence-pack.md#EP-43 evidence-pack
    void saw(LogWalk.Found found) {
        switch (found.entry().event()) {
            case AuditEvent.NodeStopped _ -> isStopped = true;
            case AuditEvent.NodeStarted _ -> {
                started();
                isStopped = false;
            }
            default -> {}
        }
        last = found.entry().at();
        lastIndex = found.index();
        while (!held.isEmpty() && (isStopped || !isLast(held.getFirst().found()))) wrong(held.removeFirst());
    }

    private void started() {
        again.clear();
        if (!isStopped) {
            done.forEach((event, at) -> {
                if (isLast(at)) again.add(event);
            });
            awaited.addAll(held);
            held.clear();
        }
        done.clear();
    }

    private boolean isLast(LogWalk.Found found) {
        return !found.entry().at().plus(SLACK).isBefore(last) || found.index() + LAST_ENTRIES > lastIndex;
    }

    /// What it tells, whatever persons wrote: each entry has veils of its own for the same texts.
    private static AuditEvent told(LogWalk.Found found) {
        return PersonalTexts.replaced(found.entry().event(), _ -> "");
    }

    /// It did what this entry tells, and might. What it told of that before, right before it ended, it had not kept.
    void did(LogWalk.Found found) {
        done.put(told(found), found);
        for (var each : List.copyOf(awaited)) {
            if (!told(each.found()).equals(told(found))) continue;
            awaited.remove(each);
            report.note(
                    "repeats",
                    ("entry %d of %s: it %s, and ended without stopping right then; entry %d tells it again, and what"
                                    + " it keeps is of that")
                            .formatted(each.found().index(), found.node(), each.did(), found.index()));
        }
    }

    /// Whether this entry tells once more what the node did right before it ended. It may be killed again right here.
    boolean isRepeat(LogWalk.Found found) {
        var isRepeat = again.remove(told(found));
        if (isRepeat) did(found);
        return isRepeat;
    }

    /// Nothing that it keeps could be accepted when it told of this: said of it once it cannot be that it was killed
    /// right then.
    ///
    /// @param did what it tells
    /// @param why ruling again says otherwise
    void hold(LogWalk.Found found, String did, String why) {
        held.addLast(new Held(found, did, why));
    }

    private void wrong(Held each) {
        report.wrong(
                "rulings on changes",
                "entry %d of %s: it %s, and ruling again says: %s"
                        .formatted(each.found().index(), each.found().node(), each.did(), each.why()));
    }

    /// That was all of the log.
    void ended() {
        awaited.forEach(this::wrong);
        held.forEach(this::wrong);
    }
}
