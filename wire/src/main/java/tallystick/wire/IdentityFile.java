package tallystick.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.Envelope;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.PassphraseKey;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// A [MemberIdentity] on disk, sealed under a passphrase.
///
/// **Form** `docs/spec/roster.md`: magic ‖ version 1 ‖ u32 length ‖ name ‖ u32 length ‖ certificate
/// ‖ 16-byte salt ‖ u32 length ‖ envelope of (32-byte seed ‖ PKCS#8). Everything before the envelope is bound
/// into it.
public final class IdentityFile {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-identity");
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);
    private static final int SEED_LENGTH_BYTES = 32;
    private static final int FILE_BYTES_MAX = 64 * 1024;

    private IdentityFile() {}

    private record Sealed(String name, Bytes certificate, Bytes salt, Bytes envelope) {
        Bytes front() {
            return new Writer()
                    .raw(MAGIC)
                    .raw(VERSION)
                    .variable(Bytes.ofUtf8(name))
                    .variable(certificate)
                    .raw(salt)
                    .toBytes();
        }
    }

    /// Writes a new file; never over another.
    ///
    /// @throws IOException if it cannot be written or is there already
    /// @spec docs/spec/roster.md#RO-3 roster
    public static void create(
            Path file, MemberIdentity identity, SecretBytes passphrase, Entropy entropy, SecretMemory home)
            throws IOException {
        var salt = entropy.bytes(PassphraseKey.SALT_LENGTH_BYTES);
        var front = new Sealed(identity.name(), identity.tls().certificateDer(), salt, Bytes.empty()).front();
        var privateKey = identity.tls().privateKey();
        try (var key = PassphraseKey.derive(passphrase, salt, home);
                var seed = identity.key().seed();
                var plain = home.allocate(SEED_LENGTH_BYTES + privateKey.length())) {
            MemorySegment.copy(seed.memory(), 0, plain.memory(), 0, SEED_LENGTH_BYTES);
            MemorySegment.copy(
                    MemorySegment.ofArray(privateKey.toArray()),
                    0,
                    plain.memory(),
                    SEED_LENGTH_BYTES,
                    privateKey.length());
            var envelope = Envelope.seal(key, front, plain, entropy);
            DurableFile.create(file, new Writer().raw(front).variable(envelope).toBytes());
        }
    }

    /// Reads and opens a file.
    ///
    /// @throws IOException if it cannot be read, is damaged, or the passphrase is wrong (the two cannot be told
    ///     apart)
    public static MemberIdentity open(Path file, SecretBytes passphrase, SecretMemory home) throws IOException {
        var sealed = read(file);
        try (var key = PassphraseKey.derive(passphrase, sealed.salt(), home);
                var plain = plain(file, sealed, key, home);
                var seed = home.allocate(SEED_LENGTH_BYTES)) {
            MemorySegment.copy(plain.memory(), 0, seed.memory(), 0, SEED_LENGTH_BYTES);
            var revealed = plain.reveal(SecretAccess.PLATFORM_PRIMITIVE);
            var privateKey = Bytes.copyOf(revealed, SEED_LENGTH_BYTES, revealed.length - SEED_LENGTH_BYTES);
            java.util.Arrays.fill(revealed, (byte) 0);
            return new MemberIdentity(
                    sealed.name(), IdentityKey.of(seed, home), TlsIdentity.of(privateKey, sealed.certificate()));
        } catch (GeneralSecurityException e) {
            throw new IOException("identity file %s holds no TLS key and its certificate".formatted(file), e);
        }
    }

    private static SecretBytes plain(Path file, Sealed sealed, SecretBytes key, SecretMemory home) throws IOException {
        return switch (Envelope.open(key, sealed.front(), sealed.envelope(), home)) {
            case Parsed.Ok<SecretBytes>(var plain) when plain.length() > SEED_LENGTH_BYTES -> plain;
            case Parsed.Ok<SecretBytes>(var plain) -> {
                plain.close();
                throw new IOException("identity file %s holds no keys".formatted(file));
            }
            case Parsed.Malformed<SecretBytes> _ ->
                throw new IOException("identity file %s does not open: wrong passphrase or damaged".formatted(file));
        };
    }

    private static Sealed read(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) throw new IOException("%s is no identity file".formatted(file));
        var parsed = Reader.parse(Bytes.copyOf(Files.readAllBytes(file)), reader -> {
            reader.expect(MAGIC, "identity file magic");
            reader.expect(VERSION, "identity file version 1");
            var name = new String(reader.variable(32, "name").toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
            return new Sealed(
                    name,
                    reader.variable(4096, "certificate"),
                    reader.raw(PassphraseKey.SALT_LENGTH_BYTES, "salt"),
                    reader.variable(4096, "envelope"));
        });
        return switch (parsed) {
            case Parsed.Ok<Sealed>(var sealed) -> sealed;
            case Parsed.Malformed<Sealed>(var offset, var expected) ->
                throw new IOException("identity file %s at byte %d: expected %s".formatted(file, offset, expected));
        };
    }
}
