package tallystick.core.wire;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Which entries of its log a node is asked for: the newest of those before one.
///
/// **Form** u64 before ‖ u8 count.
///
/// @param before an index; whatever is not below the size of the log means from its end on
/// @param count how many at most, 1..32
public record LogQuery(long before, int count) {
    /// The most that is given at once.
    public static final int COUNT_MAX = 32;

    /// @throws IllegalArgumentException if a number is out of range: the caller's fault
    public LogQuery {
        if (before < 0) throw new IllegalArgumentException("before %d".formatted(before));
        if (count < 1 || count > COUNT_MAX)
            throw new IllegalArgumentException("%d entries, not 1..32".formatted(count));
    }

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-43 node-wire
    public Bytes encode() {
        return new Writer().u64(before).u8(count).toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<LogQuery> parse(Bytes encoded) {
        return Reader.parse(encoded, LogQuery::read);
    }

    private static LogQuery read(Reader reader) throws MalformedInput {
        var before = reader.u64("before");
        var count = reader.u8("count");
        if (count < 1 || count > COUNT_MAX) throw reader.malformed("count in 1..32");
        return new LogQuery(before, count);
    }
}
