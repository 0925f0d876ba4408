package tallystick.crypto.curve;

import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;

/// A secret number mod the group order, off the heap. No `equals`, no `hashCode`, a fixed `toString`.
///
/// Results are lent from the same [tallystick.crypto.secret.SecretMemory] as the receiver and are the caller's to close.
/// **Threads** immutable until closed. **Timing** every operation is constant time.
public final class SecretScalar implements AutoCloseable {
    private SecretScalar() {}

    /// Its group.
    public Group group() {
        throw new UnsupportedOperationException();
    }

    /// Sum mod q.
    public SecretScalar plus(SecretScalar other) {
        throw new UnsupportedOperationException();
    }

    /// Sum with a public scalar.
    public SecretScalar plus(Scalar other) {
        throw new UnsupportedOperationException();
    }

    /// Difference mod q.
    public SecretScalar minus(SecretScalar other) {
        throw new UnsupportedOperationException();
    }

    /// Product mod q.
    public SecretScalar times(SecretScalar other) {
        throw new UnsupportedOperationException();
    }

    /// Product with a public scalar.
    public SecretScalar times(Scalar other) {
        throw new UnsupportedOperationException();
    }

    /// Negation mod q.
    public SecretScalar negate() {
        throw new UnsupportedOperationException();
    }

    /// A second handle with the same value.
    public SecretScalar copy() {
        throw new UnsupportedOperationException();
    }

    /// Inverse mod q (of zero: zero), constant time.
    public SecretScalar invert() {
        throw new UnsupportedOperationException();
    }

    /// This times the generator, constant time; the result is public by the caller's protocol.
    public Element timesGenerator() {
        throw new UnsupportedOperationException();
    }

    /// This times a public point, constant time, as a secret (base OT). For a zero scalar the result's `isZero` holds.
    public SecretPoint times(Point point) {
        throw new UnsupportedOperationException();
    }

    /// This times a public point, constant time, whose result is public by the caller's protocol.
    public Element timesToPublic(Point point) {
        throw new UnsupportedOperationException();
    }

    /// Constant-time comparison.
    public boolean sameAs(SecretScalar other) {
        throw new UnsupportedOperationException();
    }

    /// Whether zero, in constant time; the answer itself is public.
    public boolean isZero() {
        throw new UnsupportedOperationException();
    }

    /// The value as a public scalar: only where the protocol sends it.
    public Scalar declassify(SecretAccess access) {
        throw new UnsupportedOperationException();
    }

    /// The canonical 32 bytes as secret bytes, in the same memory.
    public SecretBytes encode() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "SecretScalar";
    }
}
