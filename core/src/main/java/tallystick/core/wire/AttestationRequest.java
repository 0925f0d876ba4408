package tallystick.core.wire;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Which attestation a node is asked for.
///
/// **Form** key id (32) ‖ u32 epoch.
///
/// @param epoch from 1
public record AttestationRequest(Digest32 keyId, int epoch) {
    /// The canonical bytes.
    /// @spec docs/spec/attestation.md#AT-10 attestation
    public Bytes encode() {
        return new Writer().raw(keyId.bytes()).u32(epoch).toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<AttestationRequest> parse(Bytes encoded) {
        return Reader.parse(
                encoded, reader -> new AttestationRequest(Digest32.read(reader, "key id"), reader.u32("epoch")));
    }
}
