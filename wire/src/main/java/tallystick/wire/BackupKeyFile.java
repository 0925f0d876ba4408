package tallystick.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.seal.AgreementPoint;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.PassphraseKey;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// The key that backups of shares are sealed to: its secret half in a file sealed under a passphrase, kept away from
/// all nodes, and its public half as one line of text that nodes are given.
///
/// **Form** `TSBS` ‖ u8 1 ‖ public half (32) ‖ salt (16) ‖ u32 length ‖ envelope of the 32-byte secret, to
/// which all before is bound. The text is `tallystick-backup-key ` and 64 hex digits.
public final class BackupKeyFile {
    private static final Bytes MAGIC = Bytes.ofUtf8("TSBS\u0001");
    private static final String LABEL = "tallystick-backup-key ";
    private static final int FILE_BYTES_MAX = 4096;

    private BackupKeyFile() {}

    private record Sealed(Bytes point, Bytes salt, Bytes envelope) {
        Bytes front() {
            return new Writer().raw(MAGIC).raw(point).raw(salt).toBytes();
        }
    }

    /// Writes a new key; never over another file.
    ///
    /// @return the public half
    public static AgreementPoint create(Path file, SecretBytes passphrase, Entropy entropy, SecretMemory home)
            throws IOException {
        var salt = entropy.bytes(PassphraseKey.SALT_LENGTH_BYTES);
        try (var fresh = AgreementKey.generate(entropy, home);
                var key = PassphraseKey.derive(passphrase, salt, home);
                var secret = fresh.secret()) {
            var front = new Sealed(fresh.point().bytes(), salt, Bytes.empty()).front();
            var envelope = Envelope.seal(key, front, secret, entropy);
            DurableFile.create(file, new Writer().raw(front).variable(envelope).toBytes());
            return fresh.point();
        }
    }

    /// Opens the secret half.
    ///
    /// @throws IOException if the file cannot be read, is damaged, or the passphrase is wrong (the two cannot be
    /// told apart)
    public static AgreementKey open(Path file, SecretBytes passphrase, SecretMemory home) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) throw new IOException(file + " is no backup key file");
        var parsed = Reader.parse(Bytes.copyOf(Files.readAllBytes(file)), reader -> {
            reader.expect(MAGIC, "backup key format 1");
            return new Sealed(
                    reader.raw(AgreementPoint.LENGTH_BYTES, "public half"),
                    reader.raw(PassphraseKey.SALT_LENGTH_BYTES, "salt"),
                    reader.variable(FILE_BYTES_MAX, "envelope"));
        });
        if (!(parsed instanceof Parsed.Ok<Sealed>(var sealed))) throw new IOException(file + " is no backup key file");
        try (var key = PassphraseKey.derive(passphrase, sealed.salt(), home)) {
            return switch (Envelope.open(key, sealed.front(), sealed.envelope(), home)) {
                case Parsed.Ok<SecretBytes>(var secret) -> {
                    try (secret) {
                        yield AgreementKey.of(secret, home);
                    }
                }
                case Parsed.Malformed<SecretBytes> _ ->
                    throw new IOException(file + " does not open: wrong passphrase or damaged");
            };
        }
    }

    /// The public half as text.
    public static String print(AgreementPoint point) {
        return LABEL + point.bytes().toHex() + "\n";
    }

    /// Reads the text.
    public static Parsed<AgreementPoint> parse(String text) {
        var line = text.strip();
        if (!line.startsWith(LABEL) || !line.substring(LABEL.length()).matches("[0-9a-f]{64}"))
            return new Parsed.Malformed<>(0, "one line of the form '%s' and 64 hex digits".formatted(LABEL.strip()));
        return AgreementPoint.parse(Bytes.ofHex(line.substring(LABEL.length())));
    }
}
