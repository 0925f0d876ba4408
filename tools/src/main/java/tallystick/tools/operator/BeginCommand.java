package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tallystick.core.governance.Genesis;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretMemory;

/// Brings a genesis to all nodes.
@Command(
        name = "begin",
        description =
                "Begin a workspace: every node signs the genesis that its operator accepted, then each takes it. From"
                        + " then on they judge by its documents for ever. To be brought by an operator of the roster."
                        + " Exit 0 done, 1 refused, 3 not reached.",
        mixinStandardHelpOptions = true)
final class BeginCommand implements Callable<Integer> {
    @Mixin
    private DeskOptions options = new DeskOptions();

    @Parameters(paramLabel = "FILE", description = "the genesis, as 'governance genesis' made it")
    private Path file = Path.of("");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable, NodeUnreachable {
        var genesis = genesis();
        try (var home = SecretMemory.open();
                var self = options.open(home)) {
            var said = options.desk(self).begin(genesis);
            return options.tell(
                    spec.commandLine().getOut(), "workspace", genesis.hash().toString(), said);
        }
    }

    private Genesis genesis() throws IOException, Unable {
        return switch (Genesis.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<Genesis>(var genesis) -> genesis;
            case Parsed.Malformed<Genesis>(var offset, var expected) ->
                throw new Unable("%s at byte %d: expected %s".formatted(file, offset, expected));
        };
    }
}
