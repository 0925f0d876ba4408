package tallystick.mpc.ecdsa;

import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;

/// Names one life of one process: drawn at start, never stored.
///
/// **Why** pools live in memory, so an item's name says in which life of both sides it was made. After a restart no old
/// name fits.
///
/// @param value 32 random bytes
public record BootId(Digest32 value) {
    /// A new life's name.
    public static BootId draw(Entropy entropy) {
        return new BootId(new Digest32(entropy.bytes(Digest32.LENGTH_BYTES)));
    }

    @Override
    public String toString() {
        return value.toString().substring(0, 16);
    }
}
