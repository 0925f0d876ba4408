package tallystick.core.wire;

import java.time.Instant;
import java.util.List;
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
/// @param quarantined signing sets that made a signature that does not verify and sign no more in this epoch, by the
///     names of their nodes
public record KeyCondition(
        Digest32 id,
        Optional<Instant> activeSince,
        Optional<Instant> backedUpAt,
        boolean stocked,
        List<List<String>> quarantined) {
    private static final int SETS_MAX = 4096;

    /// Copies, as many as a status tells.
    public KeyCondition {
        quarantined = quarantined.stream().limit(SETS_MAX).map(List::copyOf).toList();
    }

    void write(Writer writer) {
        writer.raw(id.bytes());
        writeTime(writer, activeSince);
        writeTime(writer, backedUpAt);
        writer.bool(stocked).list(quarantined, (sets, set) -> sets.list(set, Text::write));
    }

    static KeyCondition read(Reader reader) throws MalformedInput {
        return new KeyCondition(
                Digest32.read(reader, "key id"),
                readTime(reader, "active since"),
                readTime(reader, "backed up at"),
                reader.bool("stocked"),
                reader.list(
                        0,
                        SETS_MAX,
                        "quarantined sets",
                        each -> each.list(1, 64, "signers", name -> Text.read(name, 32, "signer"))));
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
