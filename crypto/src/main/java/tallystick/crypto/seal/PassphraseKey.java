package tallystick.crypto.seal;

import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A 32-byte key from a passphrase, slow and memory-hard on purpose: for trials and for identities of people's
/// machines. A node's shares in production are better under a token or a TPM.
///
/// **Form** Argon2id version 1.3, 3 passes, 64 MiB, 4 lanes, 16-byte salt. The parameters are part of every format that
/// uses it, so a change is a new format.
///
/// **Timing** about a tenth of a second. **Secrets** Bouncy Castle takes heap arrays: the passphrase's and the key's
/// copies last one call and are zeroed; its working memory is left to the collector (see SECURE-USAGE.md).
///
/// @spec https://www.rfc-editor.org/rfc/rfc9106#section-4 RFC 9106 §4, second recommended option
public final class PassphraseKey {
    /// Length of the salt in bytes.
    public static final int SALT_LENGTH_BYTES = 16;

    /// Length of the key in bytes.
    public static final int KEY_LENGTH_BYTES = 32;

    private static final int PASSES = 3;
    private static final int MEMORY_KIB = 64 * 1024;
    private static final int LANES = 4;

    private PassphraseKey() {}

    /// Derives the key.
    ///
    /// @param salt 16 bytes, stored beside what the key seals
    /// @return 32 bytes in `home`, the caller's to close
    public static SecretBytes derive(SecretBytes passphrase, Bytes salt, SecretMemory home) {
        if (salt.length() != SALT_LENGTH_BYTES)
            throw new IllegalArgumentException("salt of %d bytes, not 16".formatted(salt.length()));
        var password = passphrase.reveal(SecretAccess.PLATFORM_PRIMITIVE);
        var key = new byte[KEY_LENGTH_BYTES];
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withIterations(PASSES)
                    .withMemoryAsKB(MEMORY_KIB)
                    .withParallelism(LANES)
                    .withSalt(salt.toArray())
                    .build());
            generator.generateBytes(password, key);
            var derived = home.allocate(KEY_LENGTH_BYTES);
            derived.memory().copyFrom(java.lang.foreign.MemorySegment.ofArray(key));
            return derived;
        } finally {
            Arrays.fill(password, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }
}
