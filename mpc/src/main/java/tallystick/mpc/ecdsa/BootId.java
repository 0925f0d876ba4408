package tallystick.mpc.ecdsa;

import tallystick.crypto.hash.Digest32;

/// Names one life of one process: drawn at start, never stored.
///
/// **Why** pools live in memory, so an item's name says in which life of both sides it was made. After a restart no old
/// name fits.
///
/// @param value 32 random bytes
public record BootId(Digest32 value) {
    @Override
    public String toString() {
        return value.toString().substring(0, 16);
    }
}
