package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The hash functions of other people's standards over secrets, input and output off the heap.
///
/// **Why** RFC 9591 hashes the share into each nonce with SHA-512 or `expand_message_xmd`; the platform's hashes
/// would leave copies of it on the heap. Public input goes through [StandardHash] and [ExpandMessage], which give the
/// same bytes.
///
/// **Timing** depends on lengths only.
public final class SecretStandardHash {
    private static final int SHA256_BYTES = 32;
    private static final int SHA256_BLOCK_BYTES = 64;
    private static final int EXPANDED_BYTES = 48;
    private static final Midstate AFTER_ZEROS = Midstate.after(Bytes.copyOf(new byte[SHA256_BLOCK_BYTES]));

    private SecretStandardHash() {}

    /// SHA-512 of `prefix ‖ secret`, 64 bytes.
    ///
    /// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.4 (SHA-512)
    public static SecretBytes sha512(Bytes prefix, SecretBytes secret, SecretMemory home) {
        var digest = home.allocate(OffHeapSha512.DIGEST_BYTES);
        try (var message = home.allocate(prefix.length() + secret.length())) {
            MemorySegment.copy(prefix.toArray(), 0, message.memory(), ValueLayout.JAVA_BYTE, 0, prefix.length());
            MemorySegment.copy(secret.memory(), 0, message.memory(), prefix.length(), secret.length());
            OffHeapSha512.hash(message.memory(), digest.memory(), home);
        }
        return digest;
    }

    /// Forty-eight bytes of `expand_message_xmd` with SHA-256 over `secret` under `tag`: enough to reduce to a scalar
    /// of secp256k1 without bias.
    ///
    /// @param tag the domain separation tag, 1..255 bytes
    /// @throws IllegalArgumentException if the tag is empty or too long: the caller's fault
    /// @spec https://www.rfc-editor.org/rfc/rfc9380#section-5.3.1 RFC 9380 §5.3.1 (expand_message_xmd)
    public static SecretBytes expand48(SecretBytes secret, Bytes tag, SecretMemory home) {
        if (tag.length() < 1 || tag.length() > 255)
            throw new IllegalArgumentException("domain separation tag of %d bytes".formatted(tag.length()));
        var expanded = home.allocate(EXPANDED_BYTES);
        try (var sha256 = OffHeapSha256.open(home);
                var tagPrimeBytes = home.allocate(tag.length() + 1);
                var zeroth = home.allocate(SHA256_BYTES);
                var first = home.allocate(SHA256_BYTES);
                var second = home.allocate(SHA256_BYTES)) {
            // > DST_prime = DST || I2OSP(len(DST), 1)
            var tagPrime = tagPrimeBytes.memory();
            MemorySegment.copy(tag.toArray(), 0, tagPrime, ValueLayout.JAVA_BYTE, 0, tag.length());
            tagPrime.set(ValueLayout.JAVA_BYTE, tag.length(), (byte) tag.length());
            // > b_0 = H(Z_pad || msg || l_i_b_str || I2OSP(0, 1) || DST_prime)
            sha256.restart(AFTER_ZEROS);
            sha256.update(secret.memory());
            sha256.update((byte) 0);
            sha256.update((byte) EXPANDED_BYTES);
            sha256.update((byte) 0);
            sha256.update(tagPrime);
            sha256.digestTo(zeroth.memory());
            // > b_1 = H(b_0 || I2OSP(1, 1) || DST_prime)
            block(sha256, zeroth, 1, tagPrime, first);
            MemorySegment.copy(first.memory(), 0, expanded.memory(), 0, SHA256_BYTES);
            // > b_i = H(strxor(b_0, b_(i - 1)) || I2OSP(i, 1) || DST_prime)
            xor(zeroth, first);
            block(sha256, zeroth, 2, tagPrime, second);
            MemorySegment.copy(second.memory(), 0, expanded.memory(), SHA256_BYTES, EXPANDED_BYTES - SHA256_BYTES);
        }
        return expanded;
    }

    private static void block(
            OffHeapSha256 sha256, SecretBytes previous, int index, MemorySegment tagPrime, SecretBytes target) {
        sha256.restart();
        sha256.update(previous.memory());
        sha256.update((byte) index);
        sha256.update(tagPrime);
        sha256.digestTo(target.memory());
    }

    private static void xor(SecretBytes target, SecretBytes other) {
        for (var i = 0L; i < SHA256_BYTES; i++) {
            var value = (byte) (target.memory().get(ValueLayout.JAVA_BYTE, i)
                    ^ other.memory().get(ValueLayout.JAVA_BYTE, i));
            target.memory().set(ValueLayout.JAVA_BYTE, i, value);
        }
    }
}
