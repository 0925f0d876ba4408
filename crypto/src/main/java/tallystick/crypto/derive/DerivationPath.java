package tallystick.crypto.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Which descendant of a key: the child indices from the key down, none of them hardened.
///
/// **Why** hardened derivation hashes the private key, which no party has; so a path that needs it cannot exist here.
///
/// **Form** text `m/84/0/5`, where `m` is the key itself; each index 0..2^31-1 in decimal without leading zeros.
/// Binary: a u16 count and each index as u32. At most [#DEPTH_MAX] indices.
///
/// @param indices from the key down
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#the-key-tree BIP-32 › The key tree
public record DerivationPath(List<Integer> indices) {
    /// The most indices of one path.
    public static final int DEPTH_MAX = 16;

    /// Characters of the longest text: an index has ten digits and a mark.
    private static final int LENGTH_MAX = 1 + DEPTH_MAX * 12;

    private static final DerivationPath ROOT = new DerivationPath(List.of());
    private static final long HARDENED = 1L << 31;
    private static final int DIGITS_MAX = 10;

    /// @throws IllegalArgumentException if an index is negative or there are too many: the caller's fault
    public DerivationPath {
        indices = List.copyOf(indices);
        if (indices.size() > DEPTH_MAX)
            throw new IllegalArgumentException("path of %d indices, more than 16".formatted(indices.size()));
        for (var index : indices)
            if (index < 0) throw new IllegalArgumentException("index %d negative".formatted(index));
    }

    /// The key itself.
    public static DerivationPath root() {
        return ROOT;
    }

    /// The path of these indices.
    public static DerivationPath of(Integer... indices) {
        return new DerivationPath(List.of(indices));
    }

    /// The child of this path at `index`.
    public DerivationPath child(int index) {
        var longer = new ArrayList<>(indices);
        longer.add(index);
        return new DerivationPath(longer);
    }

    /// Whether it names the key itself.
    public boolean isRoot() {
        return indices.isEmpty();
    }

    /// What became of a path's text.
    public sealed interface Reading {
        /// The path.
        record Good(DerivationPath path) implements Reading {}

        /// A well-formed path that no threshold key can follow.
        ///
        /// @param offset where the hardened index stands, in characters from 0
        record Hardened(int offset) implements Reading {
            /// Why not, for the person who typed it.
            public String explanation() {
                return "hardened index at character %d: hardened derivation needs the whole private key, which exists "
                                .formatted(offset)
                        + "nowhere; use a non-hardened index, or another key for another account";
            }
        }

        /// No path.
        ///
        /// @param offset where it stops being one, in characters from 0
        /// @param expected a lower-case phrase
        record Malformed(int offset, String expected) implements Reading {}
    }

    /// Reads the text form. Hardened marks are `'`, `h` and `H`, as an index of 2^31 or more.
    /// @spec docs/spec/derivation.md#DE-1 derivation
    public static Reading parse(String text) {
        if (text.length() > LENGTH_MAX) return new Reading.Malformed(LENGTH_MAX, "at most 16 indices");
        var parts = text.split("/", -1);
        if (!parts[0].equals("m")) return new Reading.Malformed(0, "m");
        if (parts.length - 1 > DEPTH_MAX) return new Reading.Malformed(text.length(), "at most 16 indices");
        var indices = new ArrayList<Integer>();
        var offset = 2;
        var firstHardened = -1;
        for (var i = 1; i < parts.length; i++) {
            var part = parts[i];
            var marked = part.endsWith("'") || part.endsWith("h") || part.endsWith("H");
            var digits = marked ? part.substring(0, part.length() - 1) : part;
            if (!isNumber(digits)) return new Reading.Malformed(offset, "index in 0..2147483647");
            var index = Long.parseLong(digits);
            if (index >= 2 * HARDENED || marked && index >= HARDENED)
                return new Reading.Malformed(offset, "index in 0..2147483647");
            if (marked || index >= HARDENED) {
                if (firstHardened < 0) firstHardened = offset;
            } else indices.add((int) index);
            offset += part.length() + 1;
        }
        return firstHardened < 0 ? new Reading.Good(new DerivationPath(indices)) : new Reading.Hardened(firstHardened);
    }

    /// Reads the binary form.
    public static DerivationPath read(Reader reader, String field) throws MalformedInput {
        return new DerivationPath(reader.list(0, DEPTH_MAX, field, each -> each.u32(field + " index")));
    }

    /// Writes the binary form.
    public void write(Writer writer) {
        writer.list(indices, Writer::u32);
    }

    /// The text form.
    @Override
    public String toString() {
        return indices.stream().map(index -> "/" + index).collect(Collectors.joining("", "m", ""));
    }

    private static boolean isNumber(String digits) {
        if (digits.isEmpty() || digits.length() > DIGITS_MAX) return false;
        if (digits.length() > 1 && digits.charAt(0) == '0') return false;
        return digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
