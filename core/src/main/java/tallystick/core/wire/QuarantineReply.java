package tallystick.core.wire;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// A node's answer to a [QuarantineOrder].
public sealed interface QuarantineReply {
    /// The node does as ordered, and has that on its disk.
    ///
    /// @param changed whether it did not before
    /// @param shares whose present shares of the node are out of use here; empty after a lift
    record Followed(boolean changed, List<Share> shares) implements QuarantineReply {
        /// Copies.
        public Followed {
            shares = List.copyOf(shares);
        }
    }

    /// A share that is out of use.
    ///
    /// @param epoch up to which
    record Share(Digest32 keyId, int epoch) {}

    /// The node would not.
    ///
    /// @param why a lower-case phrase with the remedy
    record Refused(String why) implements QuarantineReply {}

    /// The canonical bytes.
    /// @spec docs/spec/quarantine.md#QU-2 quarantine
    default Bytes encode() {
        var writer = new Writer();
        switch (this) {
            case Followed(var changed, var shares) ->
                writer.u8(1)
                        .bool(changed)
                        .list(
                                shares,
                                (each, share) -> each.raw(share.keyId().bytes()).u32(share.epoch()));
            case Refused(var why) -> Text.write(writer.u8(2), why);
        }
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    static Parsed<QuarantineReply> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> switch (reader.u8("reply kind")) {
            case 1 ->
                new Followed(
                        reader.bool("changed"),
                        reader.list(
                                0,
                                65535,
                                "shares",
                                each -> new Share(Digest32.read(each, "key id"), each.u32("epoch"))));
            case 2 -> new Refused(Text.read(reader, 4096, "why"));
            default -> throw reader.malformed("reply kind in 1..2");
        });
    }
}
