package tallystick.core.wire;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.Signature64;

/// A node's answer to the manifest of an evidence pack.
///
/// **Form** u8 1 ‖ signature (64) | u8 2 ‖ u32 length ‖ why, at most 1024 bytes of UTF-8.
public sealed interface CountersignReply {
    /// The node found the manifest to be what its own log says, and has that on its disk.
    ///
    /// @param signature over `core.pack.Countersignatures.statement`
    record Countersigned(Signature64 signature) implements CountersignReply {}

    /// The node would not.
    ///
    /// @param why a lower-case phrase
    record Refused(String why) implements CountersignReply {}

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-41 node-wire
    default Bytes encode() {
        var writer = new Writer();
        switch (this) {
            case Countersigned(var signature) -> writer.u8(1).raw(signature.bytes());
            case Refused(var why) -> Text.write(writer.u8(2), why);
        }
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    static Parsed<CountersignReply> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> switch (reader.u8("reply kind")) {
            case 1 -> new Countersigned(Signature64.read(reader, "countersignature"));
            case 2 -> new Refused(Text.read(reader, 1024, "why"));
            default -> throw reader.malformed("reply kind in 1..2");
        });
    }
}
