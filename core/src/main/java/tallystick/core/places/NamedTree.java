package tallystick.core.places;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// A quorum tree to which a key may be reshared.
///
/// **Why** by a reshare fewer, or others, can sign from then on: what a policy asks of signing sets is worth what the
/// tree is, so it is the organisation's to say and not an operator's.
///
/// **Form** the tree's canonical text, docs/spec/quorum-tree.md, which nobody reads here: a text that is no tree is the
/// tree of no reshare. **Threads** immutable.
///
/// @param key its id
/// @param tree 1..4096 characters, printable and of ASCII
public record NamedTree(Digest32 key, String tree) {
    static final int TREE_BYTES_MAX = 4096;

    /// @throws IllegalArgumentException if the tree is of another form: the caller's fault
    public NamedTree {
        if (tree.isEmpty() || tree.length() > TREE_BYTES_MAX || !tree.chars().allMatch(NamedTree::isPrintable))
            throw new IllegalArgumentException("a tree of another form");
    }

    private static boolean isPrintable(int character) {
        return character >= ' ' && character <= '~';
    }

    /// As they stand in a document: by key, then by tree.
    String order() {
        return key + " " + tree;
    }

    void write(Writer writer) {
        writer.raw(key.bytes()).text(tree);
    }

    static NamedTree read(Reader reader) throws MalformedInput {
        return new NamedTree(Digest32.read(reader, "key of the tree"), reader.text(TREE_BYTES_MAX, "tree"));
    }
}
