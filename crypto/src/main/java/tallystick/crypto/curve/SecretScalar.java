package tallystick.crypto.curve;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Objects;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;

/// A secret number mod the group order, off the heap. No `equals`, no `hashCode`, a fixed `toString`.
///
/// Results are lent from the same [tallystick.crypto.secret.SecretMemory] as the receiver and are the caller's to
/// close.
/// **Threads** immutable until closed. **Timing** every operation is constant time.
public final class SecretScalar implements AutoCloseable {
    private final PrimeGroup group;
    private final SecretBytes value;

    /// @param value 32 bytes, little-endian, below q; closed with this
    SecretScalar(PrimeGroup group, SecretBytes value) {
        this.group = group;
        this.value = value;
    }

    /// Its group.
    public Group group() {
        return group;
    }

    /// The number itself, for bulk arithmetic in place ([SecpScalars]): 32 bytes of native memory, little-endian,
    /// below q, for both curves; valid until close. Whoever writes here keeps it below q.
    public MemorySegment memory() {
        return value.memory();
    }

    /// Whether it is gone: closed, or its memory is.
    public boolean isClosed() {
        return value.isClosed();
    }

    /// The memory it and its results live in.
    public tallystick.crypto.secret.SecretMemory home() {
        return value.home();
    }

    /// Sum mod q.
    public SecretScalar plus(SecretScalar other) {
        group.requireSame(other.group);
        MemorySegment own = memory(), others = other.memory();
        var result = fresh();
        group.add(own, others, result.memory());
        return result;
    }

    /// Sum with a public scalar.
    public SecretScalar plus(Scalar other) {
        var own = memory();
        var result = group.secretOf(other, home());
        group.add(own, result.memory(), result.memory());
        return result;
    }

    /// Difference mod q.
    public SecretScalar minus(SecretScalar other) {
        group.requireSame(other.group);
        MemorySegment own = memory(), others = other.memory();
        var result = fresh();
        group.subtract(own, others, result.memory());
        return result;
    }

    /// Product mod q.
    public SecretScalar times(SecretScalar other) {
        group.requireSame(other.group);
        MemorySegment own = memory(), others = other.memory();
        var result = fresh();
        group.multiply(own, others, result.memory());
        return result;
    }

    /// Product with a public scalar.
    public SecretScalar times(Scalar other) {
        var own = memory();
        var result = group.secretOf(other, home());
        group.multiply(own, result.memory(), result.memory());
        return result;
    }

    /// Negation mod q.
    public SecretScalar negate() {
        var own = memory();
        var result = fresh();
        group.negate(own, result.memory());
        return result;
    }

    /// A second handle with the same value.
    public SecretScalar copy() {
        return copyTo(home());
    }

    /// A second handle with the same value in another memory, for a result that outlives this one.
    public SecretScalar copyTo(tallystick.crypto.secret.SecretMemory target) {
        return new SecretScalar(group, value.copyTo(target));
    }

    /// Inverse mod q (of zero: zero), constant time.
    public SecretScalar invert() {
        try (var held = new tallystick.crypto.secret.Held()) {
            var result = held.hold(fresh(), SecretScalar::close);
            group.invert(memory(), result.memory(), home());
            return held.release(result);
        }
    }

    /// This times the generator, constant time; the result is public by the caller's protocol.
    public Element timesGenerator() {
        return group.multiplyGenerator(this);
    }

    /// This times a public point, constant time, as a secret (base OT). For a zero scalar the result's `isZero`
    /// holds.
    public SecretPoint times(Point point) {
        group.requireSame(point.group());
        return group.multiply(this, point);
    }

    /// This times a public point, constant time, whose result is public by the caller's protocol.
    public Element timesToPublic(Point point) {
        group.requireSame(point.group());
        return group.multiplyToPublic(this, point);
    }

    /// Constant-time comparison.
    public boolean sameAs(SecretScalar other) {
        group.requireSame(other.group);
        return SecpScalars.equalMask(memory(), 0, other.memory(), 0) != 0;
    }

    /// Whether zero, in constant time; the answer itself is public.
    public boolean isZero() {
        return SecpScalars.zeroMask(memory(), 0) != 0;
    }

    /// The value as a public scalar: only where the protocol sends it.
    public Scalar declassify(SecretAccess access) {
        Objects.requireNonNull(access);
        return new Scalar(group, new BigInteger(1, PrimeGroup.reversed(memory().toArray(JAVA_BYTE))));
    }

    /// The canonical 32 bytes as secret bytes, in the same memory.
    public SecretBytes encode() {
        var own = memory();
        var encoded = home().allocate(PrimeGroup.SCALAR_BYTES);
        group.convert(own, encoded.memory());
        return encoded;
    }

    private SecretScalar fresh() {
        return group.secretZero(home());
    }

    @Override
    public void close() {
        value.close();
    }

    @Override
    public String toString() {
        return "SecretScalar";
    }
}
