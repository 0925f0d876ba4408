package tallystick.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Unable;

/// The demonstration that a clone runs first.
@Command(
        name = "demo",
        description = {
            "Start three signer nodes as processes, have them generate a key nobody holds,",
            "sign a payment with two of them, have a real Ethereum node mine it,",
            "then try what must not work."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "an empty or new directory for all files")
    private Path directory = Path.of("");

    @Option(names = "--anvil", required = true, paramLabel = "FILE", description = "the anvil program")
    private Path anvil = Path.of("");

    @Option(
            names = "--node",
            required = true,
            paramLabel = "WORD",
            description = "command line that starts the node program, without its arguments")
    private List<String> node = List.of();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit codes as the operator's command line has them.
    public static void main(String[] arguments) {
        System.exit(tallystick.tools.boot.Main.of(new DemoCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, NodeUnreachable, Unable {
        Files.createDirectories(directory);
        try (var files = Files.list(directory)) {
            if (files.findAny().isPresent()) throw new Unable("%s is not empty".formatted(directory));
        }
        PrintWriter out = spec.commandLine().getOut();
        try (var home = SecretMemory.open();
                var ethereum = Anvil.start(anvil, directory.resolve("anvil.log"));
                var fleet = Fleet.start(directory, node, home)) {
            new Story(out, fleet, ethereum.endpoint()).tell();
            return 0;
        }
    }
}
