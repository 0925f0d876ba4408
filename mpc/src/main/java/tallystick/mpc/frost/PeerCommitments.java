package tallystick.mpc.frost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.PartyId;

/// What one party knows of the others' commitments made ahead, for one key and epoch. Public values.
///
/// **Why** bounded per peer, so that no peer can fill a node's memory; the first announcement of an index stays, so
/// that no peer can exchange a commitment once named. What was taken, and what belonged to a pool that was given up,
/// never comes back.
///
/// **Threads** any; taking is atomic, all or nothing.
public final class PeerCommitments {
    /// So many pools that a peer has given up are remembered.
    private static final int POOLS_SEEN_MAX = 1 << 12;

    private static final class Shelf {
        private final Digest32 pool;
        private final TreeMap<Integer, SigningCommitments> byIndex = new TreeMap<>();
        private int highestTaken = -1;

        Shelf(Digest32 pool) {
            this.pool = pool;
        }
    }

    private final int itemsPerPeerMax;
    private final Map<PartyId, Shelf> shelves = new HashMap<>();
    private final Map<PartyId, LinkedHashSet<Digest32>> givenUp = new HashMap<>();

    /// @param itemsPerPeerMax most commitments kept of one peer, 1..[NoncePool#ITEMS_MAX]
    public PeerCommitments(int itemsPerPeerMax) {
        if (itemsPerPeerMax < 1 || itemsPerPeerMax > NoncePool.ITEMS_MAX)
            throw new IllegalArgumentException("%d items not in 1..%d".formatted(itemsPerPeerMax, NoncePool.ITEMS_MAX));
        this.itemsPerPeerMax = itemsPerPeerMax;
    }

    /// Keeps what an *authenticated* peer announced, as far as there is room. Another pool id of the same peer means
    /// it has begun anew: the old items are forgotten, and that pool is not heard again. Nor is an item at or below
    /// the highest taken.
    ///
    /// @param owner who said so, by the channel it came through
    /// @return how many were new and kept
    /// @spec docs/spec/frost.md#FR-29 frost
    public synchronized int learn(PartyId owner, PoolAnnouncement announcement) {
        var shelf = shelves.get(owner);
        if (shelf == null || !shelf.pool.equals(announcement.pool())) {
            var old = givenUp.computeIfAbsent(owner, _ -> new LinkedHashSet<>());
            if (old.contains(announcement.pool())) return 0;
            if (shelf != null) old.add(shelf.pool);
            if (old.size() > POOLS_SEEN_MAX) old.removeFirst();
            shelf = new Shelf(announcement.pool());
            shelves.put(owner, shelf);
        }
        var kept = 0;
        for (var i = 0; i < announcement.commitments().size(); i++) {
            if (shelf.byIndex.size() == itemsPerPeerMax) break;
            var index = announcement.firstIndex() + i;
            if (index <= shelf.highestTaken) continue;
            if (shelf.byIndex.putIfAbsent(index, announcement.commitments().get(i)) == null) kept++;
        }
        return kept;
    }

    /// The first `count` consecutive items known of `party`, for whoever proposes a set-up; they stay until taken.
    /// @spec docs/spec/frost.md#FR-32 frost
    public synchronized Optional<NonceItems> propose(PartyId party, int count) {
        var shelf = shelves.get(party);
        if (shelf == null) return Optional.empty();
        var run = 0;
        var next = -1;
        for (var index : shelf.byIndex.keySet()) {
            run = index == next ? run + 1 : 1;
            next = index + 1;
            if (run == count) return Optional.of(new NonceItems(shelf.pool, next - count, count));
        }
        return Optional.empty();
    }

    /// Removes these items for ever; nothing, and none removed, if one is unknown or taken.
    public synchronized Optional<SortedMap<PartyId, List<SigningCommitments>>> take(
            SortedMap<PartyId, NonceItems> items) {
        var taken = new TreeMap<PartyId, List<SigningCommitments>>();
        for (var entry : items.entrySet()) {
            var found = find(entry.getKey(), entry.getValue());
            if (found.isEmpty()) return Optional.empty();
            taken.put(entry.getKey(), found.get());
        }
        items.forEach((party, named) -> {
            var shelf = Objects.requireNonNull(shelves.get(party), "found above");
            var end = named.firstIndex() + named.count();
            shelf.byIndex.subMap(named.firstIndex(), end).clear();
            shelf.highestTaken = Math.max(shelf.highestTaken, end - 1);
        });
        return Optional.of(Collections.unmodifiableSortedMap(taken));
    }

    private Optional<List<SigningCommitments>> find(PartyId party, NonceItems named) {
        var shelf = shelves.get(party);
        if (shelf == null || !shelf.pool.equals(named.pool())) return Optional.empty();
        var found = new ArrayList<>(shelf.byIndex
                .subMap(named.firstIndex(), named.firstIndex() + named.count())
                .values());
        return found.size() == named.count() ? Optional.of(List.copyOf(found)) : Optional.empty();
    }
}
