package tallystick.crypto.hash;

import tallystick.crypto.codec.Bytes;

/// Uniform public bytes of any length from a message and a domain separation tag: `expand_message_xmd` with SHA-256.
///
/// **Why** ciphersuite FROST(secp256k1, SHA-256) hashes to scalars with exactly these bytes.
///
/// **Form** 1 to 8160 bytes out. A tag over 255 bytes is hashed first, as the standard says.
///
/// **Timing** public values only.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9380#section-5.3.1 RFC 9380 §5.3.1 (expand_message_xmd)
public final class ExpandMessage {
    private static final int HASH_BYTES = 32;
    private static final int INPUT_BLOCK_BYTES = 64;
    private static final int BLOCKS_MAX = 255;
    private static final int TAG_BYTES_MAX = 255;

    private ExpandMessage() {}

    /// Expands `message` under `tag`.
    ///
    /// @param message any bytes
    /// @param tag the domain separation tag, at least one byte
    /// @param lengthBytes 1 to 8160
    /// @throws IllegalArgumentException if the tag is empty or the length out of range: the caller's fault
    public static Bytes xmdSha256(Bytes message, Bytes tag, int lengthBytes) {
        if (tag.length() == 0) throw new IllegalArgumentException("domain separation tag of 0 bytes");
        if (lengthBytes < 1 || lengthBytes > BLOCKS_MAX * HASH_BYTES)
            throw new IllegalArgumentException("%d bytes not in 1..8160".formatted(lengthBytes));
        var shortTag =
                tag.length() <= TAG_BYTES_MAX ? tag : sha256(Bytes.concat(Bytes.ofUtf8("H2C-OVERSIZE-DST-"), tag));

        // > DST_prime = DST || I2OSP(len(DST), 1); Z_pad = I2OSP(0, s_in_bytes); l_i_b_str = I2OSP(len_in_bytes, 2)
        var tagPrime = Bytes.concat(shortTag, Bytes.copyOf((byte) shortTag.length()));
        var length = Bytes.copyOf((byte) (lengthBytes >>> 8), (byte) lengthBytes);
        var zeros = Bytes.copyOf(new byte[INPUT_BLOCK_BYTES]);
        var zeroth = sha256(Bytes.concat(zeros, message, length, Bytes.copyOf((byte) 0), tagPrime));

        // > b_i = H(strxor(b_0, b_(i - 1)) || I2OSP(i, 1) || DST_prime), where b_1 takes b_0 alone
        var uniform = Bytes.empty();
        var previous = Bytes.copyOf(new byte[HASH_BYTES]);
        for (var i = 1; uniform.length() < lengthBytes; i++) {
            previous = sha256(Bytes.concat(xor(zeroth, previous), Bytes.copyOf((byte) i), tagPrime));
            uniform = Bytes.concat(uniform, previous);
        }
        return uniform.slice(0, lengthBytes);
    }

    private static Bytes sha256(Bytes input) {
        return StandardHash.sha256(input).bytes();
    }

    private static Bytes xor(Bytes left, Bytes right) {
        var bytes = left.toArray();
        for (var i = 0; i < bytes.length; i++) bytes[i] ^= (byte) right.at(i);
        return Bytes.copyOf(bytes);
    }
}
