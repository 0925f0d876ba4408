package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.key.GroupKey;
import tallystick.wire.BackupKeyFile;
import tallystick.wire.Passphrase;
import tallystick.wire.ShareBackup;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes the key that backups of shares are sealed to, and tries whether backups open.
@Command(
        name = "backup",
        description = "Make a backup key, verify backups of shares with it, and have one ready for a restore.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BackupCommand.NewKey.class,
            BackupCommand.Verify.class,
            BackupRecordCommand.class,
            BackupResealCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class BackupCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// The beginning of what a command about backups prints for programs.
    static ObjectNode begin() {
        return JsonMapper.shared().createObjectNode().put("format", "tallystick-backup-1");
    }

    /// Opens a backup and checks every leaf of the share against its public point.
    ///
    /// @return the public half of the key it is of
    /// @throws Unable if it does not open, or the share in it is not the node's
    public static GroupKey verify(Path file, AgreementKey key, SecretMemory home) throws IOException, Unable {
        var backup =
                switch (ShareBackup.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
                    case Parsed.Ok<ShareBackup>(var good) -> good;
                    case Parsed.Malformed<ShareBackup>(var offset, var expected) ->
                        throw new Unable("%s at byte %d: expected %s".formatted(file, offset, expected));
                };
        var group =
                switch (GroupKey.parse(backup.groupKey())) {
                    case Parsed.Ok<GroupKey>(var good) -> good;
                    case Parsed.Malformed<GroupKey>(var offset, var expected) ->
                        throw new Unable("%s: group key at byte %d: expected %s".formatted(file, offset, expected));
                };
        var party = group.tree()
                .party(backup.node())
                .orElseThrow(() -> new Unable("%s is of a node without a leaf".formatted(file)));
        if (!(backup.open(key, home) instanceof Parsed.Ok<SecretBytes>(var plain)))
            throw new Unable("%s does not open: sealed to another key, or damaged".formatted(file));
        try (plain) {
            return switch (KeptShare.parse(plain, group, party, home)) {
                case Parsed.Ok<KeptShare>(var share) -> {
                    share.close();
                    yield group;
                }
                case Parsed.Malformed<KeptShare>(var offset, var expected) ->
                    throw new Unable("%s: share at byte %d: expected %s".formatted(file, offset, expected));
            };
        }
    }

    @Command(
            name = "new-key",
            description = "Make a backup key: the secret file stays with those who keep backups, nodes get the text.",
            mixinStandardHelpOptions = true)
    static final class NewKey implements Callable<Integer> {
        @Option(names = "--out", required = true, paramLabel = "FILE", description = "the sealed secret half")
        private Path file = Path.of("");

        @Option(names = "--public", required = true, paramLabel = "FILE", description = "the text for nodes")
        private Path text = Path.of("");

        @Option(names = "--passphrase-file", required = true, paramLabel = "FILE", description = "seals the secret")
        private Path passphrase = Path.of("");

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            try (var home = SecretMemory.open();
                    var secret = Passphrase.read(passphrase, home)) {
                var point = BackupKeyFile.create(file, secret, new SystemEntropy(), home);
                Files.writeString(text, BackupKeyFile.print(point), StandardOpenOption.CREATE_NEW);
                var out = spec.commandLine().getOut();
                if (json)
                    out.println(begin().put("backup_key", point.bytes().toHex())
                            .put("secret", file.toString())
                            .put("public", text.toString())
                            .toPrettyString());
                else out.printf("backup key %s%n", point.bytes());
                return 0;
            }
        }
    }

    @Command(
            name = "verify",
            description = "Open a backup and check the share in it against the public key.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "the backup")
        private Path file = Path.of("");

        @Option(names = "--key", required = true, paramLabel = "FILE", description = "made by 'backup new-key'")
        private Path keyFile = Path.of("");

        @Option(names = "--passphrase-file", required = true, paramLabel = "FILE", description = "opens the key")
        private Path passphrase = Path.of("");

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            try (var home = SecretMemory.open();
                    var secret = Passphrase.read(passphrase, home);
                    var key = BackupKeyFile.open(keyFile, secret, home)) {
                var group = verify(file, key, home);
                var out = spec.commandLine().getOut();
                if (json) {
                    out.println(begin().put("key", group.id().toString())
                            .put("epoch", group.epoch())
                            .put("tree", group.tree().toString())
                            .put("whole", true)
                            .toPrettyString());
                    return 0;
                }
                out.printf("key    %s%n", group.id());
                out.printf("epoch  %d%n", group.epoch());
                out.printf("tree   %s%n", group.tree());
                out.println("the share in it is whole");
                return 0;
            }
        }
    }
}
