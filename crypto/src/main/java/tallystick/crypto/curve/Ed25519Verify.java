package tallystick.crypto.curve;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.nativelib.LibSodium;

/// Ed25519 signatures that every verifier agrees on: S below L, the key a point of the prime-order group in canonical
/// form, and R the exact bytes that the equation without cofactor gives.
///
/// **Why** with a key of prime order that equation makes R of prime order too, so the one with cofactor holds as
/// well.
///
/// **Threads** stateless. **Timing** variable: public values only.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7 RFC 8032 §5.1.7
public final class Ed25519Verify {
    /// Length of R ‖ S.
    public static final int SIGNATURE_BYTES = 64;

    private Ed25519Verify() {}

    /// Whether `signature` is one of `message` under `key`. Any other length is no signature.
    ///
    /// @throws IllegalArgumentException if `key` is not a point of ed25519: the caller's fault
    public static boolean verify(Point key, Bytes message, Bytes signature) {
        Ed25519.instance().requireSame(key.group());
        return signature.length() == SIGNATURE_BYTES
                && LibSodium.verifyEd25519(
                        signature.toArray(), message.toArray(), key.encode().toArray());
    }

    /// [#verify(Point, Bytes, Bytes)] under an encoded key; a key that is no good point verifies nothing.
    public static boolean verify(Bytes key, Bytes message, Bytes signature) {
        return switch (Ed25519.instance().parsePoint(key)) {
            case Parsed.Ok<Point>(var point) -> verify(point, message, signature);
            case Parsed.Malformed<Point> _ -> false;
        };
    }
}
