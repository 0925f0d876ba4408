package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.nativelib.LibSodium;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The hash functions of other people's standards over secrets, input and output off the heap.
///
/// **Why** RFC 9591 hashes the share into each nonce with SHA-512 or `expand_message_xmd`; the platform's hashes
/// would leave copies of it on the heap, and libsodium wipes the stack it works on. Public input goes through
/// [StandardHash] and [ExpandMessage], which give the same bytes.
///
/// **Timing** depends on lengths only.
public final class SecretStandardHash {
    private static final int SHA256_BYTES = 32;
    private static final int SHA256_BLOCK_BYTES = 64;
    private static final int SHA512_BYTES = 64;
    private static final int EXPANDED_BYTES = 48;

    private SecretStandardHash() {}

    /// SHA-512 of `prefix ‖ secret`, 64 bytes.
    ///
    /// @spec https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.4 (SHA-512)
    public static SecretBytes sha512(Bytes prefix, SecretBytes secret, SecretMemory home) {
        try (var held = new Held();
                var message = home.allocate(prefix.length() + secret.length())) {
            var digest = held.hold(home.allocate(SHA512_BYTES));
            MemorySegment.copy(prefix.toArray(), 0, message.memory(), ValueLayout.JAVA_BYTE, 0, prefix.length());
            MemorySegment.copy(secret.memory(), 0, message.memory(), prefix.length(), secret.length());
            LibSodium.sha512(message.memory(), digest.memory());
            return held.release(digest);
        }
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
        // > DST_prime = DST || I2OSP(len(DST), 1)
        var tagLength = tag.length() + 1;
        var zerothLength = SHA256_BLOCK_BYTES + secret.length() + 3 + tagLength;
        try (var held = new Held();
                var zerothMessage = home.allocate(zerothLength);
                var message = home.allocate(SHA256_BYTES + 1 + tagLength);
                var zeroth = home.allocate(SHA256_BYTES);
                var later = home.allocate(SHA256_BYTES)) {
            var expanded = held.hold(home.allocate(EXPANDED_BYTES));
            // > b_0 = H(Z_pad || msg || l_i_b_str || I2OSP(0, 1) || DST_prime)
            var memory = zerothMessage.memory();
            MemorySegment.copy(secret.memory(), 0, memory, SHA256_BLOCK_BYTES, secret.length());
            memory.set(ValueLayout.JAVA_BYTE, zerothLength - tagLength - 2, (byte) EXPANDED_BYTES);
            writeTag(tag, memory);
            LibSodium.sha256(memory, zeroth.memory());
            // > b_1 = H(b_0 || I2OSP(1, 1) || DST_prime)
            writeTag(tag, message.memory());
            block(zeroth, 1, message, later);
            MemorySegment.copy(later.memory(), 0, expanded.memory(), 0, SHA256_BYTES);
            // > b_i = H(strxor(b_0, b_(i - 1)) || I2OSP(i, 1) || DST_prime)
            xor(zeroth, later);
            block(zeroth, 2, message, later);
            MemorySegment.copy(later.memory(), 0, expanded.memory(), SHA256_BYTES, EXPANDED_BYTES - SHA256_BYTES);
            return held.release(expanded);
        }
    }

    /// Ends `message` with the tag and its length.
    private static void writeTag(Bytes tag, MemorySegment message) {
        var at = message.byteSize() - 1 - tag.length();
        MemorySegment.copy(tag.toArray(), 0, message, ValueLayout.JAVA_BYTE, at, tag.length());
        message.set(ValueLayout.JAVA_BYTE, at + tag.length(), (byte) tag.length());
    }

    private static void block(SecretBytes previous, int index, SecretBytes message, SecretBytes target) {
        MemorySegment.copy(previous.memory(), 0, message.memory(), 0, SHA256_BYTES);
        message.memory().set(ValueLayout.JAVA_BYTE, SHA256_BYTES, (byte) index);
        LibSodium.sha256(message.memory(), target.memory());
    }

    private static void xor(SecretBytes target, SecretBytes other) {
        for (var i = 0L; i < SHA256_BYTES; i++) {
            var value = (byte) (target.memory().get(ValueLayout.JAVA_BYTE, i)
                    ^ other.memory().get(ValueLayout.JAVA_BYTE, i));
            target.memory().set(ValueLayout.JAVA_BYTE, i, value);
        }
    }
}
