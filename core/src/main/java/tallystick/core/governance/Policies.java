package tallystick.core.governance;

import tallystick.crypto.codec.Bytes;

/// What governance has to know of policies, which it does not read itself.
public interface Policies {
    /// Whether it is a policy of this number, with nothing wrong about it.
    boolean isGood(Bytes content, int version);

    /// Which way the difference goes.
    Direction direction(Bytes before, Bytes after);
}
