package tallystick.crypto.seal;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;

/// The public half of an [IdentityKey].
///
/// **Form** 32 bytes, an RFC 8032 encoding of a point of the prime-order group; others do not become a key.
///
/// **Threads** immutable. **Timing** variable: public values only.
public record VerifyKey(Point point) {
    /// Length in bytes.
    public static final int LENGTH_BYTES = 32;

    /// @throws IllegalArgumentException if the point is of another curve: the caller's fault
    public VerifyKey {
        if (point.group().curve() != Curve.ED25519) throw new IllegalArgumentException("identity key not on ed25519");
    }

    /// The encoding.
    public Bytes bytes() {
        return point.encode();
    }

    /// Reads 32 bytes; refuses what is no good point.
    public static VerifyKey read(Reader reader, String field) throws MalformedInput {
        return new VerifyKey(Curve.ED25519.group().readPoint(reader, field));
    }

    /// Reads the encoding.
    public static Parsed<VerifyKey> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> read(reader, "identity key"));
    }

    /// Whether `signature` is this key's on `statement`.
    public boolean verifies(Digest32 statement, Signature64 signature) {
        return Ed25519Verify.verify(point, IdentityKey.message(statement), signature.bytes());
    }

    /// Whether `signature` is this key's on the text of a note.
    public boolean verifiesNote(Bytes text, Signature64 signature) {
        return Ed25519Verify.verify(point, text, signature.bytes());
    }

    @Override
    public String toString() {
        return bytes().toHex();
    }
}
