package tallystick.node.kek;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.kek.KekRefused.Why;
import tallystick.wire.DurableFile;

/// A node's directory, held by one process: which of its directories is the store, and under which key.
///
/// **Form** with a [KekFile] what that says; without one the store is `keys` and the key is of the node's passphrase
/// with the salt in `kek-salt`, as before there were other kinds.
public final class StoreDirectory implements AutoCloseable {
    private static final String FIRST_STORE = "keys";
    private static final String SALT = "kek-salt";
    private static final String IDENTITY = "identity";

    private final Path directory;
    private final FileChannel lock;

    private StoreDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /// Takes hold of a directory, and finishes a change of the key-encryption key that was cut off after it was in
    /// force.
    ///
    /// @throws KekRefused if another process holds it, or its `kek` file and its store do not go together
    public static StoreDirectory claim(Path directory) throws IOException {
        var channel =
                FileChannel.open(directory.resolve("kek.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null)
                throw new KekRefused(Why.FILE_UNFIT, "another process holds %s: stop it first".formatted(directory));
            var claimed = new StoreDirectory(directory, channel);
            claimed.finish();
            return claimed;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new KekRefused(Why.FILE_UNFIT, "this process holds %s already".formatted(directory));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The directory itself.
    public Path path() {
        return directory;
    }

    /// Its `kek` file, if it has one.
    public Optional<KekFile> file() throws IOException {
        return KekFile.load(directory);
    }

    /// Where the sealed records are.
    public Path store() throws IOException {
        return directory.resolve(file().map(KekFile::store).orElse(FIRST_STORE));
    }

    /// The name of a store that would follow this one.
    public String nextStore() throws IOException {
        var now = file().map(KekFile::store).orElse(FIRST_STORE);
        var number = now.equals(FIRST_STORE) ? 1 : Integer.parseInt(now.substring(FIRST_STORE.length() + 1));
        return "%s-%d".formatted(FIRST_STORE, number + 1);
    }

    /// Where an identity lies that comes into force together with a store.
    public Path identityFor(String store) {
        return directory.resolve(IDENTITY + "." + store);
    }

    /// Opens the key-encryption key of the store.
    ///
    /// @param passphrase of the node, stays the caller's
    public KeyEncryptionKey open(String node, SecretBytes passphrase, Entropy entropy, SecretMemory home)
            throws IOException {
        var file = file();
        return file.isPresent()
                ? file.get().open(node, passphrase, entropy, home)
                : PassphraseKek.open(directory.resolve(SALT), passphrase, entropy, home);
    }

    /// Chooses the key-encryption key of a node that holds nothing yet.
    ///
    /// @throws KekRefused if it holds something: another key is then put on by a change
    public KekFile choose(KekWish wish, String node, SecretBytes passphrase, Entropy entropy, SecretMemory home)
            throws IOException {
        if (file().isPresent() || Files.exists(directory.resolve(SALT)) || holdsSomething(store()))
            throw new KekRefused(
                    Why.FILE_UNFIT, "%s has a store already: change its kek with 'rekek'".formatted(directory));
        var settings = wish.make(passphrase, entropy, home);
        try (var kek = settings.open(passphrase, entropy, home)) {
            var file = KekFile.of(FIRST_STORE, settings, kek, node, entropy, home);
            Files.createDirectories(store());
            file.save(directory);
            return file;
        }
    }

    /// Erases what a change left behind: stores that the `kek` file does not name, before or after it was in force.
    ///
    /// @spec docs/spec/share-file.md#SF-9 share-file
    public void finish() throws IOException {
        var file = file();
        if (file.isEmpty()) {
            // A change erases the salt last, once its kek file is in force: with salt and first store, that store is.
            var first = Files.isDirectory(directory.resolve(FIRST_STORE)) && Files.exists(directory.resolve(SALT));
            if (!first && !others(FIRST_STORE).isEmpty())
                throw new KekRefused(
                        Why.FILE_MALFORMED,
                        "%s has a later store and no kek file: bring the file back from a backup".formatted(directory));
            for (var each : others(FIRST_STORE)) erase(each);
            return;
        }
        var store = file.get().store();
        if (!Files.isDirectory(directory.resolve(store)))
            throw new KekRefused(
                    Why.FILE_MALFORMED,
                    "kek file names store '%s', not in %s: bring it back; if lost, make it and have the shares repaired"
                            .formatted(store, directory));
        if (Files.exists(identityFor(store))) {
            Files.move(
                    identityFor(store),
                    directory.resolve(IDENTITY),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            DurableFile.syncDirectory(directory);
        }
        for (var each : others(store)) erase(each);
        DurableFile.erase(directory.resolve(SALT));
    }

    private static boolean holdsSomething(Path store) throws IOException {
        if (!Files.exists(store)) return false;
        try (var files = Files.list(store)) {
            return files.findAny().isPresent();
        }
    }

    private List<Path> others(String store) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(each -> {
                        var name = each.getFileName().toString().replaceFirst("^identity\\.", "");
                        return KekFile.STORE.matcher(name).matches() && !name.equals(store);
                    })
                    .toList();
        }
    }

    private static void erase(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var each : files.sorted(Comparator.reverseOrder()).toList())
                if (Files.isDirectory(each)) Files.delete(each);
                else DurableFile.erase(each);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
