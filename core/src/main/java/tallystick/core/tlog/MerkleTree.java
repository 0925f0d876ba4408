package tallystick.core.tlog;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// The Merkle tree of a log: how entries are hashed together, and which hashes prove what.
///
/// **Form** SHA-256; a leaf is hashed after a byte 0, a node after a byte 1, so that neither can pass for the other.
///
/// **Threads** stateless. **Timing** public values only.
///
/// @spec https://www.rfc-editor.org/rfc/rfc6962#section-2.1 RFC 6962 §2.1 (Merkle hash trees)
public final class MerkleTree {
    /// Where the hashes of complete subtrees come from: tiles on disk, or memory.
    @FunctionalInterface
    public interface Subtrees {
        /// The hash of the `2^level` leaves from leaf `index * 2^level` on.
        ///
        /// @param level from 0, a leaf
        /// @param index from 0
        Digest32 at(int level, long index);
    }

    static final Digest32 EMPTY_ROOT = StandardHash.sha256(Bytes.empty());

    private static final Bytes LEAF = Bytes.copyOf((byte) 0);
    private static final byte NODE_BYTE = 1;
    private static final Bytes NODE = Bytes.copyOf(NODE_BYTE);

    private MerkleTree() {}

    /// The hash of one entry.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc6962#section-2.1 RFC 6962 §2.1 (Merkle hash trees)
    public static Digest32 leaf(Bytes entry) {
        return StandardHash.sha256(Bytes.concat(LEAF, entry));
    }

    /// The hash of a node with these children.
    public static Digest32 node(Digest32 left, Digest32 right) {
        return StandardHash.sha256(Bytes.concat(NODE, left.bytes(), right.bytes()));
    }

    /// The row of nodes over a row of neighbours, each of 32 bytes; the last of an odd number has none.
    static Bytes above(Bytes row) {
        return StandardHash.sha256OfEach(NODE_BYTE, row, 2 * Digest32.LENGTH_BYTES);
    }

    /// The hash of the first `size` leaves.
    public static Digest32 root(Subtrees subtrees, long size) {
        return size == 0 ? EMPTY_ROOT : range(subtrees, 0, size);
    }

    /// Proves that the leaf at `index` is one of the first `size`.
    ///
    /// @throws IllegalArgumentException if `index` is not below `size`: the caller's fault
    /// @spec https://www.rfc-editor.org/rfc/rfc6962#section-2.1.1 RFC 6962 §2.1.1 (Merkle audit paths)
    public static InclusionProof include(Subtrees subtrees, long index, long size) {
        if (index < 0 || index >= size)
            throw new IllegalArgumentException("leaf %d not in a tree of %d".formatted(index, size));
        var path = new ArrayList<Digest32>();
        var from = 0L;
        var to = size;
        // > PATH(m, D[n]): the sibling of the half that holds the leaf, from the root downwards.
        while (to - from > 1) {
            var split = from + split(to - from);
            if (index < split) {
                path.addFirst(range(subtrees, split, to));
                to = split;
            } else {
                path.addFirst(range(subtrees, from, split));
                from = split;
            }
        }
        return new InclusionProof(index, size, path);
    }

    /// Proves that the first `oldSize` leaves of a tree of `newSize` are those of the tree of `oldSize`.
    ///
    /// @throws IllegalArgumentException if `oldSize` is above `newSize`: the caller's fault
    /// @spec https://www.rfc-editor.org/rfc/rfc6962#section-2.1.2 RFC 6962 §2.1.2 (Merkle consistency proofs)
    public static ConsistencyProof extend(Subtrees subtrees, long oldSize, long newSize) {
        if (oldSize < 0 || oldSize > newSize)
            throw new IllegalArgumentException("a tree of %d is not in one of %d".formatted(oldSize, newSize));
        if (oldSize == 0 || oldSize == newSize) return new ConsistencyProof(oldSize, newSize, List.of());
        var path = new ArrayList<Digest32>();
        var from = 0L;
        var to = newSize;
        var whole = true;
        // > SUBPROOF(m, D[n], b): down to the subtree that ends where the old tree did.
        while (oldSize < to) {
            var split = from + split(to - from);
            if (oldSize <= split) {
                path.addFirst(range(subtrees, split, to));
                to = split;
            } else {
                path.addFirst(range(subtrees, from, split));
                from = split;
                whole = false;
            }
        }
        // > The old root itself is known to whoever checks, so it is left out.
        if (!whole) path.addFirst(range(subtrees, from, to));
        return new ConsistencyProof(oldSize, newSize, path);
    }

    private static Digest32 range(Subtrees subtrees, long from, long to) {
        var count = to - from;
        if (Long.bitCount(count) == 1 && from % count == 0) {
            var level = Long.numberOfTrailingZeros(count);
            return subtrees.at(level, from >>> level);
        }
        var split = from + split(count);
        return node(range(subtrees, from, split), range(subtrees, split, to));
    }

    /// The largest power of two below `count`, which is at least 2.
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }
}
