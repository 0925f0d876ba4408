package tallystick.tools.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.pack.CountersignOrder;
import tallystick.crypto.secret.SecretMemory;
import tallystick.wire.DurableFile;
import tallystick.wire.IdentityFile;
import tallystick.wire.Passphrase;

/// Makes the order by which a node that nobody reaches is asked to countersign a pack.
@Command(
        name = "order",
        description = {
            "Make the order by which nodes that nobody reaches over a network are asked to countersign a pack. Carry",
            "it to each, as DIR/countersign/NAME.order; it answers in NAME.reply, which 'evidence seal' puts into the",
            "pack."
        },
        mixinStandardHelpOptions = true)
public final class OrderCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACK", description = "the pack, exported without --identity")
    private Path pack = Path.of("");

    @Option(names = "--identity", required = true, paramLabel = "FILE", description = "identity of an operator")
    private Path identity = Path.of("");

    @Option(
            names = "--passphrase-file",
            required = true,
            paramLabel = "FILE",
            description = "file with the identity's passphrase, readable by you alone")
    private Path passphraseFile = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the order, a new file")
    private Path out = Path.of("");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit 0 done, 1 if it is no pack, 3 if a file could not be read or written.
    @Override
    public Integer call() throws IOException {
        try (var home = SecretMemory.open();
                var sealed = SealedPack.open(pack);
                var passphrase = Passphrase.read(passphraseFile, home);
                var operator = IdentityFile.open(identity, passphrase, home)) {
            var order = new CountersignOrder.Draft(operator.name(), sealed.manifest()).sign(operator.key());
            DurableFile.create(out, order.encode());
            spec.commandLine().getOut().println("bring it to each node, as DIR/countersign/NAME.order");
            spec.commandLine().getOut().flush();
            return 0;
        } catch (NotExported e) {
            spec.commandLine().getErr().println("tallystick: " + e.why());
            return 1;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
