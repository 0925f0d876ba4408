package tallystick.node.documents;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.core.governance.Document;
import tallystick.core.policy.judge.Level;

/// Policies of documents, read and made ready to judge by once for each.
///
/// **Why** what is in force is put together again with every word, freeze and proposal that a node hears; a policy of
/// ten thousand rules takes longer to read than many judgements.
///
/// **Form** bounded: what was not asked for the last time is forgotten.
///
/// **Threads** one at a time.
final class ReadyPolicies {
    private Map<Document, Level> ready = Map.of();

    /// Those of these documents, in their order.
    ///
    /// @param documents policies that were found good before
    List<Level> of(List<Document> documents) {
        var next = new HashMap<Document, Level>();
        var levels = documents.stream()
                .map(document -> next.computeIfAbsent(document, this::level))
                .toList();
        ready = Map.copyOf(next);
        return levels;
    }

    private Level level(Document document) {
        var made = ready.get(document);
        return made == null ? Level.of(PolicyReader.policy(document.content())) : made;
    }
}
