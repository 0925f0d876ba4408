package tallystick.crypto.hash;

import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// [Transcript] for secrets: same injective form, input and output off the heap.
public final class SecretHash implements AutoCloseable {
    /// Begins for one purpose.
    public static SecretHash of(String purpose, SecretMemory home) {
        throw new UnsupportedOperationException();
    }

    /// Appends a public field.
    public SecretHash add(String label, tallystick.crypto.codec.Bytes value) {
        throw new UnsupportedOperationException();
    }

    /// Appends a number.
    public SecretHash add(String label, long value) {
        throw new UnsupportedOperationException();
    }

    /// Appends a secret field.
    public SecretHash add(String label, SecretBytes value) {
        throw new UnsupportedOperationException();
    }

    /// 32 secret bytes.
    public SecretBytes digest() {
        throw new UnsupportedOperationException();
    }

    /// 64 secret bytes, as [Transcript#wide].
    public SecretBytes wide() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
