package tallystick.crypto.curve;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.nativelib.LibSecp256k1;

/// Plain ECDSA with a whole key: a yardstick for benchmarks and a second opinion in tests. No party of a quorum ever
/// holds a whole key, so nothing that ships signs with this.
///
/// **Threads** stateless. **Timing** constant in the key.
///
/// @spec https://www.rfc-editor.org/rfc/rfc6979#section-3.2 RFC 6979 §3.2 (the nonce)
public final class EcdsaSign {
    private EcdsaSign() {}

    /// r ‖ s with low s.
    ///
    /// @throws IllegalArgumentException if the key is zero: the caller's fault
    public static Bytes sign(SecretScalar key, Digest32 digest) {
        Secp256k1.instance().requireSame(key.group());
        try (var encoded = key.encode()) {
            var signature = new byte[EcdsaVerify.SIGNATURE_BYTES];
            if (!LibSecp256k1.signEcdsa(encoded.memory(), digest.bytes().toArray(), signature))
                throw new IllegalArgumentException("a key of zero");
            return Bytes.copyOf(signature);
        }
    }
}
