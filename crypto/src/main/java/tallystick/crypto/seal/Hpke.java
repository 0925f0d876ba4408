package tallystick.crypto.seal;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A secret sealed to a public key, by anybody, for its holder: backups and envelopes to machines that are offline.
///
/// **Why** base mode: it says nothing about who sealed. Where that matters the sealed bytes are signed by an
/// [IdentityKey], which also convinces third parties.
///
/// **Form** magic `tsh1` ‖ 32-byte encapsulated key ‖ u32 length ‖ ciphertext with its 16-byte tag; suite
/// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; one message a context. Specified in `docs/spec/sealing.md`.
///
/// **Copies** Bouncy Castle takes heap arrays and keeps the private key in one it cannot wipe; ours are zeroed.
///
/// **Threads** stateless. **Timing** constant in secrets, as Bouncy Castle is.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9180#section-6.1 RFC 9180 §6.1 (encryption to a public key, single shot)
public final class Hpke {
    private static final Bytes MAGIC = Bytes.ofUtf8("tsh1");
    private static final int CIPHERTEXT_BYTES_MAX = 16 * 1024 * 1024;
    private static final int SEED_BYTES = 32;

    private Hpke() {}

    /// What a sealing is for and what it is bound to; opening needs the very same.
    ///
    /// @param info names the purpose; enters the key
    /// @param associated enters the tag
    public record Context(Bytes info, Bytes associated) {}

    private record Parts(AgreementPoint encapsulated, Bytes ciphertext) {}

    /// Seals `plain`, which stays the caller's, to the holder of `to`.
    ///
    /// @throws IllegalArgumentException if the plaintext has 16 MiB or more: the caller's fault
    /// @spec docs/spec/sealing.md#SE-2 sealing
    /// @spec https://www.rfc-editor.org/rfc/rfc9180#section-7.1.3 RFC 9180 §7.1.3 (DeriveKeyPair)
    public static Bytes seal(AgreementPoint to, Context context, SecretBytes plain, Entropy entropy) {
        if (plain.length() > CIPHERTEXT_BYTES_MAX - AesGcm.TAG_BYTES)
            throw new IllegalArgumentException("plaintext of %d bytes, 16 MiB or more".formatted(plain.length()));
        var hpke = suite();
        try (var seed = SecretBytes.random(SEED_BYTES, entropy, plain.home())) {
            var ikm = seed.reveal(SecretAccess.PLATFORM_PRIMITIVE);
            var revealed = plain.reveal(SecretAccess.SEALING);
            try {
                // > skE, pkE = GenerateKeyPair(): derived, so that chance comes from the caller
                var ephemeral = hpke.deriveKeyPair(ikm);
                var receiver = new X25519PublicKeyParameters(to.bytes().toArray());
                var sender = hpke.setupBaseS(receiver, context.info().toArray(), ephemeral);
                var ciphertext = sender.seal(context.associated().toArray(), revealed);
                return new Writer()
                        .raw(MAGIC)
                        .raw(Bytes.copyOf(sender.getEncapsulation()))
                        .variable(Bytes.copyOf(ciphertext))
                        .toBytes();
            } catch (InvalidCipherTextException e) {
                throw new AssertionError("HPKE cannot seal", e);
            } finally {
                Arrays.fill(ikm, (byte) 0);
                Arrays.fill(revealed, (byte) 0);
            }
        }
    }

    /// Opens; malformed if the form, the key, the context or any bit is wrong.
    ///
    /// @return the plaintext in `home`, the caller's to close
    public static Parsed<SecretBytes> open(AgreementKey key, Context context, Bytes sealed, SecretMemory home) {
        return switch (Reader.parse(sealed, Hpke::read)) {
            case Parsed.Malformed<Parts>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
            case Parsed.Ok<Parts>(var parts) -> decrypt(key, context, parts, home);
        };
    }

    private static Parsed<SecretBytes> decrypt(AgreementKey key, Context context, Parts parts, SecretMemory home) {
        try (var secret = key.secret()) {
            var revealed = secret.reveal(SecretAccess.PLATFORM_PRIMITIVE);
            try {
                var pair = new AsymmetricCipherKeyPair(
                        new X25519PublicKeyParameters(key.point().bytes().toArray()),
                        new X25519PrivateKeyParameters(revealed));
                var receiver = suite().setupBaseR(
                                parts.encapsulated().bytes().toArray(),
                                pair,
                                context.info().toArray());
                var plain = receiver.open(
                        context.associated().toArray(), parts.ciphertext().toArray());
                try {
                    var opened = home.allocate(plain.length);
                    opened.memory().copyFrom(MemorySegment.ofArray(plain));
                    return new Parsed.Ok<>(opened);
                } finally {
                    Arrays.fill(plain, (byte) 0);
                }
            } catch (InvalidCipherTextException e) {
                return new Parsed.Malformed<>(MAGIC.length(), "ciphertext of this key and context");
            } finally {
                Arrays.fill(revealed, (byte) 0);
            }
        }
    }

    private static Parts read(Reader reader) throws MalformedInput {
        reader.expect(MAGIC, "sealing magic");
        var encapsulated = AgreementPoint.read(reader, "encapsulated key");
        var ciphertext = reader.variable(CIPHERTEXT_BYTES_MAX, "ciphertext");
        // No secret is empty.
        if (ciphertext.length() <= AesGcm.TAG_BYTES) throw reader.malformed("ciphertext of more than 16 bytes");
        return new Parts(encapsulated, ciphertext);
    }

    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
