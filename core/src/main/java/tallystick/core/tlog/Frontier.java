package tallystick.core.tlog;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.hash.Digest32;

/// The right edge of a growing tree: all that is needed to append leaves and know the root.
///
/// **Form** the hashes of the complete subtrees, the largest first; at most 63. **Threads** one.
public final class Frontier {
    private final List<Digest32> complete;
    private long size;

    /// The edge of an empty tree.
    public Frontier() {
        this.complete = new ArrayList<>();
    }

    private Frontier(List<Digest32> complete, long size) {
        this.complete = new ArrayList<>(complete);
        this.size = size;
    }

    /// The edge of the first `size` leaves of a tree.
    public static Frontier of(MerkleTree.Subtrees subtrees, long size) {
        var complete = new ArrayList<Digest32>();
        var from = 0L;
        for (var level = 62; level >= 0; level--)
            if ((size & 1L << level) != 0) {
                complete.add(subtrees.at(level, from >>> level));
                from += 1L << level;
            }
        return new Frontier(complete, size);
    }

    /// An edge of its own that begins where this one is.
    public Frontier copy() {
        return new Frontier(complete, size);
    }

    /// Appends one leaf.
    public void append(Digest32 leaf) {
        var hash = leaf;
        for (var bits = size; (bits & 1) == 1; bits >>>= 1) hash = MerkleTree.node(complete.removeLast(), hash);
        complete.add(hash);
        size++;
    }

    /// How many leaves.
    public long size() {
        return size;
    }

    /// Size and root now.
    public TreeHead head() {
        if (size == 0) return TreeHead.EMPTY;
        var hash = complete.getLast();
        for (var i = complete.size() - 2; i >= 0; i--) hash = MerkleTree.node(complete.get(i), hash);
        return new TreeHead(size, hash);
    }
}
