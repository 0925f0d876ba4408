package tallystick.node.keystore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.kek.KekRefused;
import tallystick.node.kek.KeyEncryptionKey;
import tallystick.wire.DurableFile;

/// A node's store written anew under another key-encryption key, beside the old one, which stays as it is.
///
/// **Threads** one; no node may be writing the old store.
public final class StoreCopy {
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern RECORD = Pattern.compile("[0-9]+-[0-9a-f]{16}\\.(share|pairs)");
    private static final String EPOCHS = "epochs";

    private final String node;
    private final ShareFile.Change change;
    private final RecordedKeys keys;
    private final SecretMemory home;

    /// Which group keys a file `epochs` speaks of, as hashes.
    public interface RecordedKeys {
        /// @param keyId under which it is kept
        /// @throws IOException if the file is damaged
        List<Digest32> of(Digest32 keyId, Bytes epochs) throws IOException;
    }

    /// Hears of each file once it is written.
    public interface Progress {
        /// @param file in the new store
        void wrote(Path file) throws IOException;
    }

    /// @param from what the old store is sealed under
    /// @param to what the new one is
    public StoreCopy(
            String node,
            KeyEncryptionKey from,
            KeyEncryptionKey to,
            RecordedKeys keys,
            Entropy entropy,
            SecretMemory home) {
        this.node = node;
        this.change = new ShareFile.Change(from, to, entropy);
        this.keys = keys;
        this.home = home;
    }

    /// Writes `to`, which must not be there; synced. Half-written files that a crash left are not taken along, nor
    /// records of the first format that no epoch speaks of, which nobody can use.
    ///
    /// @throws KekRefused if a record does not open
    /// @spec docs/spec/share-file.md#SF-7 share-file
    public void write(Path from, Path to, Progress progress) throws IOException {
        Files.createDirectory(to);
        if (!Files.exists(from)) return;
        try (var folders = Files.list(from)) {
            for (var folder : folders.filter(Files::isDirectory).sorted().toList()) {
                var name = folder.getFileName().toString();
                if (!KEY_ID.matcher(name).matches())
                    throw new IOException(folder + " is not named by a key's id: move it away");
                writeKey(new Digest32(Bytes.ofHex(name)), folder, Files.createDirectory(to.resolve(name)), progress);
            }
        }
        DurableFile.syncDirectory(to);
    }

    private void writeKey(Digest32 id, Path from, Path to, Progress progress) throws IOException {
        var epochs = from.resolve(EPOCHS);
        var known = Files.exists(epochs) ? keys.of(id, bytes(epochs)) : List.<Digest32>of();
        try (var files = Files.list(from)) {
            for (var file : files.sorted().toList()) {
                var copy = copy(id, file, known);
                if (copy.isEmpty()) continue;
                DurableFile.create(to.resolve(file.getFileName()), copy.get());
                progress.wrote(to.resolve(file.getFileName()));
            }
        }
        DurableFile.syncDirectory(to);
    }

    private Optional<Bytes> copy(Digest32 id, Path file, List<Digest32> known) throws IOException {
        var name = file.getFileName().toString();
        if (name.equals(EPOCHS)) return Optional.of(bytes(file));
        if (!RECORD.matcher(name).matches()) return Optional.empty();
        var place = new ShareFile.Place(node, id, name);
        var content = bytes(file);
        if (!ShareFile.isFormat1(content)) return Optional.of(ShareFile.rewrap(change, place, content, home));
        var digits = name.substring(name.indexOf('-') + 1, name.indexOf('.'));
        for (var groupKey : known)
            if (groupKey.toString().startsWith(digits))
                return Optional.of(ShareFile.renew(change, place, groupKey, content, home));
        return Optional.empty();
    }

    private static Bytes bytes(Path file) throws IOException {
        return Bytes.copyOf(Files.readAllBytes(file));
    }
}
