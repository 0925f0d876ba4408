package tallystick.mpc.session;

import tallystick.crypto.hash.Digest32;

/// Names one protocol run. Jointly unique: the hash of the whole agreed set-up with fresh bytes of every party.
///
/// @param value the hash
public record SessionId(Digest32 value) {
    @Override
    public String toString() {
        return value.toString().substring(0, 16);
    }
}
