package tallystick.tools.verify;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.core.docket.Heard;
import tallystick.tools.pack.PackNames;

/// By which knowledge files nodes read what they ruled on.
///
/// **Why** what such a file says is the choice of each node's operator: a ruling made again by it is right by that.
///
/// **Threads** one.
final class PackReads {
    private final Report report;
    private final Map<String, Set<String>> byFile = new TreeMap<>();
    private final Set<String> without = new TreeSet<>();

    PackReads(Report report) {
        this.report = report;
    }

    void ruled(String node, Heard heard) {
        heard.knowledge()
                .ifPresentOrElse(
                        file -> byFile.computeIfAbsent(file.toString(), _ -> new TreeSet<>())
                                .add(node),
                        () -> without.add(node));
    }

    /// @param files names of all that the pack has
    /// @spec docs/spec/evidence-pack.md#EP-13 evidence-pack
    void ended(Collection<String> files) {
        byFile.forEach((file, nodes) ->
                report.note("%s read requests with the knowledge file %s: what it says is its operators' choice"
                        .formatted(String.join(" ", nodes), file)));
        var ways = byFile.size() + (without.isEmpty() ? 0 : 1);
        if (ways > 1)
            report.note("nodes read requests in %d ways: by different knowledge files, or by none".formatted(ways));
        for (var name : files) unused(name);
    }

    private void unused(String name) {
        var hash = Optional.of(name)
                .filter(each -> each.startsWith(PackNames.KNOWLEDGE) && each.endsWith("/knowledge.json"))
                .map(each -> each.substring(PackNames.KNOWLEDGE.length()))
                .map(each -> each.substring(0, each.indexOf('/')));
        if (hash.isPresent() && !byFile.containsKey(hash.get()))
            report.note("knowledge", "no ruling names the knowledge file %s, which the pack has".formatted(hash.get()));
    }
}
