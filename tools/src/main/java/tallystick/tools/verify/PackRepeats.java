package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.PersonalTexts;
import tallystick.tools.pack.LogWalk;

/// What one node told and could not keep: it may tell that once more, and may have kept nothing of it until then.
///
/// **Why** a node writes its log before its ledger. One that is killed in between does the same again when it is back,
/// one whose ledger cannot be written each time it is asked or looks what is due; and what it keeps is of the last.
///
/// **Threads** one. Remembers what was told of late.
final class PackRepeats {
    /// What was told this long before the last entry may have been the last thing that it did.
    private static final Duration SLACK = Duration.ofMinutes(1);

    /// The same by entries, where a clock was set forward in between: others write a few meanwhile.
    private static final int LAST_ENTRIES = 64;

    private static final int AWAITED_MAX = 4096;

    private final Report report;
    private final SequencedMap<AuditEvent, LogWalk.Found> done = new LinkedHashMap<>();
    private final Set<AuditEvent> again = new HashSet<>();
    private final SequencedMap<AuditEvent, LogWalk.Found> lately = new LinkedHashMap<>();
    private final SequencedMap<AuditEvent, Held> held = new LinkedHashMap<>();
    private final Deque<Held> awaited = new ArrayDeque<>();
    private Instant last = Instant.EPOCH;
    private long lastIndex;
    private boolean isStopped;

    /// What a node told, once or more, and nothing accepted.
    ///
    /// @param first where it told it first
    /// @param latest where it told it last
    private record Held(LogWalk.Found first, LogWalk.Found latest, String did, String why) {}

    PackRepeats(Report report) {
        this.report = report;
    }

    /// The next entry of this node's log, before anything is made of it.
    /// @spec docs/spec/evidence-pack.md#EP-43 evidence-pack
    void saw(LogWalk.Found found) {
        switch (found.entry().event()) {
            case AuditEvent.NodeStopped _ -> {
                isStopped = true;
                lately.clear();
            }
            case AuditEvent.NodeStarted _ -> {
                started();
                isStopped = false;
            }
            default -> {}
        }
        last = found.entry().at();
        lastIndex = found.index();
        over(done);
        over(lately);
        while (!held.isEmpty()
                && (isStopped || !isLast(held.firstEntry().getValue().latest())))
            wrong(held.pollFirstEntry().getValue());
    }

    private void over(SequencedMap<AuditEvent, LogWalk.Found> told) {
        while (!told.isEmpty() && !isLast(told.firstEntry().getValue())) told.pollFirstEntry();
    }

    private void started() {
        again.clear();
        if (!isStopped) {
            again.addAll(done.keySet());
            awaited.addAll(held.values());
            held.clear();
            while (awaited.size() > AWAITED_MAX) wrong(awaited.removeFirst());
        }
        done.clear();
        lately.clear();
    }

    private boolean isLast(LogWalk.Found found) {
        return !found.entry().at().plus(SLACK).isBefore(last) || found.index() + LAST_ENTRIES > lastIndex;
    }

    /// What it tells, whatever persons wrote: each entry has veils of its own for the same texts.
    private static AuditEvent told(LogWalk.Found found) {
        return PersonalTexts.replaced(found.entry().event(), _ -> "");
    }

    /// It did what this entry tells, and might. What it told of that before, right before, it had not kept.
    /// @spec docs/spec/evidence-pack.md#EP-61 evidence-pack
    void did(LogWalk.Found found) {
        lately.putLast(told(found), found);
        begun(found);
    }

    /// A version began: of the first ones nothing is told twice but with the genesis, and what stands behind them and
    /// looks alike breaks the glass.
    void began(LogWalk.Found found, boolean isFirst) {
        if (!isFirst) lately.putLast(told(found), found);
        begun(found);
    }

    private void begun(LogWalk.Found found) {
        var told = told(found);
        done.putLast(told, found);
        for (var each : List.copyOf(awaited)) {
            if (!told(each.first()).equals(told)) continue;
            awaited.remove(each);
            kept(each, found, "ended without stopping right then");
        }
        Optional.ofNullable(held.remove(told)).ifPresent(each -> kept(each, found, "had kept nothing of it"));
    }

    private void kept(Held before, LogWalk.Found now, String how) {
        report.note(
                "repeats",
                "entry %d of %s: it %s, and %s; entry %d tells it again, and what it keeps is of that"
                        .formatted(before.first().index(), now.node(), before.did(), how, now.index()));
    }

    /// When it told before what this entry tells once more: right before it ended, or a moment ago; empty if it did
    /// not. It may be killed again right here, or fail again.
    Optional<String> repeats(LogWalk.Found found) {
        var told = told(found);
        if (again.remove(told)) {
            begun(found);
            return Optional.of("right before it ended without stopping");
        }
        if (!lately.containsKey(told)) return Optional.empty();
        lately.putLast(told, found);
        return Optional.of("a moment ago");
    }

    /// Nothing that it keeps could be accepted when it told of this: said of it once it cannot be that it was killed
    /// right then, or tried again.
    ///
    /// @param did what it tells
    /// @param why ruling again says otherwise
    void hold(LogWalk.Found found, String did, String why) {
        var before = Optional.ofNullable(held.remove(told(found)));
        held.putLast(told(found), new Held(before.map(Held::first).orElse(found), found, did, why));
    }

    private void wrong(Held each) {
        report.wrong(
                "rulings on changes",
                "entry %d of %s: it %s, and ruling again says: %s"
                        .formatted(each.first().index(), each.first().node(), each.did(), each.why()));
    }

    /// That was all of the log.
    void ended() {
        awaited.forEach(this::wrong);
        held.values().forEach(this::wrong);
    }
}
