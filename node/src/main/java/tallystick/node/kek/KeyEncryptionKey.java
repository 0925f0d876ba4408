package tallystick.node.kek;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// What the data keys of the node's files are wrapped under. The keystore never sees the key itself.
///
/// **Why wrap** each file has a data key of its own, so that changing the key-encryption key touches no share, and
/// whoever has an old one opens old files only.
///
/// **Threads** any.
public sealed interface KeyEncryptionKey extends AutoCloseable permits PassphraseKek, TokenKek, TpmKek {
    /// Length of a data key in bytes.
    int DATA_KEY_LENGTH_BYTES = 32;

    /// Which one it is.
    KekName name();

    /// Wraps a data key, bound to `context`.
    ///
    /// @param dataKey 32 bytes, stays the caller's
    /// @throws KekRefused if the device that holds the key fails or is gone
    Bytes wrap(Bytes context, SecretBytes dataKey) throws KekRefused;

    /// Unwraps what [#wrap] made with the same context.
    ///
    /// @return 32 bytes in `home`, the caller's to close
    /// @throws KekRefused if it is not this key's or context's, or the device fails or is gone
    SecretBytes unwrap(Bytes context, Bytes wrapped, SecretMemory home) throws KekRefused;

    @Override
    void close();
}
