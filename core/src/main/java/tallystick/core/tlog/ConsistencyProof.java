package tallystick.core.tlog;

import java.util.List;
import tallystick.crypto.hash.Digest32;

/// The hashes that show one tree to be the beginning of another.
///
/// @param oldSize of the smaller tree; 0 needs no hashes
/// @param newSize of the larger tree, or the same
/// @param path in the order of RFC 6962 §2.1.2; empty if the sizes are equal or the old one is 0
public record ConsistencyProof(long oldSize, long newSize, List<Digest32> path) {
    /// The most hashes a proof can have.
    public static final int PATH_MAX = 63;

    /// Copies.
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /// Whether the log with head `newer` began as the log with head `older`. Hashes left over or missing are a no.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4.2 RFC 9162 §2.1.4.2 (verifying consistency)
    public boolean proves(TreeHead older, TreeHead newer) {
        if (older.size() != oldSize || newer.size() != newSize || oldSize > newSize) return false;
        if (oldSize == 0) return path.isEmpty() && older.root().equals(MerkleTree.EMPTY_ROOT);
        if (oldSize == newSize) return path.isEmpty() && older.root().equals(newer.root());
        if (path.isEmpty()) return false;
        return climb(older, newer);
    }

    private boolean climb(TreeHead older, TreeHead newer) {
        // > If first is an exact power of 2, prepend first_hash to the path.
        var whole = Long.bitCount(oldSize) == 1;
        var hashes = whole ? path : path.subList(1, path.size());
        var oldHash = whole ? older.root() : path.getFirst();
        var newHash = oldHash;
        var node = oldSize - 1;
        var last = newSize - 1;
        // > While the lowest bit of fn is set, shift both.
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        for (var hash : hashes) {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last) {
                oldHash = MerkleTree.node(hash, oldHash);
                newHash = MerkleTree.node(hash, newHash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                newHash = MerkleTree.node(newHash, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && oldHash.equals(older.root()) && newHash.equals(newer.root());
    }
}
