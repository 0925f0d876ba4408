package tallystick.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tallystick.crypto.secret.SecretMemory;
import tallystick.demo.fleet.Anvil;
import tallystick.demo.fleet.Fleet;
import tallystick.demo.organisation.Organisation;
import tallystick.demo.organisation.Programs;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.Unable;

/// The demonstration that a clone runs first.
@Command(
        name = "demo",
        description = {
            "Start three signer nodes as processes, have them generate keys nobody holds and pay",
            "on a real Ethereum node, on Bitcoin and on Solana, then try what must not work."
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
            names = "--solana",
            required = true,
            paramLabel = "FILE",
            description = "script that runs Solana's runtime, by its lines")
    private Path solana = Path.of("");

    @Option(
            names = "--node",
            required = true,
            paramLabel = "WORD",
            description = "command line that starts the node program, without its arguments")
    private List<String> node = List.of();

    @Option(
            names = "--control",
            paramLabel = "WORD",
            description = "command line that starts control, without its arguments; for the console")
    private List<String> control = List.of();

    @Option(
            names = "--keep",
            description = "begin an organisation with the console afterwards, which runs until interrupted")
    private boolean keep;

    @Option(names = "--console", description = "begin the organisation with the console, and show nothing before it")
    private boolean console;

    @Option(
            names = "--lines",
            description = "with --console: say everything in lines of JSON, and end when the input does; for programs")
    private boolean lines;

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
        endWithChildren();
        var out = spec.commandLine().getOut();
        if ((keep || console) && control.isEmpty()) throw new Unable("the console needs --control");
        try (var home = SecretMemory.open()) {
            if (!console) tell(out, home);
            if (console || keep) meet(out, home);
            return 0;
        }
    }

    private void tell(PrintWriter out, SecretMemory home)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        try (var ethereum = Anvil.start(anvil, directory.resolve("anvil.log"));
                var runtime = SolanaRuntime.start(solana, directory.resolve("solana.log"));
                var fleet = Fleet.start(directory, node, home)) {
            new Story(new Narration(out), fleet, ethereum.endpoint(), runtime).tell();
        }
    }

    /// An organisation of its own: at the end of the story before, everything is frozen.
    private void meet(PrintWriter out, SecretMemory home)
            throws IOException, InterruptedException, NodeUnreachable, Unable {
        var own = console ? directory : Files.createDirectories(directory.resolve("console"));
        if (!lines) ForPeople.announce(out);
        try (var organisation = Organisation.start(new Programs(anvil, node, control), own, home)) {
            if (lines) new ForPrograms(out, System.in, organisation).tell();
            else new ForPeople(out, organisation).tell();
        }
    }

    /// However this program ends, what it started ends with it.
    private static void endWithChildren() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            var children = ProcessHandle.current().descendants().toList();
            children.forEach(ProcessHandle::destroy);
            for (var child : children)
                child.onExit()
                        .orTimeout(15, TimeUnit.SECONDS)
                        .exceptionally(late -> {
                            child.destroyForcibly();
                            return child;
                        })
                        .join();
        }));
    }
}
