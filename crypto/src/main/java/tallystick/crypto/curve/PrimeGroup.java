package tallystick.crypto.curve;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// What both groups have in common, and the arithmetic that [Point], [Scalar] and [SecretScalar] ask of theirs.
///
/// **Form** a secret scalar lies in memory as 32 bytes, little-endian, below q, for both curves.
abstract sealed class PrimeGroup implements Group permits Secp256k1, Ed25519 {
    static final int SCALAR_BYTES = 32;
    private static final int WIDE_BYTES_MIN = 48;
    private static final int WIDE_BYTES = 64;

    final BigInteger order;
    private final NeutralElement identity = new NeutralElement(this);

    PrimeGroup(BigInteger order) {
        this.order = order;
    }

    // Points, in each group's own form. Public values.

    abstract Element add(Point a, Point b);

    abstract Point negate(Point point);

    /// The scalar is not zero.
    abstract Point multiply(Point point, Scalar scalar);

    /// The scalar is not zero.
    abstract Point multiplyGenerator(Scalar scalar);

    abstract Bytes encode(Point point);

    /// The group's own form of a good point's encoding.
    abstract Object decode(Bytes encoded);

    boolean same(Point a, Point b) {
        return a.encode().equals(b.encode());
    }

    // Secret scalars.

    abstract boolean bigEndian();

    abstract void add(MemorySegment a, MemorySegment b, MemorySegment out);

    abstract void subtract(MemorySegment a, MemorySegment b, MemorySegment out);

    abstract void multiply(MemorySegment a, MemorySegment b, MemorySegment out);

    abstract void negate(MemorySegment a, MemorySegment out);

    abstract void invert(MemorySegment a, MemorySegment out, SecretMemory scratch);

    abstract long canonicalMask(MemorySegment a);

    /// 64 bytes in the curve's byte order mod q.
    abstract void reduceWide(MemorySegment wide, MemorySegment out);

    abstract Element multiplyGenerator(SecretScalar scalar);

    abstract SecretPoint multiply(SecretScalar scalar, Point point);

    abstract Element multiplyToPublic(SecretScalar scalar, Point point);

    @Override
    public final int scalarLengthBytes() {
        return SCALAR_BYTES;
    }

    @Override
    public final NeutralElement identity() {
        return identity;
    }

    @Override
    public final Scalar scalar(long value) {
        return new Scalar(this, BigInteger.valueOf(value).mod(order));
    }

    @Override
    public final Parsed<Scalar> parseScalar(Bytes encoded) {
        return Reader.parse(encoded, reader -> readScalar(reader, "scalar"));
    }

    /// @spec docs/spec/encoding.md#EN-2 encoding
    @Override
    public final Scalar readScalar(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var value = number(reader.raw(SCALAR_BYTES, field));
        if (value.compareTo(order) >= 0) throw new MalformedInput(start, field + " below the group order");
        return new Scalar(this, value);
    }

    /// @spec docs/spec/encoding.md#EN-3 encoding
    @Override
    public final Point readPoint(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        return switch (parsePoint(reader.raw(pointLengthBytes(), field))) {
            case Parsed.Ok<Point>(var point) -> point;
            case Parsed.Malformed<Point> bad -> throw new MalformedInput(start, field + ": " + bad.expected());
        };
    }

    /// @spec docs/spec/encoding.md#EN-4 encoding
    @Override
    public final Element readElement(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var encoded = reader.raw(pointLengthBytes(), field);
        if (encoded.equals(identity.encode())) return identity;
        return switch (parsePoint(encoded)) {
            case Parsed.Ok<Point>(var point) -> point;
            case Parsed.Malformed<Point> bad -> throw new MalformedInput(start, field + ": " + bad.expected());
        };
    }

    @Override
    public final Scalar reduceWide(Bytes wide) {
        if (wide.length() < WIDE_BYTES_MIN)
            throw new IllegalArgumentException(
                    "%d bytes to reduce, not %d or more".formatted(wide.length(), WIDE_BYTES_MIN));
        return new Scalar(this, number(wide).mod(order));
    }

    @Override
    public final Scalar hashToScalar(Transcript transcript) {
        return reduceWide(transcript.wide());
    }

    @Override
    public final Scalar randomScalar(Entropy entropy) {
        try (var arena = Arena.ofConfined()) {
            var wide = arena.allocate(WIDE_BYTES);
            entropy.fill(wide);
            return reduceWide(Bytes.copyOf(wide.toArray(JAVA_BYTE)));
        }
    }

    @Override
    public final SecretScalar randomSecret(Entropy entropy, SecretMemory home) {
        while (true) {
            try (var wide = SecretBytes.random(WIDE_BYTES, entropy, home)) {
                var secret = secretZero(home);
                reduceWide(wide.memory(), secret.memory());
                if (!secret.isZero()) return secret;
                secret.close();
            }
        }
    }

    @Override
    public final SecretScalar secretZero(SecretMemory home) {
        return new SecretScalar(this, home.allocate(SCALAR_BYTES));
    }

    @Override
    public final SecretScalar secretOf(Scalar value, SecretMemory home) {
        value.requireGroup(this);
        var secret = secretZero(home);
        MemorySegment.copy(value.littleEndian(), 0, secret.memory(), JAVA_BYTE, 0, SCALAR_BYTES);
        return secret;
    }

    @Override
    public final SecretScalar reduceSecretWide(SecretBytes wide, SecretMemory home) {
        var length = wide.length();
        if (length < WIDE_BYTES_MIN || length > WIDE_BYTES)
            throw new IllegalArgumentException(
                    "%d bytes to reduce, not in %d..%d".formatted(length, WIDE_BYTES_MIN, WIDE_BYTES));
        try (var padded = home.allocate(WIDE_BYTES)) {
            MemorySegment.copy(wide.memory(), 0, padded.memory(), bigEndian() ? WIDE_BYTES - length : 0, length);
            var secret = secretZero(home);
            reduceWide(padded.memory(), secret.memory());
            return secret;
        }
    }

    @Override
    public final Parsed<SecretScalar> parseSecret(SecretBytes encoded, SecretMemory home) {
        if (encoded.length() != SCALAR_BYTES) return new Parsed.Malformed<>(0, "secret scalar of 32 bytes");
        var secret = secretZero(home);
        convert(encoded.memory(), secret.memory());
        if (canonicalMask(secret.memory()) != 0) return new Parsed.Ok<>(secret);
        secret.close();
        return new Parsed.Malformed<>(0, "secret scalar below the group order");
    }

    /// Between the form in memory and the encoding: turned round for a big-endian curve.
    final void convert(MemorySegment from, MemorySegment to) {
        if (bigEndian()) SecpScalars.toBigEndian(from, 0, to, 0);
        else to.copyFrom(from);
    }

    final BigInteger number(Bytes encoded) {
        var bytes = encoded.toArray();
        return new BigInteger(1, bigEndian() ? bytes : reversed(bytes));
    }

    static byte[] reversed(byte[] bytes) {
        var turned = new byte[bytes.length];
        for (var i = 0; i < bytes.length; i++) turned[i] = bytes[bytes.length - 1 - i];
        return turned;
    }

    /// Mixing two groups is our bug.
    final void requireSame(Group other) {
        if (other != this) throw new IllegalArgumentException("%s meets %s".formatted(curve(), other.curve()));
    }

    @Override
    public final String toString() {
        return curve().toString();
    }
}
