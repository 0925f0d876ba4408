package tallystick.mpc.ecdsa;

import java.util.HashSet;
import java.util.List;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Which items of one pair a signing session takes, in both directions: item b of each list serves digest b.
///
/// **Why** the lower party chooses and the higher follows, so that two sessions started at once by both sides cannot
/// cross; the set-up hash of the session, which all its parties sign, covers every item named here.
///
/// Item b of both lists has one index in one batch, the two directions of one fill; [VolePools] gives out no others.
///
/// **Form** u16 count and items, twice; both lists of the same length, 1..4096, no item twice.
///
/// @param lowerSends items in which the party with the lower id is VOLE sender
/// @param higherSends items in which the party with the higher id is VOLE sender
public record Allocation(List<ItemRef> lowerSends, List<ItemRef> higherSends) {
    /// Most items of one direction in one session.
    public static final int ITEMS_MAX = 4096;

    /// @throws IllegalArgumentException if the lists differ in length, are empty, too long, or name an item twice
    public Allocation {
        lowerSends = List.copyOf(lowerSends);
        higherSends = List.copyOf(higherSends);
        var count = lowerSends.size();
        if (count != higherSends.size() || count < 1 || count > ITEMS_MAX)
            throw new IllegalArgumentException(
                    "%d and %d items, not the same in 1..%d".formatted(count, higherSends.size(), ITEMS_MAX));
        var distinct = new HashSet<>(lowerSends);
        distinct.addAll(higherSends);
        if (distinct.size() != 2 * count) throw new IllegalArgumentException("an item named twice");
    }

    /// How many digests it serves.
    public int count() {
        return lowerSends.size();
    }

    /// Reads both lists.
    public static Allocation read(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var lower = reader.list(1, ITEMS_MAX, field + " lower", each -> ItemRef.read(each, field));
        var higher = reader.list(1, ITEMS_MAX, field + " higher", each -> ItemRef.read(each, field));
        var distinct = new HashSet<>(lower);
        distinct.addAll(higher);
        if (lower.size() != higher.size() || distinct.size() != 2 * lower.size())
            throw new MalformedInput(start, field + " with two lists of distinct items, equally long");
        return new Allocation(lower, higher);
    }

    /// Writes both lists.
    public void write(Writer writer) {
        writer.list(lowerSends, (out, item) -> item.write(out)).list(higherSends, (out, item) -> item.write(out));
    }
}
