package tallystick.core.wire;

import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
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
/// @param standing how it stands to others; empty in the form that programs of protocol version 1 read
public record NodeStatus(
        String name,
        String software,
        int rosterVersion,
        List<String> linked,
        List<KeyCard> keys,
        NodeCondition condition,
        Optional<NodeStanding> standing) {
    private static final int FORM = 3;
    private static final int FORM_WITH_STANDING = 4;
    private static final int FORM_WITH_EARLIER = 5;

    /// Copies.
    public NodeStatus {
        linked = List.copyOf(linked);
        keys = List.copyOf(keys);
    }

    /// Without a standing.
    public NodeStatus(
            String name,
            String software,
            int rosterVersion,
            List<String> linked,
            List<KeyCard> keys,
            NodeCondition condition) {
        this(name, software, rosterVersion, linked, keys, condition, Optional.empty());
    }

    /// The same for who reads no standing.
    public NodeStatus withoutStanding() {
        return new NodeStatus(name, software, rosterVersion, linked, keys, condition);
    }

    /// The same for who reads a standing, but nothing of earlier epochs.
    public NodeStatus withoutEarlier() {
        return new NodeStatus(
                name, software, rosterVersion, linked, keys, condition, standing.map(NodeStanding::withoutEarlier));
    }

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-15 node-wire
    public Bytes encode() {
        var writer = new Writer()
                .u8(standing.map(each -> each.earlier().isEmpty() ? FORM_WITH_STANDING : FORM_WITH_EARLIER)
                        .orElse(FORM));
        Text.write(writer, name);
        Text.write(writer, software);
        writer.u32(rosterVersion).list(linked, Text::write).list(keys, (each, key) -> key.write(each));
        condition.write(writer);
        standing.ifPresent(each -> each.write(writer));
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<NodeStatus> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            var form = form(reader);
            return new NodeStatus(
                    Text.read(reader, 32, "name"),
                    Text.read(reader, 64, "software"),
                    reader.u32("roster version"),
                    reader.list(0, 256, "linked", each -> Text.read(each, 32, "linked node")),
                    reader.list(0, 65535, "keys", KeyCard::read),
                    NodeCondition.read(reader),
                    form == FORM
                            ? Optional.empty()
                            : Optional.of(NodeStanding.read(reader, form == FORM_WITH_EARLIER)));
        });
    }

    private static int form(Reader reader) throws MalformedInput {
        var start = reader.position();
        var form = reader.u8("node status version 3 to 5");
        if (form < FORM || form > FORM_WITH_EARLIER) throw new MalformedInput(start, "node status version 3 to 5");
        return form;
    }
}
