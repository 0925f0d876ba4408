package tallystick.node.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.GroupKey;
import tallystick.node.documents.Documents;
import tallystick.node.kek.StoreDirectory;
import tallystick.node.keystore.ShareStore;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;
import tallystick.node.log.KeyEntries;
import tallystick.node.restore.ShareRestore;
import tallystick.node.rounds.Self;
import tallystick.node.standing.RosterBook;
import tallystick.wire.BackupKeyFile;
import tallystick.wire.IdentityFile;
import tallystick.wire.Passphrase;

/// `restore`: a share comes back from its backup.
final class RestoreCommand {
    private static final SystemEntropy ENTROPY = new SystemEntropy();

    private RestoreCommand() {}

    static void run(RestoreArguments arguments) throws IOException, StoreUnavailable {
        var administrator = Main.administrator(arguments.administrator());
        var record = record(arguments.record());
        var backup = bytes(arguments.backup());
        try (var home = SecretMemory.open();
                var passphrase = Passphrase.read(arguments.passphraseFile(), home);
                var directory = StoreDirectory.claim(arguments.directory());
                var identity = IdentityFile.open(arguments.directory().resolve("identity"), passphrase, home);
                var kek = directory.open(identity.name(), passphrase, ENTROPY, home);
                var log = FileLog.open(arguments.directory().resolve("log"), identity, InstantSource.system());
                var secretPassphrase = Passphrase.read(arguments.secretPassphraseFile(), home);
                var secret = BackupKeyFile.open(arguments.secret(), secretPassphrase, home)) {
            var book = RosterBook.open(arguments.directory(), administrator, bytes(arguments.roster()));
            var self = new Self(identity, book, ENTROPY, home);
            var store = new ShareStore(directory.store(), self.name(), kek, ENTROPY, home, new KeyEntries(log));
            if (arguments.workspace().isPresent())
                require(arguments.ledger(), self.name(), arguments.workspace().get());
            tell(self.name(), new ShareRestore(self, store).run(backup, secret, record));
        }
    }

    /// Before the share is there: a node that has it signs nothing without its policy.
    private static void require(LedgerPlace place, String node, Digest32 workspace)
            throws IOException, StoreUnavailable {
        try (var ledger = place.open(node, _ -> {})) {
            Documents.require(ledger, workspace, InstantSource.system().instant());
        }
        System.out.printf("the node signs nothing until it has taken the genesis of the workspace %s%n", workspace);
    }

    private static void tell(String node, GroupKey key) {
        System.out.printf("node %s: share of key %s, epoch %d, restored%n", node, key.id(), key.epoch());
        System.out.println("  next: start the node; the others refuse it, as its log begins anew");
        System.out.printf("  then: './tallystick node clear %s' for each of them, and a refresh of the key%n", node);
    }

    private static KeyRecord record(Path file) throws IOException {
        return switch (KeyRecord.parse(bytes(file))) {
            case Parsed.Ok<KeyRecord>(var good) -> good;
            case Parsed.Malformed<KeyRecord>(var offset, var expected) -> throw Main.malformed(file, offset, expected);
        };
    }

    private static Bytes bytes(Path file) throws IOException {
        if (!Files.exists(file)) throw new IOException("there is no file " + file);
        return Bytes.copyOf(Files.readAllBytes(file));
    }
}
