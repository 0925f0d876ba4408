package tallystick.crypto.curve;

import tallystick.crypto.codec.Bytes;

/// A public number mod the group order: may be printed and compared. A secret one is a [SecretScalar].
///
/// **Form** encodes as 32 canonical bytes, big-endian for secp256k1, little-endian for ed25519.
/// **Threads** immutable. **Timing** variable.
public final class Scalar {
    private Scalar() {}

    /// Its group.
    public Group group() {
        throw new UnsupportedOperationException();
    }

    /// Sum mod q.
    public Scalar plus(Scalar other) {
        throw new UnsupportedOperationException();
    }

    /// Difference mod q.
    public Scalar minus(Scalar other) {
        throw new UnsupportedOperationException();
    }

    /// Product mod q.
    public Scalar times(Scalar other) {
        throw new UnsupportedOperationException();
    }

    /// Negation mod q.
    public Scalar negate() {
        throw new UnsupportedOperationException();
    }

    /// Multiplicative inverse.
    ///
    /// @throws ArithmeticException on zero: the caller's bug
    public Scalar invert() {
        throw new UnsupportedOperationException();
    }

    /// Whether zero.
    public boolean isZero() {
        throw new UnsupportedOperationException();
    }

    /// Whether above (q-1)/2 (BIP-62 "high s").
    public boolean isHigh() {
        throw new UnsupportedOperationException();
    }

    /// This times the generator.
    public Element timesGenerator() {
        throw new UnsupportedOperationException();
    }

    /// The canonical 32 bytes.
    public Bytes encode() {
        throw new UnsupportedOperationException();
    }
}
