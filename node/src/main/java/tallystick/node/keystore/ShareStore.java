package tallystick.node.keystore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.SealedShareForm;
import tallystick.mpc.session.PartyId;
import tallystick.node.log.KeyEntries;
import tallystick.wire.DurableFile;

/// The node's key shares on disk, one directory per key.
///
/// **Form** `<key id>/epoch-<n>.share` is the share sealed under the key-encryption key, bound to node, group key and
/// kind of record; `epoch-<n>.pairs` the secrets shared with each peer, likewise; `epoch-<n>.certificate` is
/// public, and its presence makes the epoch active. A share without a certificate is pending and never signs.
///
/// **Threads** one writer at a time per key.
public final class ShareStore {
    private static final String SHARE = "share";
    private static final String PAIRS = "pairs";

    private final Path directory;
    private final String node;
    private final KeyEncryptionKey kek;
    private final SecretMemory home;
    private final KeyEntries entries;

    /// @param directory made if it is not there
    /// @param node this node's name, bound into every record
    /// @param entries writes down what becomes of shares, before anybody hears of it
    public ShareStore(Path directory, String node, KeyEncryptionKey kek, SecretMemory home, KeyEntries entries)
            throws IOException {
        this.entries = entries;
        this.directory = Files.createDirectories(directory);
        this.node = node;
        this.kek = kek;
        this.home = home;
    }

    /// An active key as it stands on disk.
    ///
    /// @param share the caller's to close
    /// @param pairs the peers' secrets in their own form, the caller's to close; of no length where the scheme has
    ///     none
    public record Stored(Certificate certificate, KeyShare share, SecretBytes pairs) {}

    /// Seals and syncs a pending share.
    ///
    /// @param pairs the peers' secrets in their own form
    public void savePending(KeyShare share, SecretBytes pairs) throws IOException {
        var key = share.key();
        Files.createDirectories(folder(key.id()));
        try (var plain = SealedShareForm.write(share, home)) {
            DurableFile.replace(file(key, SHARE), kek.seal(context(key, SHARE), plain));
        }
        DurableFile.replace(file(key, PAIRS), kek.seal(context(key, PAIRS), pairs));
        entries.prepared(key);
    }

    /// Makes an epoch active, for ever: its certificate is on disk when this returns.
    public void activate(Certificate certificate) throws IOException {
        entries.activated(certificate);
        DurableFile.replace(file(certificate.key(), "certificate"), certificate.encode());
    }

    /// Opens all active keys.
    ///
    /// @throws IOException if a file cannot be read, is damaged, or was sealed for another node, key or epoch
    public List<Stored> load() throws IOException {
        var stored = new ArrayList<Stored>();
        try (var folders = Files.list(directory)) {
            for (var folder : folders.filter(Files::isDirectory).sorted().toList())
                for (var file : certificates(folder)) stored.add(read(file));
        }
        return stored;
    }

    /// Opens one active key.
    public Stored load(Certificate certificate) throws IOException {
        return read(file(certificate.key(), "certificate"));
    }

    private static List<Path> certificates(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".certificate"))
                    .sorted()
                    .toList();
        }
    }

    private Stored read(Path file) throws IOException {
        var certificate =
                switch (Certificate.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
                    case Parsed.Ok<Certificate>(var good) -> good;
                    case Parsed.Malformed<Certificate>(var offset, var expected) ->
                        throw new IOException("%s at byte %d: expected %s".formatted(file, offset, expected));
                };
        var key = certificate.key();
        var self = key.tree().party(node).orElseThrow(() -> new IOException(file + " is of a key without this node"));
        var share = share(key, self);
        return new Stored(certificate, share, open(key, PAIRS));
    }

    private KeyShare share(GroupKey key, PartyId self) throws IOException {
        try (var plain = open(key, SHARE)) {
            return switch (SealedShareForm.parse(plain, key, self, home)) {
                case Parsed.Ok<KeyShare>(var share) -> share;
                case Parsed.Malformed<KeyShare>(var offset, var expected) ->
                    throw new IOException(
                            "%s: share at byte %d: expected %s".formatted(file(key, SHARE), offset, expected));
            };
        }
    }

    private SecretBytes open(GroupKey key, String kind) throws IOException {
        var file = file(key, kind);
        return switch (kek.open(context(key, kind), Bytes.copyOf(Files.readAllBytes(file)), home)) {
            case Parsed.Ok<SecretBytes>(var plain) -> plain;
            case Parsed.Malformed<SecretBytes> _ ->
                throw new IOException(file + " does not open: another node's, another epoch's, or damaged");
        };
    }

    private Path folder(Digest32 keyId) {
        return directory.resolve(keyId.toString());
    }

    private Path file(GroupKey key, String kind) {
        return folder(key.id()).resolve("epoch-%d.%s".formatted(key.epoch(), kind));
    }

    private Bytes context(GroupKey key, String kind) {
        return new Writer()
                .variable(Bytes.ofUtf8("tallystick/share-store/v1"))
                .variable(Bytes.ofUtf8(kind))
                .variable(Bytes.ofUtf8(node))
                .raw(key.hash().bytes())
                .toBytes();
    }
}
