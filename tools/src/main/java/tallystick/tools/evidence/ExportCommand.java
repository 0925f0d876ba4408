package tallystick.tools.evidence;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tallystick.crypto.secret.SecretMemory;
import tallystick.wire.IdentityFile;
import tallystick.wire.Passphrase;

/// Makes an evidence pack from the folders of the nodes, or copies of them.
@Command(
        name = "export",
        description = {
            "Make an evidence pack: logs, cosignatures, rulings with all they rest on, what people signed, and",
            "tables and a report made from them. './tallystick verify PACK' checks it with no network.",
            "Broken off, the same command goes on where it was."
        },
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "PACK", description = "the pack, a new zip file")
    private Path out = Path.of("");

    @Option(
            names = "--node",
            paramLabel = "NAME=DIR",
            description = "a node's folder or a copy of it, with 'log' and 'docket' inside; once for each node")
    private Map<String, Path> nodes = new LinkedHashMap<>();

    @Option(
            names = "--from-node",
            paramLabel = "NAME",
            description = {
                "a running node whose folder is not here: its log and docket are fetched from it (--identity);",
                "may be repeated"
            })
    private List<String> remote = List.of();

    @Option(names = "--roster", required = true, paramLabel = "FILE", description = "signed roster")
    private Path roster = Path.of("");

    @Option(
            names = "--administrator",
            required = true,
            paramLabel = "FILE",
            description = "card of the administrator of the roster")
    private Path administrator = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "the first moment to ask for, such as 2026-01-31T00:00:00Z (default: the beginning)")
    private String from = "1970-01-01T00:00:00Z";

    @Option(names = "--to", paramLabel = "TIME", description = "the moment to end before (default: now)")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "'everything', or 'key:' and a key's id (default: everything)")
    private String scope = "everything";

    @Option(
            names = "--attestation",
            paramLabel = "FILE",
            description = "an attestation of a ceremony (JSON) to take along; may be repeated")
    private List<Path> attestations = List.of();

    @Option(
            names = "--knowledge",
            paramLabel = "FILE",
            description = "a knowledge file that nodes were started with, its descriptors beside it; may be repeated")
    private List<Path> knowledge = List.of();

    @Option(
            names = "--timestamp-service",
            paramLabel = "URL",
            description = "a service that signs times (RFC 3161) to ask over HTTP; it gets to know a hash and no more")
    private Optional<URI> timestamps = Optional.empty();

    @ArgGroup(exclusive = false)
    private @Nullable Asking asking;

    @Option(
            names = "--wait-seconds",
            paramLabel = "SECONDS",
            description = "how long to wait for each answer of a node; to countersign it reads its log (default: 120)")
    private int waitSeconds = 120;

    /// Who asks the nodes to countersign.
    private static final class Asking {
        @Option(
                names = "--identity",
                required = true,
                paramLabel = "FILE",
                description = {
                    "identity of an operator, as whom the running nodes are asked to countersign the pack, each",
                    "after holding it against its own log; more than half of the roster's nodes must"
                })
        private Path identity = Path.of("");

        @Option(
                names = "--passphrase-file",
                required = true,
                paramLabel = "FILE",
                description = "file with the identity's passphrase, readable by you alone")
        private Path passphrase = Path.of("");
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit 0 done, 1 if what was found is no good, 3 if a file could not be read.
    @Override
    public Integer call() throws IOException {
        if (nodes.isEmpty() && remote.isEmpty())
            throw new ParameterException(spec.commandLine(), "--node or --from-node is missing");
        if (!remote.isEmpty() && asking == null)
            throw new ParameterException(spec.commandLine(), "--from-node needs --identity and --passphrase-file");
        var wish = new PackWish(
                moment(from),
                to.map(this::moment),
                scope(),
                roster,
                administrator,
                attestations,
                knowledge,
                timestamps);
        try (var home = SecretMemory.open()) {
            var named = new TreeSet<>(nodes.keySet());
            named.addAll(remote);
            var plan = ExportPlan.begin(wish, named, out, this::tell);
            if (asking == null) return make(wish, plan, nodes, Optional.empty());
            try (var passphrase = Passphrase.read(asking.passphrase, home);
                    var operator = IdentityFile.open(asking.identity, passphrase, home)) {
                var limit = Duration.ofSeconds(waitSeconds);
                var fetching =
                        new RemoteNodes(operator.tls(), limit, out.resolveSibling(out.getFileName() + ".fetched"));
                var all = new LinkedHashMap<>(nodes);
                all.putAll(fetching.fetch(wish.readRoster(), remote, this::tell));
                var made = make(wish, plan, all, Optional.of(new Countersigners(operator.tls(), limit)));
                fetching.forget();
                return made;
            }
        } catch (NotExported e) {
            spec.commandLine().getErr().println("tallystick: " + e.why());
            return 1;
        }
    }

    private int make(PackWish wish, ExportPlan plan, Map<String, Path> folders, Optional<Countersigners> countersigners)
            throws IOException, NotExported {
        var made = new PackMaking(wish, plan, folders, out, countersigners, this::tell).make();
        tell("%s: %d files, %d bytes".formatted(out, made.files(), made.bytes()));
        return 0;
    }

    private void tell(String line) {
        var lines = spec.commandLine().getOut();
        lines.println(line);
        lines.flush();
    }

    private String scope() {
        if (scope.matches("everything|key:[0-9a-f]{64}")) return scope;
        throw new ParameterException(spec.commandLine(), "--scope is 'everything' or 'key:' and 64 hex digits");
    }

    private Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ParameterException(spec.commandLine(), "a time is written like 2026-01-31T23:59:59Z");
        }
    }
}
