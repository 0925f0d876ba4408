package tallystick.tools.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Veil;
import tallystick.wire.OpeningFiles;

/// Erases what opens veils beside the logs of nodes: personal texts of which no proof needs anything.
@Command(
        name = "redact",
        description = {
            "Erase personal texts that nodes keep beside their logs. Entries, hashes and proofs stay what they are;",
            "packs made from now on say 'redacted' where such a text stood. A node may run meanwhile, and writes down",
            "how many were erased. What is in packs that were handed out is out of reach."
        },
        mixinStandardHelpOptions = true)
public final class RedactCommand implements Callable<Integer> {
    @Option(
            names = "--node",
            required = true,
            paramLabel = "DIR",
            description = "a node's folder, where it runs; once for each node")
    private List<Path> nodes = List.of();

    @ArgGroup(multiplicity = "1")
    private @Nullable Wanted wanted;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "why, for the nodes' logs; it stays there for ever, so name nobody")
    private String reason = "";

    @Option(names = "--dry-run", description = "only say how many there are")
    private boolean dryRun;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Which texts.
    private static final class Wanted {
        @Option(names = "--text", paramLabel = "TEXT", description = "every text in which this stands")
        private @Nullable String text;

        @Option(names = "--veil", paramLabel = "VEIL", description = "the text behind this, 'veil-...' in an entry")
        private @Nullable String veil;

        @Option(
                names = "--before",
                paramLabel = "TIME",
                description = "every text from before this moment, such as 2026-01-01T00:00:00Z")
        private @Nullable String before;
    }

    /// Exit 0 done, also where there was nothing; 3 if a file could not be read or written.
    @Override
    public Integer call() throws IOException {
        var filter = filter();
        if (reason.isBlank() || reason.length() > Opening.TEXT_BYTES_MAX / 4)
            throw new ParameterException(spec.commandLine(), "--reason is a text of 1..256 characters");
        for (var node : nodes) {
            if (!Files.isDirectory(node.resolve("log")))
                throw new ParameterException(spec.commandLine(), node + " is no node's folder: it has no 'log'");
            var files = new OpeningFiles(node);
            var count = dryRun ? files.read(filter).size() : files.erase(filter, reason);
            spec.commandLine()
                    .getOut()
                    .println("%s: %d texts %s".formatted(node, count, dryRun ? "would be erased" : "erased"));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Predicate<Opening> filter() {
        if (wanted == null) throw new ParameterException(spec.commandLine(), "which texts?");
        if (wanted.text != null) {
            var text = wanted.text;
            if (text.isBlank()) throw new ParameterException(spec.commandLine(), "--text is empty");
            return opening -> opening.text().contains(text);
        }
        if (wanted.veil != null) {
            var veil = veil(wanted.veil);
            return opening -> opening.veil().equals(veil);
        }
        if (wanted.before == null) throw new ParameterException(spec.commandLine(), "which texts?");
        var before = moment(wanted.before);
        return opening -> opening.at().isBefore(before);
    }

    private Veil veil(String text) {
        return Veil.parse(text)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--veil is 'veil-' and 52 characters, as an entry has it"));
    }

    private Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ParameterException(spec.commandLine(), "a time is written like 2026-01-31T23:59:59Z");
        }
    }
}
