package tallystick.tools.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.clear.SafeText;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.TiledLog;
import tools.jackson.databind.json.JsonMapper;

/// Shows what a node has written down.
@Command(
        name = "log",
        description = "Show the entries of a node's log.",
        mixinStandardHelpOptions = true,
        subcommands = {LogCommand.Entries.class, LogCommand.Show.class},
        synopsisSubcommandLabel = "COMMAND")
public final class LogCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(name = "list", description = "Print entries, a line each.", mixinStandardHelpOptions = true)
    static final class Entries implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "a log's directory, or a copy of it")
        private Path directory = Path.of("");

        @Option(names = "--from", paramLabel = "INDEX", description = "the first entry to print (default 0)")
        private int from;

        @Option(names = "--json", description = "print a line of JSON for each entry")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            var out = spec.commandLine().getOut();
            try {
                LogDirectory.open(directory)
                        .walk(
                                Math.max(0, from),
                                (index, entry) -> out.println(
                                        json
                                                ? JsonMapper.shared().writeValueAsString(EntryFields.of(index, entry))
                                                : EntryFields.line(index, entry)));
                out.flush();
                return 0;
            } catch (Unverifiable e) {
                spec.commandLine().getErr().println("tallystick: " + e.why());
                return 1;
            }
        }
    }

    @Command(name = "show", description = "Print one entry whole.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "DIR", description = "a log's directory, or a copy of it")
        private Path directory = Path.of("");

        @Parameters(index = "1", paramLabel = "INDEX", description = "which entry, from 0")
        private int index;

        @Option(
                names = "--proof",
                paramLabel = "FILE",
                description = "also write a proof that the entry is in the log, for 'verify'")
        private Optional<Path> proof = Optional.empty();

        @Option(names = "--json", description = "print one line of JSON")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        /// More than an entry has.
        private static final int CHARACTERS_MAX = 1 << 20;

        @Override
        public Integer call() throws IOException {
            try {
                return show(LogDirectory.open(directory));
            } catch (Unverifiable e) {
                spec.commandLine().getErr().println("tallystick: " + e.why());
                return 1;
            }
        }

        private int show(LogDirectory log) throws IOException, Unverifiable {
            var fields = EntryFields.of(index, log.entry(index));
            var out = spec.commandLine().getOut();
            if (json) out.println(JsonMapper.shared().writeValueAsString(fields));
            else
                fields.forEach((name, value) -> out.printf(
                        "%-12s %s%n",
                        name, SafeText.of(value.toString(), CHARACTERS_MAX).text()));
            if (proof.isPresent()) write(log, proof.get());
            out.flush();
            return 0;
        }

        private void write(LogDirectory log, Path file) throws IOException, Unverifiable {
            try {
                var tiles = log.tiles();
                var whole = new LogProof(
                        Optional.of(tiles.entry(index)),
                        MerkleTree.include(tiles, index, tiles.size()),
                        log.checkpoint());
                Files.write(file, whole.encode().toArray(), StandardOpenOption.CREATE_NEW);
            } catch (TiledLog.Damaged damaged) {
                throw Unverifiable.of(damaged);
            }
        }
    }
}
