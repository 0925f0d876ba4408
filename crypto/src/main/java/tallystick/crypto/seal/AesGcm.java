package tallystick.crypto.seal;

import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The platform's AES-256-GCM between secret memory and public bytes.
///
/// **Copies** the cipher takes heap arrays: our copies of key and plaintext last one call and are zeroed; the key
/// schedule inside the platform's cipher stays until collected.
///
/// @spec https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf NIST SP 800-38D §7
final class AesGcm {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private AesGcm() {}

    static Bytes seal(SecretBytes key, Bytes nonce, Bytes associated, SecretBytes plain) {
        var revealed = plain.reveal(SecretAccess.SEALING);
        try {
            return Bytes.copyOf(
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(revealed));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK cannot seal with AES-256-GCM", e);
        } finally {
            Arrays.fill(revealed, (byte) 0);
        }
    }

    /// The plaintext in `home`; none if anything was changed, or it is empty, which no secret is.
    static Optional<SecretBytes> open(
            SecretBytes key, Bytes nonce, Bytes associated, Bytes ciphertext, SecretMemory home) {
        if (ciphertext.length() <= TAG_BYTES) return Optional.empty();
        try {
            var plain = cipher(Cipher.DECRYPT_MODE, key, nonce, associated).doFinal(ciphertext.toArray());
            try {
                var opened = home.allocate(plain.length);
                opened.memory().copyFrom(MemorySegment.ofArray(plain));
                return Optional.of(opened);
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK cannot open AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, SecretBytes key, Bytes nonce, Bytes associated)
            throws GeneralSecurityException {
        if (key.length() != KEY_BYTES)
            throw new IllegalArgumentException("key of %d bytes, not 32".formatted(key.length()));
        var revealed = key.reveal(SecretAccess.PLATFORM_PRIMITIVE);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode, new SecretKeySpec(revealed, "AES"), new GCMParameterSpec(8 * TAG_BYTES, nonce.toArray()));
            cipher.updateAAD(associated.toArray());
            return cipher;
        } finally {
            Arrays.fill(revealed, (byte) 0);
        }
    }
}
