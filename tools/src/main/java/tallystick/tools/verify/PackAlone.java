package tallystick.tools.verify;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.intent.IntentId;

/// Rulings of a node that began with the genesis again, by documents of which the others had later versions already.
///
/// **Why** who is restored, and is reached by nobody who would tell it of later versions, rules by what it has. As long
/// as nothing is signed by that it harms nobody: an honest set of signers would have told it.
///
/// **Threads** one. Remembers of so many requests at most that memory stays bounded.
final class PackAlone {
    private final Report report;
    private final Map<String, String> ruled = PackRulings.bounded();
    private final Map<String, String> agreed = PackRulings.bounded();
    private final Map<String, Long> counts = new TreeMap<>();

    PackAlone(Report report) {
        this.report = report;
    }

    private static String name(String node, IntentId intent) {
        return node + " " + intent;
    }

    /// It ruled so.
    ///
    /// @param wrong what of it is wrong if something is signed by it
    void ruled(String node, IntentId intent, String wrong) {
        PackRulings.anew(ruled, name(node, intent), wrong);
        counts.merge(node, 1L, Long::sum);
    }

    /// It ruled on the request by what it had to.
    void heard(String node, IntentId intent) {
        ruled.remove(name(node, intent));
    }

    /// It agreed to sign by its last ruling.
    void agreed(String node, IntentId intent) {
        var name = name(node, intent);
        agreed.remove(name);
        Optional.ofNullable(ruled.get(name)).ifPresent(wrong -> PackRulings.anew(agreed, name, wrong));
    }

    /// It signed.
    /// @spec docs/spec/evidence-pack.md#EP-37 evidence-pack
    void signed(String node, IntentId intent) {
        Optional.ofNullable(agreed.remove(name(node, intent))).ifPresent(wrong -> report.wrong("rulings", wrong));
    }

    /// That was all of the logs.
    void ended() {
        counts.forEach((node, count) -> report.note(
                ("%d rulings of %s go by the documents that it began with again, and others had later ones for long:"
                                + " what it signed by them is named")
                        .formatted(count, node)));
    }
}
