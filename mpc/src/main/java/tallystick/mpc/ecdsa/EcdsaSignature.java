package tallystick.mpc.ecdsa;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;

/// An ECDSA signature over secp256k1 with what is needed to recover the key from it.
///
/// **Form** r and s non-zero, s in the lower half (BIP-62). Recovery id: bit 0 set iff the y coordinate of R is odd
/// after s was made low, bit 1 set iff the x coordinate of R is n or above. Two encodings: strict DER (70 bytes or so)
/// and compact, 65 bytes, r ‖ s ‖ recovery id.
///
/// **Threads** immutable. **Timing** variable: public values only.
///
/// @param r the x coordinate of R mod n
/// @param s the proof
/// @param recoveryId 0..3
/// @spec https://www.secg.org/sec1-v2.pdf SEC 1 §4.1 (ECDSA, key recovery in §4.1.6)
public record EcdsaSignature(Scalar r, Scalar s, int recoveryId) {
    /// Length of the compact form.
    public static final int COMPACT_LENGTH_BYTES = 65;

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    /// @throws IllegalArgumentException if r or s is zero, s is high, or the recovery id is not in 0..3
    public EcdsaSignature {
        if (r.isZero() || s.isZero()) throw new IllegalArgumentException("r or s is zero");
        if (s.isHigh()) throw new IllegalArgumentException("s above half the group order");
        if (recoveryId < 0 || recoveryId > 3)
            throw new IllegalArgumentException("recovery id %d not in 0..3".formatted(recoveryId));
    }

    /// Whether this signs `digest` under `key`, as libsecp256k1 judges.
    ///
    /// @throws IllegalArgumentException if `key` is not a point of secp256k1: the caller's fault
    public boolean verifies(Point key, Digest32 digest) {
        return EcdsaVerify.verify(key, digest, fixed());
    }

    /// The key under which this signs `digest`, if the recovery id fits one.
    public Optional<Point> recover(Digest32 digest) {
        return EcdsaVerify.recover(digest, fixed(), recoveryId);
    }

    /// r ‖ s, 64 bytes.
    public Bytes fixed() {
        return Bytes.concat(r.encode(), s.encode());
    }

    /// r ‖ s ‖ recovery id, 65 bytes.
    public Bytes compact() {
        return new Writer().raw(fixed()).u8(recoveryId).toBytes();
    }

    /// Reads [#compact].
    public static Parsed<EcdsaSignature> parseCompact(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            var r = nonZero(reader.position(), EcdsaNumbers.GROUP.readScalar(reader, "r"), "r");
            var s = low(reader.position(), EcdsaNumbers.GROUP.readScalar(reader, "s"));
            var start = reader.position();
            var recoveryId = reader.u8("recovery id");
            if (recoveryId > 3) throw new MalformedInput(start, "recovery id in 0..3");
            return new EcdsaSignature(r, s, recoveryId);
        });
    }

    /// Strict DER: SEQUENCE of two INTEGERs in the fewest bytes. The recovery id is not part of it.
    ///
    /// @spec https://github.com/bitcoin/bips/blob/master/bip-0066.mediawiki BIP-66 (strict DER)
    public Bytes der() {
        var body = new Writer();
        writeInteger(body, r);
        writeInteger(body, s);
        var encoded = body.toBytes();
        return new Writer().u8(SEQUENCE).u8(encoded.length()).raw(encoded).toBytes();
    }

    /// Reads strict DER with low s; any other way to write the same numbers is malformed. The recovery id is found by
    /// recovering the key.
    ///
    /// @param digest what was signed
    /// @param key by whom
    public static Parsed<EcdsaSignature> parseDer(Bytes encoded, Digest32 digest, Point key) {
        return Reader.parse(encoded, reader -> {
            var start = reader.position();
            if (reader.u8("sequence tag") != SEQUENCE) throw new MalformedInput(start, "sequence tag 30");
            var length = reader.u8("sequence length");
            if (length != reader.remaining()) throw new MalformedInput(start + 1, "length of the rest, in one byte");
            var r = nonZero(reader.position(), readInteger(reader, "r"), "r");
            var s = low(reader.position(), readInteger(reader, "s"));
            for (var recoveryId = 0; recoveryId < 4; recoveryId++) {
                var signature = new EcdsaSignature(r, s, recoveryId);
                if (signature.recover(digest).filter(key::equals).isPresent()) return signature;
            }
            throw new MalformedInput(start, "signature of this digest by this key");
        });
    }

    private static Scalar nonZero(int offsetBytes, Scalar value, String field) throws MalformedInput {
        if (value.isZero()) throw new MalformedInput(offsetBytes, field + " above zero");
        return value;
    }

    private static Scalar low(int offsetBytes, Scalar s) throws MalformedInput {
        if (nonZero(offsetBytes, s, "s").isHigh()) throw new MalformedInput(offsetBytes, "s at most half the order");
        return s;
    }

    private static void writeInteger(Writer writer, Scalar value) {
        var bytes = value.encode();
        var skip = 0;
        while (skip < bytes.length() - 1 && bytes.at(skip) == 0) skip++;
        var padded = bytes.at(skip) >= 0x80;
        writer.u8(INTEGER).u8(bytes.length() - skip + (padded ? 1 : 0));
        if (padded) writer.u8(0);
        writer.raw(bytes.slice(skip, bytes.length()));
    }

    private static Scalar readInteger(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        if (reader.u8(field + " tag") != INTEGER) throw new MalformedInput(start, field + " integer tag 02");
        var length = reader.u8(field + " length");
        if (length < 1 || length > 33) throw new MalformedInput(start + 1, field + " of 1 to 33 bytes");
        var bytes = reader.raw(length, field);
        if (bytes.at(0) >= 0x80) throw new MalformedInput(start + 2, field + " not negative");
        if (length > 1 && bytes.at(0) == 0 && bytes.at(1) < 0x80)
            throw new MalformedInput(start + 2, field + " in the fewest bytes");
        var magnitude = bytes.at(0) == 0 ? bytes.slice(1, length) : bytes;
        if (magnitude.length() > 32) throw new MalformedInput(start + 2, field + " below 2^256");
        var padded = Bytes.concat(Bytes.copyOf(new byte[32 - magnitude.length()]), magnitude);
        if (!(EcdsaNumbers.GROUP.parseScalar(padded) instanceof Parsed.Ok<Scalar>(var value)))
            throw new MalformedInput(start + 2, field + " below the group order");
        return value;
    }
}
