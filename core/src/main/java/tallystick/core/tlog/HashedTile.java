package tallystick.core.tlog;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// A tile that was read, with what is hashed from it: that is worked out once, when it is first asked for.
///
/// **Why** a proof takes half of all hashes above a tile; whoever gives many of them would work out the same ones each
/// time. **Form** 16 KiB at most. **Threads** any.
public final class HashedTile {
    private final Bytes leaves;
    /// One row above the other, each of half as many; none before it is asked for.
    private volatile Bytes above = Bytes.empty();

    private HashedTile(Bytes leaves) {
        this.leaves = leaves;
    }

    /// Reads a tile of exactly `width` hashes.
    public static Parsed<HashedTile> parse(Bytes encoded, int width) {
        return Reader.parse(
                encoded, reader -> new HashedTile(reader.raw(width * Digest32.LENGTH_BYTES, "hashes of a tile")));
    }

    int width() {
        return leaves.length() / Digest32.LENGTH_BYTES;
    }

    /// The bytes it was read from.
    public Bytes encode() {
        return leaves;
    }

    /// The hash over `2^level` of its hashes from `index * 2^level` on.
    ///
    /// @param level 0..8
    /// @param index of as many as there are whole
    Digest32 subtree(int level, int index) {
        if (level == 0) return at(leaves, index);
        if (above.length() == 0) above = rows();
        var before = 0;
        for (var below = 1; below < level; below++) before += width() >>> below;
        return at(above, before + index);
    }

    /// Two threads that work it out at once come to the same.
    private Bytes rows() {
        var rows = new Writer();
        for (var row = MerkleTree.above(leaves); row.length() > 0; row = MerkleTree.above(row)) rows.raw(row);
        return rows.toBytes();
    }

    private static Digest32 at(Bytes row, int index) {
        var from = index * Digest32.LENGTH_BYTES;
        return new Digest32(row.slice(from, from + Digest32.LENGTH_BYTES));
    }
}
