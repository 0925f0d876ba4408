package tallystick.core.wire;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// What a node is and holds.
///
/// @param name its name in the roster
/// @param software its version
/// @param rosterVersion the roster it follows
/// @param linked names of the nodes it is connected to now
/// @param keys the keys it holds an active share of
/// @param condition how it is
public record NodeStatus(
        String name,
        String software,
        int rosterVersion,
        List<String> linked,
        List<KeyCard> keys,
        NodeCondition condition) {
    private static final Bytes VERSION = Bytes.copyOf((byte) 3);

    /// Copies.
    public NodeStatus {
        linked = List.copyOf(linked);
        keys = List.copyOf(keys);
    }

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-15 node-wire
    public Bytes encode() {
        var writer = new Writer().raw(VERSION);
        Text.write(writer, name);
        Text.write(writer, software);
        writer.u32(rosterVersion).list(linked, Text::write).list(keys, (each, key) -> key.write(each));
        condition.write(writer);
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<NodeStatus> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(VERSION, "node status version 3");
            return new NodeStatus(
                    Text.read(reader, 32, "name"),
                    Text.read(reader, 64, "software"),
                    reader.u32("roster version"),
                    reader.list(0, 256, "linked", each -> Text.read(each, 32, "linked node")),
                    reader.list(0, 65535, "keys", KeyCard::read),
                    NodeCondition.read(reader));
        });
    }
}
