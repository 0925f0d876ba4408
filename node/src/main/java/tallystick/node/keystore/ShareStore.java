package tallystick.node.keystore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.session.PartyId;
import tallystick.node.kek.KeyEncryptionKey;
import tallystick.node.log.KeyEntries;
import tallystick.wire.DurableFile;

/// The node's key shares on disk, one directory per key.
///
/// **Form** `<key id>/<epoch>-<first 16 digits of the group key's hash>.share` is a [ShareFile]: the share sealed
/// under the key-encryption key, bound to node, group key and kind of record; `….pairs` the secrets shared with
/// each peer, likewise. `epochs` is public: where this node stands with the key's epochs. Only a share it calls
/// active ever signs, and the one before while not all owners use that.
///
/// **Threads** one writer at a time per key.
public final class ShareStore {
    private static final String SHARE = "share";
    private static final String PAIRS = "pairs";
    private static final String EPOCHS = "epochs";
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern STEM = Pattern.compile("([0-9]{1,10})-[0-9a-f]{16}\\.");

    private final Path directory;
    private final String node;
    private final KeyEncryptionKey kek;
    private final Entropy entropy;
    private final SecretMemory home;
    private final KeyEntries entries;

    /// @param directory made if it is not there
    /// @param node this node's name, bound into every record
    /// @param entries writes down what becomes of shares, before anybody hears of it
    public ShareStore(
            Path directory, String node, KeyEncryptionKey kek, Entropy entropy, SecretMemory home, KeyEntries entries)
            throws IOException {
        this.entries = entries;
        this.directory = Files.createDirectories(directory);
        this.node = node;
        this.kek = kek;
        this.entropy = entropy;
        this.home = home;
    }

    /// An active key as it stands on disk.
    ///
    /// @param change where the node stands with it
    /// @param certificate of the epoch in use
    /// @param share the caller's to close
    /// @param pairs the peers' secrets in their own form, the caller's to close; of no length where the scheme has
    ///     none
    public record Stored(EpochChange change, Certificate certificate, KeyShare share, SecretBytes pairs) {}

    /// Seals and syncs a pending share.
    ///
    /// @param pairs the peers' secrets in their own form
    /// @spec docs/spec/ceremony.md#CE-17 ceremony
    /// @spec docs/spec/share-store.md#SS-3 share-store
    public void savePending(PendingShare pending, SecretBytes pairs) throws IOException {
        var key = pending.key();
        Files.createDirectories(folder(key.id()));
        try (var plain = pending.write(home)) {
            DurableFile.replace(file(key, SHARE), sealed(key, SHARE, plain));
        }
        DurableFile.replace(file(key, PAIRS), sealed(key, PAIRS, pairs));
        entries.prepared(key);
    }

    /// Replaces what two nodes share of one active epoch; synced.
    public void replacePairs(GroupKey key, SecretBytes pairs) throws IOException {
        DurableFile.replace(file(key, PAIRS), sealed(key, PAIRS, pairs));
    }

    /// Whether this node knows where it stands with a key.
    public boolean knows(Digest32 keyId) {
        return Files.exists(folder(keyId).resolve(EPOCHS));
    }

    /// Seals and syncs a share that came back from its backup. It signs nothing before [#saveEpochs] names it.
    ///
    /// @param plain the share in the form in which it is sealed, the caller's to close
    /// @param pairs the peers' secrets in their own form
    /// @param backup SHA-256 of the backup
    /// @spec docs/spec/share-backup.md#SB-8 share-backup
    public void saveRestored(Certificate certificate, SecretBytes plain, SecretBytes pairs, Digest32 backup)
            throws IOException {
        var key = certificate.key();
        entries.restored(key, backup);
        Files.createDirectories(folder(key.id()));
        DurableFile.replace(file(key, SHARE), sealed(key, SHARE, plain));
        DurableFile.replace(file(key, PAIRS), sealed(key, PAIRS, pairs));
        entries.activated(certificate);
    }

    /// Writes down that an epoch is active here.
    public void activated(Certificate certificate) throws IOException {
        entries.activated(certificate);
    }

    /// Writes where this node stands with a key's epochs; synced.
    public void saveEpochs(Digest32 keyId, Bytes epochs) throws IOException {
        Files.createDirectories(folder(keyId));
        DurableFile.replace(folder(keyId).resolve(EPOCHS), epochs);
    }

    /// What [#saveEpochs] wrote last, by key.
    ///
    /// @throws IOException if a file cannot be read, or a directory is not named by a key's id
    public Map<Digest32, Bytes> epochs() throws IOException {
        var found = new TreeMap<Digest32, Bytes>();
        try (var folders = Files.list(directory)) {
            for (var folder : folders.filter(Files::isDirectory).toList()) {
                var file = folder.resolve(EPOCHS);
                if (!KEY_ID.matcher(folder.getFileName().toString()).matches())
                    throw new IOException(folder + " is not named by a key's id: move it away");
                if (Files.exists(file))
                    found.put(
                            new Digest32(Bytes.ofHex(folder.getFileName().toString())),
                            Bytes.copyOf(Files.readAllBytes(file)));
            }
        }
        return found;
    }

    /// Opens the share of the epoch in use, with its pairs.
    ///
    /// @param change what [#epochs] says of the key: no share that it does not call active comes out of here
    /// @throws IOException if a file cannot be read, is damaged, or was sealed for another node, key or epoch
    /// @spec docs/spec/share-store.md#SS-4 share-store
    public Stored load(EpochChange change) throws IOException {
        var certificate = change.inUse()
                .orElseThrow(() -> new IOException("no epoch of the key is active: it has no share to open"));
        var key = certificate.key();
        var self = key.tree()
                .party(node)
                .orElseThrow(() -> new IOException("key %s has no leaf of node %s".formatted(key.id(), node)));
        var share = share(change, key, self);
        try {
            return new Stored(change, certificate, share, open(key, PAIRS));
        } catch (IOException e) {
            share.close();
            throw e;
        }
    }

    /// Destroys every share of the key up to an epoch but those of one group key, overwritten before they are unlinked.
    /// They were sealed; on media that keep old blocks it is the seal that protects them. May be repeated: what an
    /// attempt at a later epoch has just sealed stays.
    ///
    /// @param kept whose share is in use; empty if this node has none
    /// @spec docs/spec/share-store.md#SS-5 share-store
    public void erase(Digest32 keyId, int upTo, Optional<GroupKey> kept) throws IOException {
        if (!Files.exists(folder(keyId))) return;
        try (var files = Files.list(folder(keyId))) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.startsWith(EPOCHS)
                        || isLater(name, upTo)
                        || kept.filter(key -> name.startsWith(stem(key))).isPresent()) continue;
                DurableFile.erase(file);
            }
        }
    }

    private static boolean isLater(String name, int epoch) {
        var stem = STEM.matcher(name);
        return stem.lookingAt() && Long.parseLong(stem.group(1)) > epoch;
    }

    private KeyShare share(EpochChange change, GroupKey key, PartyId self) throws IOException {
        try (var plain = open(key, SHARE)) {
            return switch (KeptShare.parse(plain, key, self, home)) {
                case Parsed.Ok<KeptShare>(var kept) -> {
                    try (kept) {
                        yield kept.activate(change).orThrow();
                    }
                }
                case Parsed.Malformed<KeptShare>(var offset, var expected) ->
                    throw new IOException(
                            "%s: share at byte %d: expected %s".formatted(file(key, SHARE), offset, expected));
            };
        }
    }

    private Bytes sealed(GroupKey key, String kind, SecretBytes plain) throws IOException {
        return ShareFile.seal(kek, place(key, kind), key.hash(), plain, entropy, home);
    }

    private SecretBytes open(GroupKey key, String kind) throws IOException {
        var file = Bytes.copyOf(Files.readAllBytes(file(key, kind)));
        return ShareFile.open(kek, place(key, kind), key.hash(), file, home);
    }

    private Path folder(Digest32 keyId) {
        return directory.resolve(keyId.toString());
    }

    private Path file(GroupKey key, String kind) {
        return folder(key.id()).resolve(stem(key) + kind);
    }

    private static String stem(GroupKey key) {
        return "%d-%s.".formatted(key.epoch(), key.hash().toString().substring(0, 16));
    }

    /// @spec docs/spec/share-store.md#SS-1 share-store
    private ShareFile.Place place(GroupKey key, String kind) {
        return new ShareFile.Place(node, key.id(), stem(key) + kind);
    }
}
