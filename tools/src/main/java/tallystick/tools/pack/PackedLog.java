package tallystick.tools.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.tlog.AddCheckpoint;
import tallystick.core.tlog.Frontier;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// A node's log as a pack holds it: the hashes of all of it, and the entries of the time that is asked for.
///
/// **Threads** one. Never holds more than one chunk.
public final class PackedLog {
    /// Entries in a chunk.
    public static final int CHUNK = 4096;

    /// Entries in a bundle, which is what a hash in the file of hashes is over.
    public static final int BUNDLE = 256;

    private static final int BUNDLE_LEVEL = 8;
    private static final int NOTE_BYTES_MAX = 1 << 20;
    private static final long WINDOW = 2048;

    private final Holdings holdings;
    private final String node;
    private final SignedCheckpoint checkpoint;
    private Bytes window = Bytes.empty();
    private long windowFrom;

    private PackedLog(Holdings holdings, String node, SignedCheckpoint checkpoint) {
        this.holdings = holdings;
        this.node = node;
        this.checkpoint = checkpoint;
    }

    /// Opens the log of that node.
    ///
    /// @throws Unfit if its checkpoint is missing or malformed, or its hashes are not as many as it must have
    public static PackedLog open(Holdings holdings, String node) throws Unfit {
        var log = new PackedLog(holdings, node, checkpoint(holdings, PackNames.log(node, "checkpoint")));
        var size = log.head().size();
        var name = PackNames.log(node, "hashes");
        var expected = (size / BUNDLE + size % BUNDLE) * Digest32.LENGTH_BYTES;
        if (!holdings.names().contains(name) || holdings.size(name) != expected)
            throw new Unfit("%s has not the hashes of %d entries".formatted(name, size));
        return log;
    }

    static SignedCheckpoint checkpoint(Holdings holdings, String name) throws Unfit {
        var bytes = holdings.read(name, NOTE_BYTES_MAX).orElseThrow(() -> new Unfit(name + " is missing or too long"));
        return switch (SignedCheckpoint.parse(bytes)) {
            case Parsed.Ok<SignedCheckpoint>(var checkpoint) -> checkpoint;
            case Parsed.Malformed<SignedCheckpoint>(var offset, var expected) ->
                throw malformed(name, offset, expected);
        };
    }

    static Unfit malformed(String name, int offset, String expected) {
        return new Unfit("%s at byte %d: expected %s".formatted(name, offset, expected));
    }

    /// Whose.
    public String node() {
        return node;
    }

    /// The newest checkpoint, its signatures not yet verified.
    public SignedCheckpoint checkpoint() {
        return checkpoint;
    }

    /// Size and root as the checkpoint says.
    public TreeHead head() {
        return checkpoint.head();
    }

    /// What each witness has cosigned last, by its name.
    public NavigableMap<String, SignedCheckpoint> cosigned() throws Unfit {
        var cosigned = new TreeMap<String, SignedCheckpoint>();
        var folder = PackNames.log(node, "cosigned/");
        for (var name : holdings.below(folder))
            cosigned.put(name.substring(folder.length()), checkpoint(holdings, name));
        return cosigned;
    }

    /// How the log grew from what a witness has cosigned to the newest checkpoint.
    public AddCheckpoint grown(String witness) throws Unfit {
        var name = PackNames.log(node, "grown/" + witness);
        var bytes = holdings.read(name, NOTE_BYTES_MAX).orElseThrow(() -> new Unfit(name + " is missing"));
        return switch (AddCheckpoint.parse(bytes)) {
            case Parsed.Ok<AddCheckpoint>(var grown) -> grown;
            case Parsed.Malformed<AddCheckpoint>(var offset, var expected) -> throw malformed(name, offset, expected);
        };
    }

    /// The root that the hashes have.
    /// @spec docs/spec/evidence-pack.md#EP-5 evidence-pack
    public TreeHead rebuilt() {
        return Frontier.of(this::subtree, head().size()).head();
    }

    /// The root that the first entries had; empty if the pack lacks an entry that it takes.
    ///
    /// @param size at most that of the log
    public Optional<Digest32> rootAt(long size) throws Unfit {
        if (!hasLeavesOf(size)) return Optional.empty();
        var bundles = size / BUNDLE;
        var frontier = Frontier.of(this::subtree, bundles * BUNDLE);
        leaves(bundles, (int) (size % BUNDLE)).forEach(frontier::append);
        return Optional.of(frontier.head().root());
    }

    /// Whether [#rootAt] of that size can be told.
    public boolean hasLeavesOf(long size) {
        var bundle = size / BUNDLE;
        return size % BUNDLE == 0
                || bundle == head().size() / BUNDLE
                || holdings.names().contains(PackNames.chunk(node, bundle * BUNDLE / CHUNK));
    }

    private List<Digest32> leaves(long bundle, int count) throws Unfit {
        var leaves = new ArrayList<Digest32>();
        var full = head().size() / BUNDLE;
        if (bundle == full) for (var i = 0; i < count; i++) leaves.add(hash(full + i));
        if (bundle == full || count == 0) return leaves;
        var chunk = bundle * BUNDLE / CHUNK;
        var entries = chunk(chunk);
        for (var i = chunk * CHUNK; i < bundle * BUNDLE + count; i++) {
            var entry = entries.next();
            if (i >= bundle * BUNDLE) leaves.add(MerkleTree.leaf(entry));
        }
        return leaves;
    }

    private Digest32 subtree(int level, long index) {
        if (level == BUNDLE_LEVEL) return hash(index);
        if (level > BUNDLE_LEVEL)
            return MerkleTree.node(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
        if (level > 0) return MerkleTree.node(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
        var full = head().size() / BUNDLE;
        return hash(full + index - full * BUNDLE);
    }

    private Digest32 hash(long position) {
        if (window.length() == 0 || position < windowFrom || position >= windowFrom + WINDOW) {
            windowFrom = position - position % WINDOW;
            var name = PackNames.log(node, "hashes");
            var from = windowFrom * Digest32.LENGTH_BYTES;
            window = holdings.read(
                    name, from, (int) Math.min(WINDOW * Digest32.LENGTH_BYTES, holdings.size(name) - from));
        }
        var at = (int) (position - windowFrom) * Digest32.LENGTH_BYTES;
        return new Digest32(window.slice(at, at + Digest32.LENGTH_BYTES));
    }

    /// The numbers of the chunks that are here, ascending.
    public List<Long> chunks() throws Unfit {
        var folder = PackNames.log(node, "entries/");
        var numbers = new ArrayList<Long>();
        for (var name : holdings.below(folder)) {
            var digits = name.substring(folder.length());
            if (!digits.matches("[0-9]{8}") || Long.parseLong(digits) * CHUNK >= head().size())
                throw new Unfit(name + " is no part of this log");
            numbers.add(Long.parseLong(digits));
        }
        return numbers;
    }

    /// How many entries a chunk has.
    public int entriesOf(long chunk) {
        return (int) Math.min(CHUNK, head().size() - chunk * CHUNK);
    }

    /// Reads a chunk, entry by entry.
    public PackedEntries chunk(long number) {
        return new PackedEntries(holdings, PackNames.chunk(node, number), entriesOf(number));
    }

    /// The entries that a bundle's hash is over are these.
    ///
    /// @throws Unfit if they are not: one was altered, left out, put elsewhere or stands twice
    void check(long firstIndex, List<Bytes> entries) throws Unfit {
        var leaves = entries.stream().map(MerkleTree::leaf).toList();
        var full = head().size() / BUNDLE;
        var isRight = true;
        if (firstIndex / BUNDLE < full) isRight = whole(leaves, 0, BUNDLE).equals(hash(firstIndex / BUNDLE));
        else
            for (var i = 0; i < leaves.size(); i++)
                isRight &= leaves.get(i).equals(hash(full + firstIndex - full * BUNDLE + i));
        if (!isRight)
            throw new Unfit("%s: entries %d to %d are not those of the tree that %s signed"
                    .formatted(
                            PackNames.chunk(node, firstIndex / CHUNK),
                            firstIndex,
                            firstIndex + entries.size() - 1,
                            node));
    }

    private static Digest32 whole(List<Digest32> leaves, int from, int count) {
        if (count == 1) return leaves.get(from);
        return MerkleTree.node(whole(leaves, from, count / 2), whole(leaves, from + count / 2, count / 2));
    }
}
