package tallystick.mpc.session;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;

/// The long-lived key by which this party's node answers for what it says.
///
/// **Why** a port: protocols need signatures by nodes, not a way to keep node keys. **Threads** safe for many threads.
public interface PartyIdentity {
    /// Length of every signature in bytes.
    int SIGNATURE_LENGTH_BYTES = 64;

    /// The identity whose key is `key`, which stays the caller's and outlives this.
    static PartyIdentity of(IdentityKey key) {
        return statement -> key.sign(statement).bytes();
    }

    /// Signs one statement; the statement is the hash of a [tallystick.crypto.hash.Transcript] with a purpose of
    /// its own.
    ///
    /// @return 64 bytes
    Bytes sign(Digest32 statement);
}
