package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// Keys from a secret that is not uniform yet, such as a Diffie–Hellman result: HKDF with SHA-256.
///
/// **Why** a plain hash is no key derivation (attack A17): extraction and a labelled expansion are apart.
///
/// **Copies** the platform's HKDF takes and gives heap arrays. Ours are zeroed before return; its own inner copies stay
/// until collected. Used for channels that live minutes, never for key shares.
///
/// **Timing** depends on lengths only.
///
/// @spec https://www.rfc-editor.org/rfc/rfc5869#section-2 RFC 5869 §2 (HKDF)
public final class Hkdf {
    private static final int LENGTH_BYTES_MAX = 255 * 32;

    private Hkdf() {}

    /// Extracts from `secret` with `salt` and expands for one purpose.
    ///
    /// @param secret the input keying material, stays the caller's
    /// @param salt public, may be empty
    /// @param info names the purpose; two purposes never share it
    /// @param lengthBytes 1..8160
    /// @return the key in `home`, the caller's to close
    public static SecretBytes sha256(SecretBytes secret, Bytes salt, Bytes info, int lengthBytes, SecretMemory home) {
        if (lengthBytes < 1 || lengthBytes > LENGTH_BYTES_MAX)
            throw new IllegalArgumentException("%d bytes not in 1..8160".formatted(lengthBytes));
        var input = secret.reveal(SecretAccess.PLATFORM_PRIMITIVE);
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(input)
                    .addSalt(salt.toArray())
                    .thenExpand(info.toArray(), lengthBytes);
            var output = KDF.getInstance("HKDF-SHA256").deriveData(parameters);
            try {
                var key = home.allocate(lengthBytes);
                key.memory().copyFrom(MemorySegment.ofArray(output));
                return key;
            } finally {
                Arrays.fill(output, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no HKDF with SHA-256", e);
        } finally {
            Arrays.fill(input, (byte) 0);
        }
    }
}
