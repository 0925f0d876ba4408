package tallystick.core.wire;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// What a node tells the operator while a ceremony runs.
public sealed interface CeremonyNews {
    /// A stage begins.
    ///
    /// @param stage from 1
    /// @param stages how many there are
    /// @param text a lower-case phrase
    record Stage(int stage, int stages, String text) implements CeremonyNews {}

    /// The key exists and this node's share is active.
    ///
    /// @param key what the key is
    record Generated(KeyCard key) implements CeremonyNews {}

    /// It ended without a key; nothing is kept.
    ///
    /// @param why a lower-case phrase with the culprit and the remedy
    record Failed(String why) implements CeremonyNews {}

    /// The canonical bytes.
    default Bytes encode() {
        var writer = new Writer();
        switch (this) {
            case Stage(var stage, var stages, var text) -> {
                writer.u8(1).u8(stage).u8(stages);
                Text.write(writer, text);
            }
            case Generated(var key) -> key.write(writer.u8(2));
            case Failed(var why) -> Text.write(writer.u8(3), why);
        }
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    static Parsed<CeremonyNews> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> switch (reader.u8("news kind")) {
            case 1 -> new Stage(reader.u8("stage"), reader.u8("stages"), Text.read(reader, 1024, "text"));
            case 2 -> new Generated(KeyCard.read(reader));
            case 3 -> new Failed(Text.read(reader, 4096, "why"));
            default -> throw reader.malformed("news kind in 1..3");
        });
    }
}
