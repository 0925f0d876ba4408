package tallystick.node.kek;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.PassphraseKey;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.wire.DurableFile;

/// A key-encryption key derived from a passphrase: for trials. Whoever has the file system and the passphrase has the
/// node's shares.
public final class PassphraseKek implements KeyEncryptionKey {
    private final KekName name;
    private final SecretBytes key;
    private final Entropy entropy;

    private PassphraseKek(KekName name, SecretBytes key, Entropy entropy) {
        this.name = name;
        this.key = key;
        this.entropy = entropy;
    }

    /// Derives the key.
    ///
    /// @param salt 16 bytes
    /// @param passphrase stays the caller's
    public static PassphraseKek of(Bytes salt, SecretBytes passphrase, Entropy entropy, SecretMemory home) {
        return new PassphraseKek(
                new KekName(KekKind.PASSPHRASE, salt), PassphraseKey.derive(passphrase, salt, home), entropy);
    }

    /// Derives the key; the salt is made on first use and kept in `saltFile`.
    ///
    /// @throws IOException if the salt can be neither read nor written
    /// @spec docs/spec/share-store.md#SS-6 share-store
    public static PassphraseKek open(Path saltFile, SecretBytes passphrase, Entropy entropy, SecretMemory home)
            throws IOException {
        if (!Files.exists(saltFile)) DurableFile.create(saltFile, entropy.bytes(PassphraseKey.SALT_LENGTH_BYTES));
        var salt = Bytes.copyOf(Files.readAllBytes(saltFile));
        if (salt.length() != PassphraseKey.SALT_LENGTH_BYTES)
            throw new IOException(
                    "salt file %s of %d bytes, not 16: restore it from a backup".formatted(saltFile, salt.length()));
        return of(salt, passphrase, entropy, home);
    }

    @Override
    public KekName name() {
        return name;
    }

    @Override
    public Bytes wrap(Bytes context, SecretBytes dataKey) {
        return Wrapping.wrap(key, context, dataKey, entropy);
    }

    @Override
    public SecretBytes unwrap(Bytes context, Bytes wrapped, SecretMemory home) throws KekRefused {
        return Wrapping.unwrap(key, context, wrapped, home);
    }

    /// Opens a record of the first format, which had no data key.
    ///
    /// @throws KekRefused if it does not open
    public SecretBytes openFormat1(Bytes context, Bytes sealed, SecretMemory home) throws KekRefused {
        return switch (Envelope.open(key, context, sealed, home)) {
            case Parsed.Ok<SecretBytes>(var plain) -> plain;
            case Parsed.Malformed<SecretBytes> _ ->
                throw new KekRefused(KekRefused.Why.NOT_OPENED, "another node's, another epoch's, or damaged");
        };
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "PassphraseKek";
    }
}
