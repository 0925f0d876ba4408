package tallystick.node.tpm;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;

/// The derivations of TPM sessions, all with SHA-256 and AES-128.
///
/// **Secrets** stand in arrays that their callers zero; the platform's key objects keep copies until collected.
///
/// @spec https://trustedcomputinggroup.org/resource/tpm-library-specification/ TPM 2.0 Library, Part 1 §11.4.10, §21
final class Derive {
    private static final int KEY_BYTES = 16;
    private static final int BITS = 256;

    private Derive() {}

    static Bytes hash(Bytes... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) digest.update(part.toArray());
            return Bytes.copyOf(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no SHA-256", e);
        }
    }

    static byte[] hmac(byte[] key, Bytes... parts) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (var part : parts) mac.update(part.toArray());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no HMAC-SHA256", e);
        }
    }

    /// KDFa: one block of 256 bits.
    static byte[] fromKey(byte[] key, String label, Bytes first, Bytes second) {
        return hmac(key, labelled(label), first, second, new Writer().u32(BITS).toBytes());
    }

    /// KDFe: one block of 256 bits.
    static byte[] fromAgreement(byte[] shared, String label, Bytes first, Bytes second) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(new Writer().u32(1).toBytes().toArray());
            digest.update(shared);
            digest.update(Bytes.concat(Bytes.ofUtf8(label), Bytes.copyOf((byte) 0), first, second)
                    .toArray());
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no SHA-256", e);
        }
    }

    private static Bytes labelled(String label) {
        return new Writer().u32(1).raw(Bytes.ofUtf8(label)).u8(0).toBytes();
    }

    /// Encrypts or decrypts a parameter with the key stream of two nonces.
    ///
    /// @param mode of [Cipher]
    static byte[] parameter(int mode, byte[] sessionValue, Bytes newer, Bytes older, byte[] input) {
        var stream = fromKey(sessionValue, "CFB", newer, older);
        try {
            var cipher = Cipher.getInstance("AES/CFB/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(stream, 0, KEY_BYTES, "AES"),
                    new IvParameterSpec(stream, KEY_BYTES, KEY_BYTES));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no AES in CFB mode", e);
        } finally {
            Arrays.fill(stream, (byte) 0);
        }
    }
}
