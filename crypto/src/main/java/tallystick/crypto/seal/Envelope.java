package tallystick.crypto.seal;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A secret sealed under a symmetric key, bound to its context.
///
/// **Form** magic `tse1` ‖ 12-byte nonce ‖ u32 length ‖ AES-256-GCM ciphertext with its 16-byte tag; the
/// associated data is the magic and the caller's context. Specified in `docs/spec/sealing.md`.
///
/// **Why** random nonces: a key seals at most a few thousand envelopes in its life, far below 2^32. The context names
/// what the secret is, of which key and epoch, so that a record put in another's place, or an older one put back, does
/// not open (attack A17).
///
/// **Secrets** the JDK's cipher takes heap arrays: our copies of key and plaintext last one call and are zeroed.
///
/// @spec https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf NIST SP 800-38D
public final class Envelope {
    /// Length of the key in bytes.
    public static final int KEY_LENGTH_BYTES = AesGcm.KEY_BYTES;

    private static final Bytes MAGIC = Bytes.ofUtf8("tse1");
    private static final int CIPHERTEXT_BYTES_MAX = 16 * 1024 * 1024;

    private Envelope() {}

    private record Parts(Bytes nonce, Bytes ciphertext) {}

    /// Seals.
    ///
    /// @param key 32 bytes, stays the caller's
    /// @param context bound, not stored: opening needs the very same bytes
    /// @param plain stays the caller's; less than 16 MiB
    /// @throws IllegalArgumentException if key or plaintext have another length: the caller's fault
    /// @spec docs/spec/sealing.md#SE-1 sealing
    public static Bytes seal(SecretBytes key, Bytes context, SecretBytes plain, Entropy entropy) {
        if (plain.length() > CIPHERTEXT_BYTES_MAX - AesGcm.TAG_BYTES)
            throw new IllegalArgumentException("plaintext of %d bytes, 16 MiB or more".formatted(plain.length()));
        var nonce = entropy.bytes(AesGcm.NONCE_BYTES);
        return new Writer()
                .raw(MAGIC)
                .raw(nonce)
                .variable(AesGcm.seal(key, nonce, associated(context), plain))
                .toBytes();
    }

    /// Opens; malformed if the form, the key, the context or any bit is wrong, which cannot be told apart.
    ///
    /// @return the plaintext in `home`, the caller's to close
    public static Parsed<SecretBytes> open(SecretBytes key, Bytes context, Bytes sealed, SecretMemory home) {
        return switch (Reader.parse(sealed, Envelope::read)) {
            case Parsed.Malformed<Parts>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
            case Parsed.Ok<Parts>(Parts(var nonce, var ciphertext)) ->
                AesGcm.open(key, nonce, associated(context), ciphertext, home)
                        .<Parsed<SecretBytes>>map(Parsed.Ok::new)
                        .orElse(new Parsed.Malformed<>(MAGIC.length(), "ciphertext of this key and context"));
        };
    }

    private static Bytes associated(Bytes context) {
        return Bytes.concat(MAGIC, context);
    }

    private static Parts read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "envelope magic");
        return new Parts(reader.raw(AesGcm.NONCE_BYTES, "nonce"), reader.variable(CIPHERTEXT_BYTES_MAX, "ciphertext"));
    }
}
