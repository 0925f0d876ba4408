package tallystick.core.tlog;

import java.util.regex.Pattern;
import tallystick.crypto.codec.Parsed;

/// Where a tile of hashes or a bundle of entries is published, below the log's directory.
///
/// **Form** `tile/LEVEL/INDEX` or `tile/entries/INDEX`, then `.p/WIDTH` unless the tile is full; the index in groups of
/// three digits, all but the last after an `x`.
///
/// @param level 0..63 for hashes, [#ENTRIES] for entries
/// @param index from 0
/// @param width how many hashes or entries, 1..256
/// @spec https://c2sp.org/tlog-tiles#merkle-tree C2SP tlog-tiles (Merkle tree)
public record TilePath(int level, long index, int width) {
    /// Hashes or entries in a full tile.
    public static final int WIDTH_MAX = 256;

    /// The level that stands for bundles of entries.
    public static final int ENTRIES = -1;

    private static final int LEVEL_MAX = 63;
    private static final Pattern FORM =
            Pattern.compile("tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public TilePath {
        if (level < ENTRIES || level > LEVEL_MAX)
            throw new IllegalArgumentException("tile level %d not in -1..63".formatted(level));
        if (index < 0) throw new IllegalArgumentException("tile index %d negative".formatted(index));
        if (width < 1 || width > WIDTH_MAX)
            throw new IllegalArgumentException("tile width %d not in 1..256".formatted(width));
    }

    /// Whether it holds all it ever will.
    public boolean isFull() {
        return width == WIDTH_MAX;
    }

    /// The full tile at the same place.
    public TilePath full() {
        return new TilePath(level, index, WIDTH_MAX);
    }

    /// The path, with `/` between its parts.
    public String text() {
        var digits = new StringBuilder("%03d".formatted(index % 1000));
        for (var rest = index / 1000; rest > 0; rest /= 1000) digits.insert(0, "x%03d/".formatted(rest % 1000));
        return "tile/%s/%s%s".formatted(level == ENTRIES ? "entries" : level, digits, isFull() ? "" : ".p/" + width);
    }

    /// Reads a path; only the one form of each is read.
    public static Parsed<TilePath> parse(String text) {
        var match = FORM.matcher(text);
        if (text.length() > 64 || !match.matches())
            return new Parsed.Malformed<>(0, "a path of the form of tlog-tiles");
        var level = match.group(1).equals("entries") ? ENTRIES : Integer.parseInt(match.group(1));
        var digits = match.group(2).replace("/", "").replace("x", "");
        var width = match.group(3) == null ? WIDTH_MAX : Integer.parseInt(match.group(3));
        if (digits.length() > 18 || level > LEVEL_MAX || match.group(3) != null && width >= WIDTH_MAX)
            return new Parsed.Malformed<>(0, "level to 63, index below 10^18, width to 255");
        var path = new TilePath(level, Long.parseLong(digits), width);
        return path.text().equals(text)
                ? new Parsed.Ok<>(path)
                : new Parsed.Malformed<>(0, "an index without needless groups");
    }
}
