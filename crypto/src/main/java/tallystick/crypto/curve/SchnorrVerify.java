package tallystick.crypto.curve;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.nativelib.LibSecp256k1;

/// BIP-340 Schnorr signatures over secp256k1: keys of 32 bytes (the x coordinate of a point with even y),
/// signatures of 64 (the x coordinate of R ‖ s), messages of any length.
///
/// **Threads** stateless. **Timing** variable: public values only.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0340.mediawiki#verification BIP-340 › Verification
public final class SchnorrVerify {
    /// Length of an x-only key.
    public static final int KEY_BYTES = 32;
    /// Length of a signature.
    public static final int SIGNATURE_BYTES = 64;

    private SchnorrVerify() {}

    /// Whether `signature` is one of `message` under the x-only `key`. Wrong lengths are no signature.
    public static boolean verify(Bytes key, Bytes message, Bytes signature) {
        return key.length() == KEY_BYTES
                && signature.length() == SIGNATURE_BYTES
                && LibSecp256k1.verifySchnorr(signature.toArray(), message.toArray(), key.toArray());
    }

    /// [#verify(Bytes, Bytes, Bytes)] under the x coordinate of `key`, whose y may be even or odd.
    ///
    /// @throws IllegalArgumentException if `key` is not a point of secp256k1: the caller's fault
    public static boolean verify(Point key, Bytes message, Bytes signature) {
        Secp256k1.instance().requireSame(key.group());
        return signature.length() == SIGNATURE_BYTES
                && LibSecp256k1.verifySchnorrUnder(Secp256k1.form(key), signature.toArray(), message.toArray());
    }
}
