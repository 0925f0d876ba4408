package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.seal.AgreementPoint;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.GroupKey;
import tallystick.wire.BackupKeyFile;
import tallystick.wire.DurableFile;
import tallystick.wire.Passphrase;
import tallystick.wire.ShareBackup;

/// Seals a backup to another key, so that the key that opens all backups need not come near a node.
@Command(
        name = "reseal",
        description = "Seal a backup to another key, such as one that a node which lost its share has made with"
                + " 'backup new-key'.",
        mixinStandardHelpOptions = true)
final class BackupResealCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the backup")
    private Path file = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "opens it; by 'backup new-key'")
    private Path keyFile = Path.of("");

    @Option(names = "--passphrase-file", required = true, paramLabel = "FILE", description = "opens the key")
    private Path passphrase = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "the text of the other key")
    private Path to = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the same share, sealed to it")
    private Path out = Path.of("");

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable {
        var point =
                switch (BackupKeyFile.parse(Files.readString(to))) {
                    case Parsed.Ok<AgreementPoint>(var good) -> good;
                    case Parsed.Malformed<AgreementPoint>(var offset, var expected) ->
                        throw new Unable("%s at byte %d: expected %s".formatted(to, offset, expected));
                };
        try (var home = SecretMemory.open();
                var secret = Passphrase.read(passphrase, home);
                var key = BackupKeyFile.open(keyFile, secret, home)) {
            var group = BackupCommand.verify(file, key, home);
            var backup =
                    ShareBackup.parse(Bytes.copyOf(Files.readAllBytes(file))).orThrow();
            if (!(backup.open(key, home) instanceof Parsed.Ok<SecretBytes>(var plain)))
                throw new Unable("%s changed while it was read".formatted(file));
            try (plain) {
                var again = ShareBackup.seal(point, backup.groupKey(), backup.node(), plain, new SystemEntropy());
                DurableFile.create(out, again.encode());
            }
            tell(backup.node(), group, point);
            return 0;
        } catch (FileAlreadyExistsException e) {
            throw new Unable("%s exists: name another file".formatted(out));
        }
    }

    private void tell(String node, GroupKey group, AgreementPoint point) {
        var printer = spec.commandLine().getOut();
        if (json) {
            printer.println(BackupCommand.begin()
                    .put("node", node)
                    .put("key", group.id().toString())
                    .put("epoch", group.epoch())
                    .put("sealed_to", point.bytes().toHex())
                    .put("file", out.toString())
                    .toPrettyString());
            return;
        }
        printer.printf("share of %s, key %s, epoch %d%n", node, group.id(), group.epoch());
        printer.printf("  sealed to  %s%n  in         %s%n", point.bytes(), out);
    }
}
