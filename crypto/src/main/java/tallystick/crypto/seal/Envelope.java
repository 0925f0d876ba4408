package tallystick.crypto.seal;

import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A secret sealed under a symmetric key, bound to its context.
///
/// **Form** magic `tse1` ‖ 12-byte nonce ‖ u32 length ‖ AES-256-GCM ciphertext with its 16-byte tag; the associated data
/// is the magic and the caller's context. Specified in `docs/spec/sealing.md`.
///
/// **Why** random nonces: a key seals at most a few thousand envelopes in its life, far below 2^32.
///
/// **Secrets** the JDK's cipher takes heap arrays: its copies of key and plaintext last one call and are zeroed.
///
/// @spec https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf NIST SP 800-38D
public final class Envelope {
    /// Length of the key in bytes.
    public static final int KEY_LENGTH_BYTES = 32;

    private static final Bytes MAGIC = Bytes.ofUtf8("tse1");
    private static final int NONCE_LENGTH_BYTES = 12;
    private static final int TAG_LENGTH_BITS = 128;
    private static final int CIPHERTEXT_BYTES_MAX = 16 * 1024 * 1024;

    private Envelope() {}

    private record Parts(Bytes nonce, Bytes ciphertext) {}

    /// Seals.
    ///
    /// @param key 32 bytes, stays the caller's
    /// @param context bound, not stored: opening needs the very same bytes
    /// @param plain stays the caller's
    public static Bytes seal(SecretBytes key, Bytes context, SecretBytes plain, Entropy entropy) {
        var nonce = entropy.bytes(NONCE_LENGTH_BYTES);
        var revealed = plain.reveal(SecretAccess.SEALING);
        try {
            var ciphertext = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(revealed);
            return new Writer()
                    .raw(MAGIC)
                    .raw(nonce)
                    .variable(Bytes.copyOf(ciphertext))
                    .toBytes();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK cannot seal with AES-256-GCM", e);
        } finally {
            Arrays.fill(revealed, (byte) 0);
        }
    }

    /// Opens; malformed if the form, the key, the context or any bit is wrong, which cannot be told apart.
    ///
    /// @return the plaintext in `home`, the caller's to close
    public static Parsed<SecretBytes> open(SecretBytes key, Bytes context, Bytes sealed, SecretMemory home) {
        return switch (Reader.parse(sealed, Envelope::read)) {
            case Parsed.Malformed<Parts>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
            case Parsed.Ok<Parts>(var parts) -> decrypt(key, context, parts, home);
        };
    }

    private static Parts read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "envelope magic");
        return new Parts(
                reader.raw(NONCE_LENGTH_BYTES, "nonce"), reader.variable(CIPHERTEXT_BYTES_MAX, "ciphertext"));
    }

    private static Parsed<SecretBytes> decrypt(SecretBytes key, Bytes context, Parts parts, SecretMemory home) {
        try {
            var plain = cipher(Cipher.DECRYPT_MODE, key, parts.nonce(), context)
                    .doFinal(parts.ciphertext().toArray());
            try {
                var opened = home.allocate(plain.length);
                opened.memory().copyFrom(MemorySegment.ofArray(plain));
                return new Parsed.Ok<>(opened);
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        } catch (AEADBadTagException e) {
            return new Parsed.Malformed<>(MAGIC.length(), "ciphertext of this key and context");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK cannot open AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, SecretBytes key, Bytes nonce, Bytes context)
            throws GeneralSecurityException {
        if (key.length() != KEY_LENGTH_BYTES) throw new InvalidKeyException("key not of 32 bytes");
        var revealed = key.reveal(SecretAccess.PLATFORM_PRIMITIVE);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode, new SecretKeySpec(revealed, "AES"), new GCMParameterSpec(TAG_LENGTH_BITS, nonce.toArray()));
            cipher.updateAAD(Bytes.concat(MAGIC, context).toArray());
            return cipher;
        } finally {
            Arrays.fill(revealed, (byte) 0);
        }
    }
}
