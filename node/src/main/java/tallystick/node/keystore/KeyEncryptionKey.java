package tallystick.node.keystore;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// What the node's secrets at rest are sealed under. The keystore never sees the key itself.
public interface KeyEncryptionKey extends AutoCloseable {
    /// Seals `plain`, bound to `context`.
    Bytes seal(Bytes context, SecretBytes plain);

    /// Opens what [#seal] made with the same context.
    Parsed<SecretBytes> open(Bytes context, Bytes sealed, SecretMemory home);

    @Override
    void close();
}
