package tallystick.node.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.kek.KekFile;
import tallystick.node.kek.KekKind;
import tallystick.node.kek.KekSettings;
import tallystick.node.kek.StoreDirectory;
import tallystick.node.rekek.Rekek;
import tallystick.wire.IdentityFile;
import tallystick.wire.Passphrase;

/// `init` and `rekek`: the key-encryption key is chosen, and changed.
final class KekCommand {
    private static final SystemEntropy ENTROPY = new SystemEntropy();

    private KekCommand() {}

    static void init(KekArguments arguments) throws IOException {
        try (var home = SecretMemory.open();
                var passphrase = Passphrase.read(arguments.passphraseFile(), home);
                var directory = StoreDirectory.claim(arguments.directory());
                var identity = IdentityFile.open(identityOf(arguments), passphrase, home)) {
            var file = directory.choose(arguments.wish(), identity.name(), passphrase, ENTROPY, home);
            System.out.printf("node %s: key shares will be sealed under %s%n", identity.name(), shown(file));
        }
    }

    static void rekek(KekArguments arguments) throws IOException {
        try (var home = SecretMemory.open();
                var passphrase = Passphrase.read(arguments.passphraseFile(), home);
                var next = Passphrase.read(arguments.newPassphraseFile().orElse(arguments.passphraseFile()), home);
                var directory = StoreDirectory.claim(arguments.directory());
                var identity = IdentityFile.open(identityOf(arguments), passphrase, home)) {
            var passphrases = new Rekek.Passphrases(
                    passphrase, arguments.newPassphraseFile().map(_ -> next));
            var told = new Told();
            new Rekek(directory, ENTROPY, home).run(identity, arguments.wish(), passphrases, told);
            System.out.printf("done: the old store is erased. Back up %s again.%n", arguments.directory());
        }
    }

    private static Path identityOf(KekArguments arguments) throws IOException {
        var file = arguments.directory().resolve("identity");
        if (!Files.exists(file))
            throw new IOException("%s is not there: make it with 'tallystick identity new'".formatted(file));
        return file;
    }

    private static String shown(KekFile file) {
        return switch (file.settings()) {
            case KekSettings.FromPassphrase _ -> KekKind.PASSPHRASE.toString();
            case KekSettings.InToken(var place, var id, var _) ->
                "%s: key '%s' with id %s in token '%s'".formatted(KekKind.PKCS11, place.key(), id, place.token());
            case KekSettings.Tpm(var place, var conditions, var password, var _) ->
                "%s at %s, %s, %s"
                        .formatted(
                                KekKind.TPM,
                                place.address(),
                                conditions.pcrs().isEmpty() ? "no registers" : "registers " + conditions.ordered(),
                                password.isPresent() ? "with a password" : "no password");
        };
    }

    /// Says what is done.
    private static final class Told implements Rekek.Progress {
        private int files;

        @Override
        public void wrote(Path file) {
            files++;
        }

        @Override
        public void inForce(KekFile file) {
            System.out.printf("%d files written; in force: %s, store '%s'%n", files, shown(file), file.store());
        }
    }
}
