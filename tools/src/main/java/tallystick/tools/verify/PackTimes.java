package tallystick.tools.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.audit.AuditEvent;
import tallystick.core.docket.Heard;
import tallystick.core.intent.IntentId;
import tallystick.tools.pack.LogWalk;

/// Since when a ruling says that its request was known, held against what the log told of it then.
///
/// **Why** time locks count from there: a node that dates it back waits for nothing.
///
/// **Threads** one.
final class PackTimes {
    /// An entry is written right after what it tells of.
    private static final Duration SLACK = Duration.ofMinutes(1);

    /// Further back a clock does not go by itself.
    private static final Duration SET_BACK = Duration.ofSeconds(2);

    private static final int REMEMBERED_MAX = 131_072;

    private final Report report;
    private final Map<String, Known> first = new LinkedHashMap<>();
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, Long> untold = new TreeMap<>();
    private final Map<String, Instant> last = new HashMap<>();

    private record Known(String node, Instant at) {}

    /// From where on no entry of a log is missing.
    private record Seen(Instant since, long last) {}

    PackTimes(Report report) {
        this.report = report;
    }

    /// The next entry, before what it tells of a ruling is heard.
    /// @spec docs/spec/evidence-pack.md#EP-56 evidence-pack
    void saw(LogWalk.Found found) {
        var at = found.entry().at();
        var latest = last.put(found.node(), at);
        if (latest != null && at.plus(SET_BACK).isBefore(latest))
            report.note(
                    "clocks",
                    "entry %d of %s: its clock was set back, from %s to %s"
                            .formatted(found.index(), found.node(), latest, at));
        var before = Optional.ofNullable(seen.get(found.node())).filter(each -> each.last() == found.index() - 1);
        seen.put(found.node(), new Seen(before.map(Seen::since).orElse(at), found.index()));
        if (found.entry().event() instanceof AuditEvent.IntentSeen(var intent, var _)) told(found.node(), intent, at);
    }

    private void told(String node, IntentId intent, Instant at) {
        first.putIfAbsent(node + " " + intent, new Known(node, at));
        if (first.size() <= REMEMBERED_MAX) return;
        var eldest = first.entrySet().iterator();
        var gone = eldest.next().getValue();
        eldest.remove();
        seen.computeIfPresent(
                gone.node(), (_, each) -> each.since().isBefore(gone.at()) ? new Seen(gone.at(), each.last()) : each);
    }

    /// An entry that tells of a ruling.
    /// @spec docs/spec/evidence-pack.md#EP-28 evidence-pack
    void ruled(LogWalk.Found found, Heard heard) {
        var node = found.node();
        var intent = heard.evidence().intent().id();
        var known = Optional.ofNullable(first.get(node + " " + intent)).map(Known::at);
        told(node, intent, found.entry().at());
        var isNow = !heard.seenAt().isBefore(heard.now().minus(SLACK));
        if (isNow
                || known.filter(at -> !heard.seenAt().isBefore(at.minus(SLACK))).isPresent()) return;
        var since = Optional.ofNullable(seen.get(node)).map(Seen::since).orElse(Instant.MAX);
        if (heard.seenAt().isBefore(since.plus(SLACK))) untold.merge(node, 1L, Long::sum);
        else
            report.wrong(
                    "rulings",
                    "entry %d of %s, on intent %s: it says that it saw the intent at %s, and no entry of then tells so"
                            .formatted(found.index(), node, intent, heard.seenAt()));
    }

    void ended() {
        untold.forEach((node, count) -> report.note(
                "%d rulings of %s count from before its entries here: since when the requests were known is its word"
                        .formatted(count, node)));
    }
}
