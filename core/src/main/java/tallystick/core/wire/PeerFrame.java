package tallystick.core.wire;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// One protocol message on the link between two nodes.
///
/// **Form** version byte 1 ‖ 32-byte channel ‖ broadcast flag ‖ u32 length ‖ body.
///
/// @param channel names the run on this link, so that many runs share one stream
/// @param broadcast whether the sender gives the same body to everybody
/// @param body the protocol's own canonical bytes
public record PeerFrame(Digest32 channel, boolean broadcast, Bytes body) {
    /// The largest body: a governed document of 4 MiB with all that may be said to it.
    public static final int BODY_BYTES_MAX = 4 * 1024 * 1024 + 256 * 1024;

    private static final Bytes VERSION = Bytes.copyOf((byte) 1);

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-2 node-wire
    public Bytes encode() {
        return new Writer()
                .raw(VERSION)
                .raw(channel.bytes())
                .bool(broadcast)
                .variable(body)
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<PeerFrame> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(VERSION, "peer frame version 1");
            return new PeerFrame(
                    Digest32.read(reader, "channel"),
                    reader.bool("broadcast"),
                    reader.variable(BODY_BYTES_MAX, "body"));
        });
    }
}
