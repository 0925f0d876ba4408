package tallystick.crypto.seal;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;

/// An Ed25519 signature by an identity key, not yet verified.
///
/// **Form** 64 bytes, R ‖ S (RFC 8032).
public record Signature64(Bytes bytes) {
    /// Length in bytes.
    public static final int LENGTH_BYTES = 64;

    /// @throws IllegalArgumentException if not 64 bytes: the caller's fault
    public Signature64 {
        if (bytes.length() != LENGTH_BYTES)
            throw new IllegalArgumentException("signature of %d bytes, not 64".formatted(bytes.length()));
    }

    /// Reads 64 bytes.
    public static Signature64 read(Reader reader, String field) throws MalformedInput {
        return new Signature64(reader.raw(LENGTH_BYTES, field));
    }
}
