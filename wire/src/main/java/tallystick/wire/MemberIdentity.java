package tallystick.wire;

import java.time.Instant;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;

/// By what a machine or person is known: a name, the key that signs its statements, and its TLS key.
///
/// @param name as in the roster
/// @param key owned by this identity
public record MemberIdentity(String name, IdentityKey key, TlsIdentity tls) implements AutoCloseable {
    /// Fresh keys.
    public static MemberIdentity generate(String name, Instant now, Entropy entropy, SecretMemory home) {
        return new MemberIdentity(name, IdentityKey.generate(entropy, home), TlsIdentity.generate(name, now));
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "MemberIdentity " + name;
    }
}
