package tallystick.core.tlog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// The first `size` entries of a log, read from its published tiles.
///
/// **Threads** one. Remembers the tiles it has read; who holds the files may remember them longer.
///
/// @spec https://c2sp.org/tlog-tiles#apis C2SP tlog-tiles (APIs)
public final class TiledLog implements MerkleTree.Subtrees {
    private static final int TILE_HEIGHT = 8;
    private static final int REMEMBERED_MAX = 64;

    /// Where the published files are.
    @FunctionalInterface
    public interface Files {
        /// The bytes at `path`; empty if there is nothing.
        Optional<Bytes> read(TilePath path);

        /// The tile at `path` if it was [kept][#keep]: what was read there stays as it is.
        default Optional<HashedTile> kept(TilePath path) {
            return Optional.empty();
        }

        /// Takes a tile that others will ask for, or lets it go.
        default void keep(TilePath path, HashedTile tile) {}
    }

    /// A tile is missing or is not what the tree needs.
    public static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Damaged(String why) {
            super(why);
        }

        /// Which file, and what is wrong with it.
        public String why() {
            return Optional.ofNullable(getMessage()).orElse("damaged");
        }
    }

    private final Files files;
    private final long size;
    private final Map<TilePath, HashedTile> remembered = new HashMap<>();

    /// @param size of the tree, which decides how wide the last tiles are
    public TiledLog(Files files, long size) {
        this.files = files;
        this.size = size;
    }

    /// How many entries.
    public long size() {
        return size;
    }

    /// @throws Damaged if a tile is missing or malformed: the fault of whoever holds the files
    @Override
    public Digest32 at(int level, long index) {
        var tileLevel = level / TILE_HEIGHT;
        var within = level % TILE_HEIGHT;
        var first = index << within;
        var width = within == 0 ? 1 : 1 << within;
        var tile = tile(tileLevel, first / TilePath.WIDTH_MAX);
        var offset = (int) (first % TilePath.WIDTH_MAX);
        if (offset + width > tile.width())
            throw new Damaged("subtree %d of level %d is not within a tree of %d".formatted(index, level, size));
        return tile.subtree(within, offset >>> within);
    }

    /// The entries from `bundle * 256` on, as many as there are.
    ///
    /// @throws Damaged if the bundle is missing or malformed
    public List<Bytes> entries(long bundle) {
        var path = path(TilePath.ENTRIES, bundle);
        return switch (EntryBundle.parse(bytes(path), path.width())) {
            case Parsed.Ok<EntryBundle>(var good) -> good.entries();
            case Parsed.Malformed<EntryBundle>(var offset, var expected) ->
                throw new Damaged("%s at byte %d: expected %s".formatted(path.text(), offset, expected));
        };
    }

    /// The entry at `index`.
    public Bytes entry(long index) {
        return entries(index / TilePath.WIDTH_MAX).get((int) (index % TilePath.WIDTH_MAX));
    }

    /// How many bundles the entries are in.
    public long bundles() {
        return (size + TilePath.WIDTH_MAX - 1) / TilePath.WIDTH_MAX;
    }

    /// Hashes every entry, compares every tile with what its entries and tiles below it hash to, and answers the head
    /// that all of it has.
    ///
    /// @throws Damaged naming the first file that is missing, malformed or not what is below it
    public TreeHead verify() {
        var frontier = new Frontier();
        for (var bundle = 0L; bundle < bundles(); bundle++) {
            var leaves = entries(bundle).stream().map(MerkleTree::leaf).toList();
            var tile = tile(0, bundle);
            if (!new Tile(leaves).encode().equals(tile.encode()))
                throw new Damaged("%s does not hash to %s"
                        .formatted(
                                path(TilePath.ENTRIES, bundle).text(),
                                path(0, bundle).text()));
            leaves.forEach(frontier::append);
        }
        for (var level = 1; size >>> TILE_HEIGHT * level > 0; level++) verifyLevel(level);
        return frontier.head();
    }

    private void verifyLevel(int level) {
        var count = size >>> TILE_HEIGHT * level;
        for (var i = 0L; i < count; i++) {
            var above = tile(level, i / TilePath.WIDTH_MAX).subtree(0, (int) (i % TilePath.WIDTH_MAX));
            if (!tile(level - 1, i).subtree(TILE_HEIGHT, 0).equals(above))
                throw new Damaged("%s does not hash to its place in %s"
                        .formatted(
                                path(level - 1, i).text(),
                                path(level, i / TilePath.WIDTH_MAX).text()));
        }
    }

    private HashedTile tile(int level, long index) {
        var path = path(level, index);
        var known = remembered.get(path);
        if (known != null) return known;
        var tile = files.kept(path).orElseGet(() -> read(path));
        if (remembered.size() >= REMEMBERED_MAX) remembered.clear();
        remembered.put(path, tile);
        return tile;
    }

    private HashedTile read(TilePath path) {
        return switch (HashedTile.parse(bytes(path), path.width())) {
            case Parsed.Ok<HashedTile>(var good) -> {
                files.keep(path, good);
                yield good;
            }
            case Parsed.Malformed<HashedTile>(var offset, var expected) ->
                throw new Damaged("%s at byte %d: expected %s".formatted(path.text(), offset, expected));
        };
    }

    /// The file that holds tile `index` of a tree of this size.
    public TilePath path(int level, long index) {
        var count = level == TilePath.ENTRIES ? size : level * TILE_HEIGHT > 62 ? 0 : size >>> TILE_HEIGHT * level;
        var width = Math.min(TilePath.WIDTH_MAX, count - index * TilePath.WIDTH_MAX);
        if (width < 1) throw new Damaged("no tile %d of level %d in a tree of %d".formatted(index, level, size));
        return new TilePath(level, index, (int) width);
    }

    /// A partial file may have been deleted once the full one was there: then the front of the full one serves.
    private Bytes bytes(TilePath path) {
        var exact = files.read(path);
        if (exact.isPresent()) return exact.get();
        if (!path.isFull()) {
            var full = files.read(path.full());
            if (full.isPresent()) return front(path, full.get());
        }
        throw new Damaged(path.text() + " is missing");
    }

    private static Bytes front(TilePath path, Bytes full) {
        if (path.level() != TilePath.ENTRIES)
            return full.slice(0, Math.min(full.length(), path.width() * Digest32.LENGTH_BYTES));
        return switch (EntryBundle.parse(full, TilePath.WIDTH_MAX)) {
            case Parsed.Ok<EntryBundle>(var bundle) ->
                new EntryBundle(bundle.entries().subList(0, path.width())).encode();
            case Parsed.Malformed<EntryBundle> _ -> Bytes.empty();
        };
    }
}
