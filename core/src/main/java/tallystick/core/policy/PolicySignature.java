package tallystick.core.policy;

import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;

/// Somebody's signature over a policy's hash, carried along; whether it verifies is not asked here.
///
/// @param algorithm `ES256` or `EdDSA`
/// @param signature 64..1024 bytes
public record PolicySignature(PersonId by, String algorithm, Bytes signature) {
    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public PolicySignature {
        if (!isKnown(algorithm)) throw new IllegalArgumentException("algorithm not ES256 or EdDSA");
        if (signature.length() < 64 || signature.length() > 1024)
            throw new IllegalArgumentException("signature of %d bytes, not 64..1024".formatted(signature.length()));
    }

    /// Whether it is a name of an algorithm.
    public static boolean isKnown(String algorithm) {
        return algorithm.equals("ES256") || algorithm.equals("EdDSA");
    }
}
