package tallystick.crypto.secret;

import java.lang.foreign.MemorySegment;

/// A handle on secret bytes off the heap. Closing zeroes them; use after close throws `IllegalStateException` (our bug).
/// No `equals`, no `hashCode` of content, a fixed `toString`.
public final class SecretBytes implements AutoCloseable {
    /// How many bytes.
    public int length() {
        throw new UnsupportedOperationException();
    }

    /// The memory itself, native, valid until close. Never copied to the heap except through [#reveal].
    public MemorySegment memory() {
        throw new UnsupportedOperationException();
    }

    /// The slab these bytes were lent from.
    public SecretMemory home() {
        throw new UnsupportedOperationException();
    }

    /// Fresh random bytes in `home`.
    public static SecretBytes random(int lengthBytes, Entropy entropy, SecretMemory home) {
        throw new UnsupportedOperationException();
    }

    /// Constant-time comparison.
    public boolean sameAs(SecretBytes other) {
        throw new UnsupportedOperationException();
    }

    /// A heap copy, which the caller zeroes.
    public byte[] reveal(SecretAccess access) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
