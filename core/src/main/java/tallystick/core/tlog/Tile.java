package tallystick.core.tlog;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Up to 256 neighbouring hashes of a tree.
///
/// **Form** the hashes one after the other, 32 bytes each.
///
/// @param hashes 1..256
/// @spec https://c2sp.org/tlog-tiles#merkle-tree C2SP tlog-tiles (Merkle tree)
public record Tile(List<Digest32> hashes) {
    /// @throws IllegalArgumentException if there are none or more than 256: the caller's fault
    public Tile {
        hashes = List.copyOf(hashes);
        if (hashes.isEmpty() || hashes.size() > TilePath.WIDTH_MAX)
            throw new IllegalArgumentException("tile of %d hashes, not 1..256".formatted(hashes.size()));
    }

    /// The bytes.
    public Bytes encode() {
        var writer = new Writer();
        hashes.forEach(hash -> writer.raw(hash.bytes()));
        return writer.toBytes();
    }

    /// The hash over all of a full tile's hashes, or over `2^level` of them from `index * 2^level` on.
    ///
    /// @param level 0..8
    public Digest32 subtree(int level, int index) {
        if (level == 0) return hashes.get(index);
        return MerkleTree.node(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
    }

    /// Reads a tile of exactly `width` hashes.
    public static Parsed<Tile> parse(Bytes encoded, int width) {
        return Reader.parse(encoded, reader -> {
            var hashes = new ArrayList<Digest32>();
            for (var i = 0; i < width; i++) hashes.add(Digest32.read(reader, "tile hash"));
            return new Tile(hashes);
        });
    }
}
