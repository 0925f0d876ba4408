package tallystick.tools.verify;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.pack.PackManifest;
import tallystick.tools.pack.LogWalk;

/// Holds the entries of a pack against the time it says it is of: all of them are there, and what stands right before
/// and behind them shows that there are no others.
///
/// **Why** who makes a pack could otherwise leave out a chunk, or call a busy month an empty one.
///
/// **Threads** one.
final class PackSpan {
    private final PackManifest manifest;
    private final Report report;
    private final Map<String, Seen> seen = new TreeMap<>();

    private static final class Seen {
        final PackManifest.Log range;
        long inside;
        long all;
        boolean isBegun;
        boolean isEnded;

        Seen(PackManifest.Log range) {
            this.range = range;
            isBegun = range.first() == 0;
            isEnded = range.end() == range.head().size();
        }
    }

    PackSpan(PackManifest manifest, Report report) {
        this.manifest = manifest;
        this.report = report;
        manifest.logs().forEach(log -> seen.put(log.node(), new Seen(log)));
    }

    /// @spec docs/spec/evidence-pack.md#EP-6 evidence-pack
    void saw(LogWalk.Found found) {
        var log = Optional.ofNullable(seen.get(found.node())).orElseThrow();
        var index = found.index();
        var at = found.entry().at();
        var isInside = index >= log.range.first() && index < log.range.end();
        log.all++;
        if (isInside) log.inside++;
        else if (isAsked(at))
            report.wrong(
                    "span",
                    "entry %d of %s is of the time that is asked for, and the manifest leaves it out"
                            .formatted(index, found.node()));
        if (index == log.range.first() - 1) log.isBegun = at.isBefore(manifest.from());
        if (index == log.range.end()) log.isEnded = !at.isBefore(manifest.to());
    }

    private boolean isAsked(Instant at) {
        return !at.isBefore(manifest.from()) && at.isBefore(manifest.to());
    }

    void ended() {
        for (var log : seen.values()) {
            var node = log.range.node();
            var asked = log.range.end() - log.range.first();
            if (log.inside != asked)
                report.add(
                        false,
                        "%d of the %d entries of %s that are of the time are not in the pack"
                                .formatted(asked - log.inside, asked, node));
            if (!log.isBegun)
                report.add(false, "nothing shows that %s wrote no earlier entry of the time".formatted(node));
            if (!log.isEnded)
                report.add(false, "nothing shows that %s wrote no later entry of the time".formatted(node));
            var missing = log.range.head().size() - log.all;
            if (missing > 0)
                report.note("%d of the %d entries of %s are not in the pack, and what they tell is not known here"
                        .formatted(missing, log.range.head().size(), node));
            if (log.inside == asked && log.isBegun && log.isEnded)
                report.add(true, "all %d entries of %s that are of the time are in the pack".formatted(asked, node));
        }
    }
}
