package tallystick.crypto.curve;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.nativelib.LibSecp256k1;

/// ECDSA over secp256k1 as chains accept it: 64 bytes r ‖ s, both in 1..n-1 and s not above (n-1)/2.
///
/// **Threads** stateless. **Timing** variable: public values only.
///
/// @spec https://www.secg.org/sec1-v2.pdf SEC 1 §4.1.4 (verifying), §4.1.6 (recovering the key)
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0146.mediawiki BIP-146 (low s)
public final class EcdsaVerify {
    /// Length of r ‖ s.
    public static final int SIGNATURE_BYTES = 64;

    private EcdsaVerify() {}

    /// Whether `signature` is one of `digest` under `key`. Any other length is no signature.
    ///
    /// @throws IllegalArgumentException if `key` is not a point of secp256k1: the caller's fault
    public static boolean verify(Point key, Digest32 digest, Bytes signature) {
        Secp256k1.instance().requireSame(key.group());
        return signature.length() == SIGNATURE_BYTES
                && LibSecp256k1.verifyEcdsa(signature.toArray(), digest.bytes().toArray(), Secp256k1.form(key));
    }

    /// The key under which `signature` signs `digest`; empty if there is none or s is high.
    ///
    /// @param recoveryId 0..3: bit 0 the parity of R's y, bit 1 whether R's x was n or above
    public static Optional<Point> recover(Digest32 digest, Bytes signature, int recoveryId) {
        if (recoveryId < 0 || recoveryId > 3)
            throw new IllegalArgumentException("recovery id %d not in 0..3".formatted(recoveryId));
        if (signature.length() != SIGNATURE_BYTES) return Optional.empty();
        var form = new byte[LibSecp256k1.POINT_BYTES];
        if (!LibSecp256k1.recover(
                signature.toArray(), recoveryId, digest.bytes().toArray(), form)) return Optional.empty();
        var key = new Point(Secp256k1.instance(), form);
        return verify(key, digest, signature) ? Optional.of(key) : Optional.empty();
    }
}
