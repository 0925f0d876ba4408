package tallystick.node.documents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.core.wire.GovernanceNews;
import tallystick.crypto.hash.Digest32;

/// What a node tells the others of its documents, and asks of theirs.
///
/// **Threads** any.
final class Gossip {
    private static final int HEARD_MAX = 16_384;

    private final Documents.Network network;
    /// What was heard once is not asked for again, whatever came of it.
    private final Set<Digest32> heard = Collections.newSetFromMap(new ConcurrentHashMap<>());

    private volatile Optional<Told> toldOf = Optional.empty();

    /// What there is to tell, made once for each state of the documents.
    private record Told(Workspace of, Map<Digest32, GovernanceNews> items) {}

    Gossip(Documents.Network network) {
        this.network = network;
    }

    /// All that others may lack, by name.
    static Map<Digest32, GovernanceNews> items(Workspace workspace) {
        var items = new LinkedHashMap<Digest32, GovernanceNews>();
        for (var freeze : workspace.orders().values())
            if (!OwnFreeze.isOwn(freeze)) put(items, new GovernanceNews.Froze(freeze));
        for (var words : Versions.words(workspace)) put(items, new GovernanceNews.Pledged(words));
        for (var tracked : workspace.changes().values()) put(items, new GovernanceNews.Changed(tracked.signed()));
        return items;
    }

    /// The same, found once for each state of the documents.
    Map<Digest32, GovernanceNews> itemsOf(Workspace present) {
        var told = toldOf;
        if (told.isEmpty() || !told.get().of().equals(present)) {
            told = Optional.of(new Told(present, items(present)));
            toldOf = told;
        }
        return told.get().items();
    }

    private static void put(Map<Digest32, GovernanceNews> items, GovernanceNews news) {
        items.put(news.item(), news);
    }

    void tellAll(GovernanceNews news) {
        var bytes = news.encode();
        for (var name : network.up()) network.send(name, bytes);
    }

    void tellWhatThereIs(Map<Digest32, GovernanceNews> items) {
        parts(items.keySet()).forEach(part -> tellAll(new GovernanceNews.Have(part)));
    }

    /// As many as one message holds: what is beyond is told of in the next.
    private static List<List<Digest32>> parts(Collection<Digest32> items) {
        var all = List.copyOf(items);
        var parts = new ArrayList<List<Digest32>>();
        for (var from = 0; from < all.size(); from += GovernanceNews.ITEMS_MAX)
            parts.add(all.subList(from, Math.min(all.size(), from + GovernanceNews.ITEMS_MAX)));
        return parts;
    }

    void heard(GovernanceNews news) {
        if (heard.size() >= HEARD_MAX) heard.clear();
        heard.add(news.item());
    }

    /// By other documents what was of no use may be good.
    void forget() {
        heard.clear();
    }

    void ask(String from, Collection<Digest32> theirs, Map<Digest32, GovernanceNews> ours) {
        var lacking = theirs.stream()
                .filter(item -> !ours.containsKey(item) && !heard.contains(item))
                .toList();
        if (!lacking.isEmpty()) network.send(from, new GovernanceNews.Want(lacking).encode());
    }

    void answer(String from, Collection<Digest32> wanted, Map<Digest32, GovernanceNews> ours) {
        for (var item : wanted) {
            var news = ours.get(item);
            if (news != null) network.send(from, news.encode());
        }
    }
}
