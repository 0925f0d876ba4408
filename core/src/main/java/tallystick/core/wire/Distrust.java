package tallystick.core.wire;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Whose log a node does not believe, until an operator clears it.
///
/// **Form** u8 1 ‖ u16 count ‖ names with their reasons, each text after a u32 length.
///
/// @param refused by name; the node itself is among them if others remember more of its log than it holds
public record Distrust(List<Refused> refused) {
    /// Copies.
    public Distrust {
        refused = List.copyOf(refused);
    }

    /// One of them.
    ///
    /// @param why a lower-case phrase
    public record Refused(String node, String why) {}

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-40 node-wire
    public Bytes encode() {
        return new Writer()
                .u8(1)
                .list(refused, (each, one) -> {
                    Text.write(each, one.node());
                    Text.write(each, one.why());
                })
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Distrust> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(Bytes.copyOf((byte) 1), "distrust version 1");
            return new Distrust(reader.list(
                    0,
                    256,
                    "refused",
                    each -> new Refused(Text.read(each, 32, "refused node"), Text.read(each, 1024, "why"))));
        });
    }
}
