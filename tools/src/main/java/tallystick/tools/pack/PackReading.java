package tallystick.tools.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import tallystick.core.governance.Roster;
import tallystick.core.pack.PackManifest;

/// Writes all that people read, from the evidence.
public final class PackReading {
    private final Holdings holdings;
    private final PackManifest manifest;
    private final Roster roster;

    /// Hears of each entry as it goes by.
    public interface Listener {
        /// One entry, with what became of ruling again.
        ///
        /// @param isAsked whether it is of the time that is asked for
        void saw(PackWalk walk, PackWalk.Step step, boolean isAsked);

        /// All entries went by.
        void ended(PackWalk walk) throws Unfit;

        /// Only counts, for progress.
        static Listener counting(LongConsumer counted) {
            return new Listener() {
                private long count;

                @Override
                public void saw(PackWalk walk, PackWalk.Step step, boolean isAsked) {
                    counted.accept(++count);
                }

                @Override
                public void ended(PackWalk walk) {
                    counted.accept(count);
                }
            };
        }
    }

    /// @param manifest of which files may be missing yet
    /// @param roster that the pack goes by
    public PackReading(Holdings holdings, PackManifest manifest, Roster roster) {
        this.holdings = holdings;
        this.manifest = manifest;
        this.roster = roster;
    }

    /// Writes parts and report.
    ///
    /// @throws Unfit if evidence that they tell of is malformed or not in its log
    public Map<Part, Long> write(Outputs outputs, Listener listener) throws IOException, Unfit {
        var book = new PartsBook(manifest, PackOpenings.read(holdings, manifest), outputs);
        book.roster(roster);
        var logs = new ArrayList<PackedLog>();
        var ranges = new TreeMap<String, PackManifest.Log>();
        for (var each : manifest.logs()) {
            var log = PackedLog.open(holdings, each.node());
            logs.add(log);
            ranges.put(each.node(), each);
            book.log(log, each, roster);
            book.governed(Governed.read(holdings, each.node()), logs.size() == 1);
        }
        walk(logs, ranges, book, listener);
        book.finish();
        Compliance.write(outputs, book.counts());
        var report = outputs.begin(PackNames.REPORT);
        report.take(PackReport.of(manifest, book));
        report.finish();
        return book.counts();
    }

    private void walk(List<PackedLog> logs, Map<String, PackManifest.Log> ranges, PartsBook book, Listener listener)
            throws IOException, Unfit {
        var walk = new PackWalk(holdings, logs);
        for (var step = walk.next(); step.isPresent(); step = walk.next()) {
            var found = step.get().found();
            var range = ranges.get(found.node());
            var isAsked = range != null && found.index() >= range.first() && found.index() < range.end();
            book.step(step.get(), isAsked);
            listener.saw(walk, step.get(), isAsked);
        }
        listener.ended(walk);
    }
}
