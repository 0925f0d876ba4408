package tallystick.mpc.frost;

import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;

/// A finished signature.
///
/// **Form** by scheme: [Scheme#FROST_ED25519] 64 bytes, R ‖ S of RFC 8032; [Scheme#FROST_BIP340] 64 bytes, x(R) ‖
/// s of BIP-340; [Scheme#FROST_SECP256K1] 65 bytes, compressed R ‖ z of RFC 9591.
///
/// @param scheme which form
/// @param encoded the bytes
public record SchnorrSignature(Scheme scheme, Bytes encoded) {
    /// @throws IllegalArgumentException if the length is not the scheme's: the caller's fault
    public SchnorrSignature {
        var lengthBytes = lengthBytes(scheme);
        if (encoded.length() != lengthBytes)
            throw new IllegalArgumentException(
                    "signature of %d bytes, not %d".formatted(encoded.length(), lengthBytes));
    }

    /// How many bytes a signature of `scheme` has.
    ///
    /// @throws IllegalArgumentException if the scheme is not a FROST: the caller's fault
    public static int lengthBytes(Scheme scheme) {
        return switch (scheme) {
            case FROST_ED25519, FROST_BIP340 -> 64;
            case FROST_SECP256K1 -> 65;
            case ECDSA_SECP256K1 -> throw new IllegalArgumentException("ECDSA signatures are not Schnorr signatures");
        };
    }

    @Override
    public String toString() {
        return encoded.toHex();
    }
}
