package tallystick.core.wire;

import java.time.Instant;
import java.util.List;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// How a node is, for whoever looks after it.
///
/// **Form** times in whole milliseconds since 1970.
///
/// @param build hash of all that it runs from, `docs/spec/attestation.md` §4
/// @param clock what its clock says while it answers
/// @param certificateEnds when its certificate does
/// @param ready whether it can sign with every key it holds, as `/ready` says
/// @param keys how its share of each key is
public record NodeCondition(
        Digest32 build, Instant clock, Instant certificateEnds, boolean ready, List<KeyCondition> keys) {
    private static final long MILLIS_MAX = 253_402_300_799_999L;

    /// Copies.
    public NodeCondition {
        keys = List.copyOf(keys);
    }

    void write(Writer writer) {
        writer.raw(build.bytes())
                .u64(clock.toEpochMilli())
                .u64(certificateEnds.toEpochMilli())
                .bool(ready);
        writer.list(keys, (each, key) -> key.write(each));
    }

    static NodeCondition read(Reader reader) throws MalformedInput {
        return new NodeCondition(
                Digest32.read(reader, "build"),
                Instant.ofEpochMilli(millis(reader, "clock")),
                Instant.ofEpochMilli(millis(reader, "certificate's end")),
                reader.bool("ready"),
                reader.list(0, 65535, "key conditions", KeyCondition::read));
    }

    static long millis(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var millis = reader.u64(field);
        if (millis < 0 || millis > MILLIS_MAX) throw new MalformedInput(start, field + " before the year 10000");
        return millis;
    }
}
