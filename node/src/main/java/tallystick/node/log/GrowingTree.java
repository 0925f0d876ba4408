package tallystick.node.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.Frontier;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.Tile;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TiledLog;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// The right edge of the log in memory: what its unfinished tiles hold. Finished ones leave as files.
///
/// **Threads** one.
final class GrowingTree {
    private final Frontier frontier;
    private final List<List<Digest32>> rows = new ArrayList<>();
    private final List<Bytes> entries = new ArrayList<>();

    /// Goes on where a log on disk ends.
    GrowingTree(TiledLog log) {
        frontier = Frontier.of(log, log.size());
        var rest = (int) (log.size() % TilePath.WIDTH_MAX);
        if (rest > 0) entries.addAll(log.entries(log.size() / TilePath.WIDTH_MAX));
        for (var level = 0; log.size() >>> 8 * level > 0; level++) {
            var row = row(level);
            var count = log.size() >>> 8 * level;
            for (var i = count - count % TilePath.WIDTH_MAX; i < count; i++) row.add(log.at(8 * level, i));
        }
    }

    long size() {
        return frontier.size();
    }

    TreeHead head() {
        return frontier.head();
    }

    /// Appends; the files that are now full.
    Map<TilePath, Bytes> append(Bytes entry) {
        var full = new LinkedHashMap<TilePath, Bytes>();
        var leaf = MerkleTree.leaf(entry);
        frontier.append(leaf);
        entries.add(entry);
        if (entries.size() == TilePath.WIDTH_MAX) {
            var index = frontier.size() / TilePath.WIDTH_MAX - 1;
            full.put(new TilePath(TilePath.ENTRIES, index, TilePath.WIDTH_MAX), new EntryBundle(entries).encode());
            entries.clear();
        }
        var hash = leaf;
        for (var level = 0; ; level++) {
            var row = row(level);
            row.add(hash);
            if (row.size() < TilePath.WIDTH_MAX) return full;
            var tile = new Tile(row);
            var index = (frontier.size() >>> 8 * (level + 1)) - 1;
            full.put(new TilePath(level, index, TilePath.WIDTH_MAX), tile.encode());
            hash = tile.subtree(8, 0);
            row.clear();
        }
    }

    /// The files that are not full at this size.
    Map<TilePath, Bytes> partial() {
        var partial = new LinkedHashMap<TilePath, Bytes>();
        if (!entries.isEmpty())
            partial.put(
                    new TilePath(TilePath.ENTRIES, size() / TilePath.WIDTH_MAX, entries.size()),
                    new EntryBundle(entries).encode());
        for (var level = 0; level < rows.size(); level++) {
            var row = row(level);
            if (!row.isEmpty())
                partial.put(new TilePath(level, size() >>> 8 * (level + 1), row.size()), new Tile(row).encode());
        }
        return partial;
    }

    private List<Digest32> row(int level) {
        while (rows.size() <= level) rows.add(new ArrayList<>());
        return rows.get(level);
    }
}
