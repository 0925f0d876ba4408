package tallystick.node.rekek;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.node.epochs.RecordedKeys;
import tallystick.node.kek.KekFile;
import tallystick.node.kek.KekWish;
import tallystick.node.kek.StoreDirectory;
import tallystick.node.keystore.StoreCopy;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;

/// Puts another key-encryption key on a stopped node's store, and with it, if asked, another passphrase on its
/// identity.
///
/// **Why it loses nothing** the new store is written beside the old one and synced; then one file, `kek`, is replaced,
/// and with it the new store, its key and the new identity are in force; then the old ones are erased. Cut off before,
/// the old ones are in force and the rest is erased at the next start; cut off after, the next start ends the work.
public final class Rekek {
    private final StoreDirectory directory;
    private final Entropy entropy;
    private final SecretMemory home;

    /// @param directory the node's store; nobody else uses it meanwhile
    public Rekek(StoreDirectory directory, Entropy entropy, SecretMemory home) {
        this.directory = directory;
        this.entropy = entropy;
        this.home = home;
    }

    /// Hears what is done and synced.
    public interface Progress {
        /// A file of the new store, or the new identity, is written; the old ones are in force.
        void wrote(Path file) throws IOException;

        /// The new ones are in force.
        void inForce(KekFile file) throws IOException;
    }

    /// Passphrases before and after.
    ///
    /// @param next none if it stays
    public record Passphrases(SecretBytes now, Optional<SecretBytes> next) {}

    /// Does all of it.
    ///
    /// @throws tallystick.node.kek.KekRefused if the old key or the new one cannot be used; the old one is in force
    /// @spec docs/spec/share-file.md#SF-5 share-file
    /// @spec docs/spec/share-file.md#SF-6 share-file
    public KekFile run(MemberIdentity identity, KekWish wish, Passphrases passphrases, Progress progress)
            throws IOException {
        var passphrase = passphrases.next().orElse(passphrases.now());
        var next = directory.nextStore();
        KekFile file;
        try (var from = directory.open(identity.name(), passphrases.now(), entropy, home)) {
            var settings = wish.make(passphrase, entropy, home);
            try (var to = settings.open(passphrase, entropy, home)) {
                new StoreCopy(identity.name(), from, to, RecordedKeys::of, entropy, home)
                        .write(directory.store(), directory.path().resolve(next), progress::wrote);
                file = KekFile.of(next, settings, to, identity.name(), entropy, home);
            }
        }
        if (passphrases.next().isPresent()) {
            IdentityFile.create(directory.identityFor(next), identity, passphrase, entropy, home);
            progress.wrote(directory.identityFor(next));
        }
        file.save(directory.path());
        progress.inForce(file);
        directory.finish();
        return file;
    }
}
