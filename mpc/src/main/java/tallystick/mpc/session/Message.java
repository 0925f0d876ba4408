package tallystick.mpc.session;

import tallystick.crypto.codec.Bytes;

/// What one party says in one round. Each protocol has its own sealed interface of messages extending this.
public interface Message {
    /// The round it belongs to, from 1. A driver files by this, never by arrival.
    int round();

    /// Canonical bytes, beginning with the protocol's version and message code; the protocol's `parse` reads them back.
    Bytes encode();
}
