package tallystick.crypto.curve;

import java.math.BigInteger;
import tallystick.crypto.codec.Bytes;

/// A public number mod the group order: may be printed and compared. A secret one is a [SecretScalar].
///
/// **Form** encodes as 32 canonical bytes, big-endian for secp256k1, little-endian for ed25519.
/// **Threads** immutable. **Timing** variable.
public final class Scalar {
    private final PrimeGroup group;
    private final BigInteger value;

    /// @param value 0 <= value < q
    Scalar(PrimeGroup group, BigInteger value) {
        this.group = group;
        this.value = value;
    }

    /// Its group.
    public Group group() {
        return group;
    }

    /// Sum mod q.
    public Scalar plus(Scalar other) {
        other.requireGroup(group);
        var sum = value.add(other.value);
        return new Scalar(group, sum.compareTo(group.order) < 0 ? sum : sum.subtract(group.order));
    }

    /// Difference mod q.
    public Scalar minus(Scalar other) {
        other.requireGroup(group);
        var difference = value.subtract(other.value);
        return new Scalar(group, difference.signum() < 0 ? difference.add(group.order) : difference);
    }

    /// Product mod q.
    public Scalar times(Scalar other) {
        other.requireGroup(group);
        return new Scalar(group, value.multiply(other.value).mod(group.order));
    }

    /// Negation mod q.
    public Scalar negate() {
        return isZero() ? this : new Scalar(group, group.order.subtract(value));
    }

    /// Multiplicative inverse.
    ///
    /// @throws ArithmeticException on zero: the caller's bug
    public Scalar invert() {
        if (isZero()) throw new ArithmeticException("zero has no inverse");
        return new Scalar(group, value.modInverse(group.order));
    }

    /// Whether zero.
    public boolean isZero() {
        return value.signum() == 0;
    }

    /// Whether above (q-1)/2 (BIP-62 "high s").
    public boolean isHigh() {
        return value.compareTo(group.order.shiftRight(1)) > 0;
    }

    /// This times the generator.
    public Element timesGenerator() {
        return isZero() ? group.identity() : group.multiplyGenerator(this);
    }

    /// The canonical 32 bytes.
    public Bytes encode() {
        return Bytes.copyOf(group.bigEndian() ? bigEndian() : littleEndian());
    }

    BigInteger value() {
        return value;
    }

    byte[] bigEndian() {
        var bytes = value.toByteArray();
        if (bytes.length == PrimeGroup.SCALAR_BYTES) return bytes;
        var padded = new byte[PrimeGroup.SCALAR_BYTES];
        var skip = Math.max(0, bytes.length - PrimeGroup.SCALAR_BYTES);
        System.arraycopy(bytes, skip, padded, padded.length - bytes.length + skip, bytes.length - skip);
        return padded;
    }

    byte[] littleEndian() {
        return PrimeGroup.reversed(bigEndian());
    }

    void requireGroup(PrimeGroup expected) {
        expected.requireSame(group);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scalar that && group == that.group && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return encode().toHex();
    }
}
