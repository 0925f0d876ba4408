package tallystick.crypto.seal;

import java.math.BigInteger;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;

/// An ECDSA signature over P-256 in its one canonical form, not yet verified.
///
/// **Why** with s also n − s verifies, so a signature has two forms, and in DER as strangers write it many more. What
/// a document holds has one: two different documents never hold the same signature.
///
/// **Form** 64 bytes, r ‖ s, both in 1..n−1, and s not above (n−1)/2. [#ofDer] brings what authenticators give
/// into it.
///
/// **Threads** immutable. **Timing** variable: public values only.
public record P256Signature(Bytes bytes) {
    /// Length in bytes.
    public static final int LENGTH_BYTES = 64;

    private static final int HALF_BYTES = 32;
    private static final int DER_BYTES_MAX = 72;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final BigInteger N =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger HALF_N = N.shiftRight(1);

    /// @throws IllegalArgumentException if not of the form: the caller's fault
    public P256Signature {
        if (bytes.length() != LENGTH_BYTES)
            throw new IllegalArgumentException("signature of %d bytes, not 64".formatted(bytes.length()));
        if (!isScalar(half(bytes, 0)) || !isScalar(half(bytes, HALF_BYTES)))
            throw new IllegalArgumentException("r or s not in 1..n-1");
        if (half(bytes, HALF_BYTES).compareTo(HALF_N) > 0) throw new IllegalArgumentException("s above (n-1)/2");
    }

    /// Reads 64 bytes.
    public static P256Signature read(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var bytes = reader.raw(LENGTH_BYTES, field);
        try {
            return new P256Signature(bytes);
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, field + " with r and s in 1..n-1 and s low");
        }
    }

    /// Reads the canonical form and nothing else.
    public static Parsed<P256Signature> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> read(reader, "p-256 signature"));
    }

    /// Reads DER as an authenticator or a program writes it, strictly, with a low or a high s.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3 RFC 3279 §2.2.3 (Ecdsa-Sig-Value)
    public static Parsed<P256Signature> ofDer(Bytes der) {
        return Reader.parse(der, reader -> {
            if (der.length() > DER_BYTES_MAX) throw reader.malformed("der of at most 72 bytes");
            tag(reader, SEQUENCE, "sequence");
            var length = reader.u8("length of the sequence");
            if (length != reader.remaining()) throw reader.malformed("a sequence that is all there is");
            var r = scalar(reader, "r");
            var s = scalar(reader, "s");
            return new P256Signature(Bytes.concat(fixed(r), fixed(s.compareTo(HALF_N) > 0 ? N.subtract(s) : s)));
        });
    }

    private static BigInteger scalar(Reader reader, String field) throws MalformedInput {
        tag(reader, INTEGER, field + " as an integer");
        var length = reader.u8("length of " + field);
        var start = reader.position();
        if (length < 1 || length > HALF_BYTES + 1) throw reader.malformed(field + " of 1..33 bytes");
        var bytes = reader.raw(length, field);
        var isPadded = length > 1 && bytes.at(0) == 0 && bytes.at(1) < 0x80;
        var value = new BigInteger(bytes.toArray());
        if (isPadded || !isScalar(value)) throw new MalformedInput(start, field + " in 1..n-1, with no byte too many");
        return value;
    }

    private static void tag(Reader reader, int tag, String field) throws MalformedInput {
        var start = reader.position();
        if (reader.u8(field) != tag) throw new MalformedInput(start, field);
    }

    private static boolean isScalar(BigInteger value) {
        return value.signum() > 0 && value.compareTo(N) < 0;
    }

    private static BigInteger half(Bytes bytes, int from) {
        return new BigInteger(1, bytes.slice(from, from + HALF_BYTES).toArray());
    }

    private static Bytes fixed(BigInteger value) {
        var bytes = value.toByteArray();
        var fixed = new byte[HALF_BYTES];
        var length = Math.min(bytes.length, HALF_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, HALF_BYTES - length, length);
        return Bytes.copyOf(fixed);
    }
}
