package tallystick.tools.verify;

import java.util.Map;
import java.util.TreeMap;

/// Rulings of a node that began with the genesis, by documents of which the others had later versions already.
///
/// **Why** who is restored or joins, and is reached by nobody who would tell it of later versions, rules by what it
/// has. As long as nothing is signed by that it harms nobody: an honest set of signers would have told it.
///
/// **Threads** one.
final class PackAlone {
    private final Report report;
    private final Map<String, Long> counts = new TreeMap<>();

    PackAlone(Report report) {
        this.report = report;
    }

    /// It ruled so.
    void ruled(String node) {
        counts.merge(node, 1L, Long::sum);
    }

    /// That was all of the logs.
    void ended() {
        counts.forEach((node, count) -> report.note(
                ("%d rulings of %s go by the documents that it began with again, and others had later ones for long:"
                                + " what it signed by them is named")
                        .formatted(count, node)));
    }
}
