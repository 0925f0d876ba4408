package tallystick.mpc.frost;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
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

    /// A stranger's bytes as a signature of `scheme`; only the length is judged, the rest by [#verifies].
    ///
    /// @throws IllegalArgumentException if the scheme is not a FROST: the caller's fault
    public static Parsed<SchnorrSignature> parse(Scheme scheme, Bytes encoded) {
        var lengthBytes = lengthBytes(scheme);
        return encoded.length() == lengthBytes
                ? new Parsed.Ok<>(new SchnorrSignature(scheme, encoded))
                : new Parsed.Malformed<>(0, "signature of %d bytes".formatted(lengthBytes));
    }

    /// Whether this signs `message` under `key`, as the scheme's standard says: BIP-340 by the key's x coordinate
    /// alone, Ed25519 so that every verifier in the world agrees (S below L, canonical R, no cofactor). A key of
    /// another group verifies nothing. **Timing** variable: public values only.
    ///
    /// @param key the output key: with a derived child or Taproot that of [OutputKey#point], else the group key's
    /// point
    /// @param message what was signed, as it is: not a digest of it, unless that was signed
    /// @spec https://github.com/bitcoin/bips/blob/master/bip-0340.mediawiki#verification BIP-340 › Verification
    /// @spec https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7 RFC 8032 §5.1.7
    /// @spec https://www.rfc-editor.org/rfc/rfc9591#appendix-B RFC 9591 appendix B
    public boolean verifies(Point key, Bytes message) {
        return key.group().curve() == scheme.curve() && Ciphersuite.of(scheme).verify(key, message, this);
    }

    @Override
    public String toString() {
        return encoded.toHex();
    }
}
