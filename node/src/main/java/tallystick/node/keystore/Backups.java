package tallystick.node.keystore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.seal.AgreementPoint;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.key.GroupKey;
import tallystick.wire.DurableFile;
import tallystick.wire.ShareBackup;

/// Where this node puts sealed copies of its shares: a directory that lies elsewhere than its store, such as a mounted
/// volume of those who keep backups.
///
/// **Form** `<first 16 digits of the key's id>-<epoch>-<node>-<first 16 digits of the group key's hash>.backup`.
///
/// **Threads** any.
public final class Backups {
    private final Path directory;
    private final AgreementPoint to;
    private final String node;
    private final Entropy entropy;
    private final SecretMemory home;

    /// @param directory must exist: a mount point that is not mounted is an error and not a new directory
    /// @param to whose holder can open them; the secret half is on no node
    public Backups(Path directory, AgreementPoint to, String node, Entropy entropy, SecretMemory home)
            throws IOException {
        if (!Files.isDirectory(directory))
            throw new IOException("backup directory %s is not there: mount it".formatted(directory));
        this.directory = directory;
        this.to = to;
        this.node = node;
        this.entropy = entropy;
        this.home = home;
    }

    /// Seals a share, writes it, and reads it back. When this returns the very bytes are on that medium; that they open
    /// is for the holder of the backup key to try (`tallystick backup verify`).
    ///
    /// @throws IOException if it cannot be written, or what is read back differs
    /// @spec docs/spec/share-backup.md#SB-2 share-backup
    /// @spec docs/spec/share-backup.md#SB-3 share-backup
    public void save(PendingShare pending) throws IOException {
        var key = pending.key();
        Bytes backup;
        try (var plain = pending.write(home)) {
            backup = ShareBackup.seal(to, key.encode(), node, plain, entropy).encode();
        }
        var file = file(key);
        DurableFile.replace(file, backup);
        if (!Bytes.copyOf(Files.readAllBytes(file)).equals(backup))
            throw new IOException("backup %s reads back differently: look at the medium".formatted(file));
    }

    /// When the backup of this node's share of that epoch was written; empty if there is none, or its medium cannot be
    /// read now.
    public Optional<Instant> savedAt(GroupKey key) {
        try {
            return Optional.of(Files.getLastModifiedTime(file(key)).toInstant());
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private Path file(GroupKey key) {
        return directory.resolve("%s-%d-%s-%s.backup"
                .formatted(
                        key.id().toString().substring(0, 16),
                        key.epoch(),
                        node,
                        key.hash().toString().substring(0, 16)));
    }
}
