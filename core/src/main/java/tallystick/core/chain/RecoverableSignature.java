package tallystick.core.chain;

import tallystick.crypto.codec.Bytes;

/// An ECDSA signature with what is needed to recover the key.
///
/// @param r 32 bytes, big-endian
/// @param s 32 bytes, big-endian, low
/// @param recoveryId 0..3
public record RecoverableSignature(Bytes r, Bytes s, int recoveryId) implements ChainSignature {
    /// @throws IllegalArgumentException if a length or the recovery id is out of range: the caller's fault
    public RecoverableSignature {
        if (r.length() != 32 || s.length() != 32) throw new IllegalArgumentException("r or s not 32 bytes");
        if (recoveryId < 0 || recoveryId > 3)
            throw new IllegalArgumentException("recovery id %d not in 0..3".formatted(recoveryId));
    }
}
