package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.tlog.ConsistencyProof;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.Frontier;
import tallystick.core.tlog.HashedTile;
import tallystick.core.tlog.InclusionProof;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.Tile;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TiledLog;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Every tree up to a size, whole: a small world leaves nothing to chance.
class MerkleTreePropertyTest {
    private static final int SIZE_MAX = 24;

    private static Bytes entry(long index) {
        return Bytes.ofUtf8("entry " + index);
    }

    /// The definition of RFC 6962 §2.1 itself, in its own words and as slow as it is short.
    private static Digest32 hash(int from, int to) {
        if (to - from == 1) return MerkleTree.leaf(entry(from));
        var k = 1;
        while (2 * k < to - from) k *= 2;
        return MerkleTree.node(hash(from, from + k), hash(from + k, to));
    }

    private static final MerkleTree.Subtrees SUBTREES =
            (level, index) -> hash((int) (index << level), (int) (index + 1 << level));

    private static TreeHead head(int size) {
        return size == 0 ? TreeHead.EMPTY : new TreeHead(size, hash(0, size));
    }

    @Test
    void everyRoot_isTheDefinitions() {
        var frontier = new Frontier();
        for (var size = 0; size <= SIZE_MAX; size++) {
            assertEquals(head(size), frontier.head());
            assertEquals(head(size).root(), MerkleTree.root(SUBTREES, size));
            assertEquals(head(size), Frontier.of(SUBTREES, size).head());
            frontier.append(MerkleTree.leaf(entry(size)));
        }
    }

    @Test
    void everyInclusionProof_provesItsLeafAndNoOther() {
        var proven = 0;
        for (var size = 1; size <= SIZE_MAX; size++)
            for (var index = 0; index < size; index++) {
                var proof = MerkleTree.include(SUBTREES, index, size);
                assertTrue(proof.proves(MerkleTree.leaf(entry(index)), head(size)));
                assertFalse(proof.proves(MerkleTree.leaf(entry(index + 1)), head(size)));
                assertFalse(new InclusionProof(index, size - 1, proof.path())
                        .proves(MerkleTree.leaf(entry(index)), head(size)));
                assertWrong(proof, index, size);
                proven++;
            }
        assertEquals(SIZE_MAX * (SIZE_MAX + 1) / 2, proven);
    }

    private static void assertWrong(InclusionProof proof, int index, int size) {
        for (var other : changed(proof.path()))
            assertFalse(new InclusionProof(index, size, other).proves(MerkleTree.leaf(entry(index)), head(size)));
        for (var elsewhere = 0; elsewhere < size; elsewhere++)
            if (elsewhere != index)
                assertFalse(new InclusionProof(elsewhere, size, proof.path())
                        .proves(MerkleTree.leaf(entry(index)), head(size)));
    }

    @Test
    void everyConsistencyProof_provesItsTreesAndNoOther() {
        var proven = 0;
        for (var size = 0; size <= SIZE_MAX; size++)
            for (var old = 0; old <= size; old++) {
                var proof = MerkleTree.extend(SUBTREES, old, size);
                assertTrue(proof.proves(head(old), head(size)), old + " to " + size);
                var forked = new TreeHead(old, MerkleTree.leaf(entry(99)));
                assertFalse(proof.proves(forked, head(size)));
                if (old > 0) assertFalse(proof.proves(head(old), new TreeHead(size, MerkleTree.leaf(entry(98)))));
                for (var path : changed(proof.path()))
                    assertFalse(new ConsistencyProof(old, size, path).proves(head(old), head(size)));
                assertFalse(new ConsistencyProof(old + 1, size, proof.path()).proves(head(old), head(size)));
                proven++;
            }
        assertEquals((SIZE_MAX + 1) * (SIZE_MAX + 2) / 2, proven);
    }

    /// The same hashes with one changed, one too few, one too many, two the other way round.
    private static List<List<Digest32>> changed(List<Digest32> path) {
        var all = new ArrayList<List<Digest32>>();
        var longer = new ArrayList<>(path);
        longer.add(MerkleTree.leaf(entry(97)));
        all.add(longer);
        for (var i = 0; i < path.size(); i++) {
            var other = new ArrayList<>(path);
            other.set(i, MerkleTree.node(path.get(i), path.get(i)));
            all.add(other);
            var shorter = new ArrayList<>(path);
            shorter.remove(i);
            all.add(shorter);
        }
        if (path.size() > 1 && !path.get(0).equals(path.get(1))) {
            var swapped = new ArrayList<>(path);
            swapped.set(0, path.get(1));
            swapped.set(1, path.get(0));
            all.add(swapped);
        }
        return all;
    }

    /// A log of `size` entries as files.
    private static Map<TilePath, Bytes> files(int size) {
        var shape = new TiledLog(_ -> Optional.empty(), size);
        var files = new HashMap<TilePath, Bytes>();
        List<Digest32> row = new ArrayList<>();
        for (var i = 0; i < size; i++) row.add(MerkleTree.leaf(entry(i)));
        for (var from = 0; from < size; from += 256) {
            var entries = new ArrayList<Bytes>();
            for (var i = from; i < Math.min(size, from + 256); i++) entries.add(entry(i));
            files.put(shape.path(TilePath.ENTRIES, from / 256), new EntryBundle(entries).encode());
        }
        for (var level = 0; !row.isEmpty(); level++) {
            List<Digest32> above = new ArrayList<>();
            for (var from = 0; from < row.size(); from += 256) {
                var tile = new Tile(row.subList(from, Math.min(row.size(), from + 256)));
                files.put(shape.path(level, from / 256), tile.encode());
                if (tile.hashes().size() == 256) above.add(tile.subtree(8, 0));
            }
            row = above;
        }
        return files;
    }

    @Test
    void tiledLog_verifiesWholeAndProvesAcrossTiles() {
        var frontier = new Frontier();
        var heads = new ArrayList<TreeHead>();
        for (var i = 0; i <= 700; i++) {
            heads.add(frontier.head());
            frontier.append(MerkleTree.leaf(entry(i)));
        }
        for (int size : new int[] {0, 1, 255, 256, 257, 511, 512, 513, 700}) {
            var files = files(size);
            var log = new TiledLog(path -> Optional.ofNullable(files.get(path)), size);
            assertEquals(heads.get(size), log.verify());
            for (int old : new int[] {0, 1, 200, 256, 300, 512, 699}) {
                if (old > size) continue;
                assertTrue(MerkleTree.extend(log, old, size).proves(heads.get(old), heads.get(size)));
                if (old == size) continue;
                assertEquals(entry(old), log.entry(old));
                assertTrue(MerkleTree.include(log, old, size).proves(MerkleTree.leaf(entry(old)), heads.get(size)));
            }
        }
    }

    /// Files whose tiles of some levels are kept by whoever holds them.
    private record Keeping(Map<TilePath, Bytes> files, List<TilePath> read, Map<TilePath, HashedTile> tiles)
            implements TiledLog.Files {
        @Override
        public Optional<Bytes> read(TilePath path) {
            read.add(path);
            return Optional.ofNullable(files.get(path));
        }

        @Override
        public Optional<HashedTile> kept(TilePath path) {
            return Optional.ofNullable(tiles.get(path));
        }

        @Override
        public void keep(TilePath path, HashedTile tile) {
            if (path.level() > 0) tiles.put(path, tile);
        }
    }

    @Test
    void keptTiles_areNotReadAgain_andProveTheSame() {
        var size = 700;
        var files = files(size);
        var keeping = new Keeping(files, new ArrayList<>(), new HashMap<>());
        for (var index = 0; index < size; index += 7) {
            var plain = new TiledLog(path -> Optional.ofNullable(files.get(path)), size);
            assertEquals(
                    MerkleTree.include(plain, index, size),
                    MerkleTree.include(new TiledLog(keeping, size), index, size));
            assertEquals(
                    MerkleTree.extend(plain, index, size), MerkleTree.extend(new TiledLog(keeping, size), index, size));
        }
        assertThat(keeping.read().stream().filter(path -> path.level() == 1)).containsExactly(new TilePath(1, 0, 2));
        assertThat(keeping.read().stream().filter(path -> path.level() == 0)).hasSizeGreaterThan(100);
    }

    @Test
    void everyFileOfATiledLog_matters() {
        var size = 700;
        var files = files(size);
        var damaged = 0;
        for (var path : files.keySet()) {
            var without = new HashMap<>(files);
            without.remove(path);
            assertThat(why(without, size)).contains(path.text(), "missing");
            var bytes = files.get(path).toArray();
            bytes[bytes.length - 1] ^= 1;
            var changed = new HashMap<>(files);
            changed.put(path, Bytes.copyOf(bytes));
            assertThat(why(changed, size)).contains(path.text());
            damaged++;
        }
        assertEquals(7, damaged);
    }

    private static String why(Map<TilePath, Bytes> files, int size) {
        try {
            return new TiledLog(path -> Optional.ofNullable(files.get(path)), size).verify() + " was found good";
        } catch (TiledLog.Damaged damaged) {
            return damaged.why();
        }
    }
}
