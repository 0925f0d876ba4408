package tallystick.crypto.hash;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;

/// Thirty-two public bytes that came out of a hash function.
///
/// **Form** exactly 32 bytes; prints as 64 hex digits.
public record Digest32(Bytes bytes) implements Comparable<Digest32> {
    /// Length of a digest in bytes.
    public static final int LENGTH_BYTES = 32;

    /// @throws IllegalArgumentException if not 32 bytes: the caller's fault
    public Digest32 {
        if (bytes.length() != LENGTH_BYTES)
            throw new IllegalArgumentException("digest of %d bytes, not 32".formatted(bytes.length()));
    }

    /// The digest written as 64 hex digits.
    public static Digest32 ofHex(String hex) {
        return new Digest32(Bytes.ofHex(hex));
    }

    /// Reads 32 bytes.
    public static Digest32 read(Reader reader, String field) throws MalformedInput {
        return new Digest32(reader.raw(LENGTH_BYTES, field));
    }

    @Override
    public int compareTo(Digest32 other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
