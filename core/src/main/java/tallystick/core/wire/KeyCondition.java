package tallystick.core.wire;

import java.time.Instant;
import java.util.Optional;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// How a node's share of one key is.
///
/// @param id of the key
/// @param activeSince when the node made this epoch active; empty if it does not know, as while it still reads its log
/// @param backedUpAt when the backup of this very share was written; empty if there is none where the node looks
/// @param stocked whether the node could sign with it now: enough peers are linked and the pools shared with them are
///     not empty
public record KeyCondition(Digest32 id, Optional<Instant> activeSince, Optional<Instant> backedUpAt, boolean stocked) {
    void write(Writer writer) {
        writer.raw(id.bytes());
        writeTime(writer, activeSince);
        writeTime(writer, backedUpAt);
        writer.bool(stocked);
    }

    static KeyCondition read(Reader reader) throws MalformedInput {
        return new KeyCondition(
                Digest32.read(reader, "key id"),
                readTime(reader, "active since"),
                readTime(reader, "backed up at"),
                reader.bool("stocked"));
    }

    private static void writeTime(Writer writer, Optional<Instant> time) {
        writer.u64(time.map(Instant::toEpochMilli).orElse(0L));
    }

    /// No moment is 0.
    private static Optional<Instant> readTime(Reader reader, String field) throws MalformedInput {
        var millis = NodeCondition.millis(reader, field);
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
