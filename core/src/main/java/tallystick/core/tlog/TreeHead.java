package tallystick.core.tlog;

import tallystick.crypto.hash.Digest32;

/// How large a log was and the hash of all it held.
///
/// @param size number of entries, from 0
/// @param root the Merkle tree hash of them all
public record TreeHead(long size, Digest32 root) {
    /// The head of the log that holds nothing.
    public static final TreeHead EMPTY = new TreeHead(0, MerkleTree.EMPTY_ROOT);

    /// @throws IllegalArgumentException if the size is negative: the caller's fault
    public TreeHead {
        if (size < 0) throw new IllegalArgumentException("tree size %d negative".formatted(size));
    }
}
