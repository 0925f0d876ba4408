package tallystick.node.logging;

import tallystick.crypto.hash.Digest32;

/// The key that a log record is about, as a parameter of it: people read the first 16 digits of its id, programs find
/// all of them in a field of their own.
///
/// @param id of the key
public record KeyName(Digest32 id) {
    private static final int DIGITS = 16;

    @Override
    public String toString() {
        return id.toString().substring(0, DIGITS);
    }
}
