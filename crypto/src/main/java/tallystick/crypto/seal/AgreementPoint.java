package tallystick.crypto.seal;

import java.lang.foreign.Arena;
import java.math.BigInteger;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.nativelib.LibSodium;

/// The public half of an [AgreementKey]: whom to seal to.
///
/// **Form** 32 bytes, an X25519 public key in its one canonical encoding, little-endian and below 2^255 − 19. Points
/// of small order, with which every secret agrees on zero, do not become a value.
///
/// **Threads** immutable. **Timing** variable: public values only.
///
/// @spec https://www.rfc-editor.org/rfc/rfc7748#section-5 RFC 7748 §5 (X25519), §6.1 (the all-zero check)
public final class AgreementPoint implements Comparable<AgreementPoint> {
    /// Length in bytes.
    public static final int LENGTH_BYTES = 32;

    private static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    private final Bytes bytes;

    /// @param bytes known to be good
    private AgreementPoint(Bytes bytes) {
        this.bytes = bytes;
    }

    /// Reads the encoding; refuses what is not canonical or of small order.
    public static Parsed<AgreementPoint> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> read(reader, "agreement key"));
    }

    /// Reads 32 bytes as [#parse] does.
    public static AgreementPoint read(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var bytes = reader.raw(LENGTH_BYTES, field);
        if (number(bytes).compareTo(P) >= 0) throw new MalformedInput(start, field + " below 2^255 - 19");
        if (isOfSmallOrder(bytes)) throw new MalformedInput(start, field + " not of small order");
        return new AgreementPoint(bytes);
    }

    /// The encoding.
    public Bytes bytes() {
        return bytes;
    }

    @Override
    public int compareTo(AgreementPoint other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgreementPoint that && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }

    /// Clamping makes every secret a multiple of eight, so any secret shows it.
    private static boolean isOfSmallOrder(Bytes bytes) {
        try (var arena = Arena.ofConfined()) {
            return !LibSodium.agree(arena.allocate(LENGTH_BYTES), bytes.toArray(), arena.allocate(LENGTH_BYTES));
        }
    }

    private static BigInteger number(Bytes bytes) {
        var number = BigInteger.ZERO;
        for (var i = LENGTH_BYTES - 1; i >= 0; i--) number = number.shiftLeft(8).add(BigInteger.valueOf(bytes.at(i)));
        return number;
    }
}
