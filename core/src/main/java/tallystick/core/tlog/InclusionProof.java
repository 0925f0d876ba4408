package tallystick.core.tlog;

import java.util.List;
import tallystick.crypto.hash.Digest32;

/// The hashes that lead from one leaf to the root of a tree.
///
/// @param index of the leaf, from 0
/// @param size of the tree
/// @param path from the leaf's sibling upwards
public record InclusionProof(long index, long size, List<Digest32> path) {
    /// Copies.
    public InclusionProof {
        path = List.copyOf(path);
    }

    /// Whether the leaf with this hash stands at `index` of the tree with this head. Hashes left over, hashes missing
    /// and a head of another size are all a no.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2 RFC 9162 §2.1.3.2 (verifying an inclusion
    /// proof)
    public boolean proves(Digest32 leaf, TreeHead head) {
        if (head.size() != size || index < 0 || index >= size) return false;
        var node = index;
        var last = size - 1;
        var hash = leaf;
        for (var sibling : path) {
            // > If sn is 0, stop and fail.
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last) {
                hash = MerkleTree.node(sibling, hash);
                // > Shift both until the lowest bit of fn is set or fn is 0.
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = MerkleTree.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(head.root());
    }
}
