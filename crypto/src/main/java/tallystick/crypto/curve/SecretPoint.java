package tallystick.crypto.curve;

import tallystick.crypto.secret.SecretBytes;

/// A secret group element off the heap: what a Diffie–Hellman multiplication gave. Only hashed, never shown.
public final class SecretPoint implements AutoCloseable {
    private SecretPoint() {}

    /// Whether the multiplication met a zero scalar; then there is no point and the protocol aborts without blame.
    public boolean isZero() {
        throw new UnsupportedOperationException();
    }

    /// Constant size secret bytes for hashing: secp256k1 x‖y (64), ed25519 the encoding (32).
    public SecretBytes encode() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "SecretPoint";
    }
}
