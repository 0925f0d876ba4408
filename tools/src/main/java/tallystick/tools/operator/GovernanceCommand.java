package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Proposal;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;

/// The documents by which every node judges: how they begin and change.
@Command(
        name = "governance",
        description = "Begin a workspace, propose and approve changes of its documents, show what is in force.",
        mixinStandardHelpOptions = true,
        subcommands = {
            GenesisCommand.class,
            BeginCommand.class,
            ProposeCommand.class,
            ApproveChangeCommand.class,
            GovernanceCommand.Activate.class,
            GovernanceStatus.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class GovernanceCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    static Policy policy(Path file) throws IOException, Unable {
        return switch (PolicyFile.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<Policy>(var policy) -> policy;
            case Parsed.Malformed<Policy>(var _, var expected) ->
                throw new Unable("policy %s: expected %s".formatted(file, expected));
        };
    }

    static Digest32 id(String hex) throws Unable {
        try {
            return new Digest32(Bytes.ofHex(hex));
        } catch (IllegalArgumentException e) {
            throw new Unable("an id of 64 hex digits expected, as 'governance status' shows it");
        }
    }

    @Command(
            name = "activate",
            description =
                    "Wait until every node judges by a change's version, or say what holds it up. Exit 0 if all do,"
                            + " 1 if not.",
            mixinStandardHelpOptions = true)
    static final class Activate implements Callable<Integer> {
        @Mixin
        private DeskOptions options = new DeskOptions();

        @Parameters(paramLabel = "CHANGE", description = "the change's id")
        private String change = "";

        @Option(names = "--for", paramLabel = "SECONDS", description = "how long to wait (default 30)")
        private int seconds = 30;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable, NodeUnreachable, InterruptedException {
            try (var home = SecretMemory.open();
                    var self = options.open(home)) {
                var desk = options.desk(self);
                var known = desk.change(id(change));
                if (!(known.change().proposal() instanceof Proposal.NewDocument(var document)))
                    throw new Unable("only a document is activated; the end of a freeze comes by itself");
                var version = DocumentVersion.of(document);
                var end = Instant.now().plusSeconds(seconds);
                // Each node may lack what another knows: whoever brings it to all shortens the wait.
                var _ = desk.bring(new GovernanceOrder.Propose(known));
                var said = where(desk, version);
                while (said.stream().anyMatch(each -> each.code() != 0)
                        && Instant.now().isBefore(end)) {
                    Thread.sleep(Duration.ofMillis(300));
                    said = where(desk, version);
                }
                return options.tell(spec.commandLine().getOut(), "change", change, said);
            }
        }

        private List<GovernanceDesk.Said> where(GovernanceDesk desk, DocumentVersion version)
                throws IOException, Unable {
            var said = new ArrayList<GovernanceDesk.Said>();
            for (var node : options.roster().nodes())
                try {
                    said.add(where(node.name(), desk.standing(node.name()), version));
                } catch (NodeUnreachable e) {
                    said.add(new GovernanceDesk.Said(node.name(), 3, "not reached: " + e.getMessage()));
                }
            return said;
        }

        private static GovernanceDesk.Said where(String node, GovernanceStanding standing, DocumentVersion version) {
            if (standing.inForce().contains(version)) return new GovernanceDesk.Said(node, 0, "judges by it");
            if (standing.awaited().contains(version))
                return new GovernanceDesk.Said(node, 1, "signs nothing until it has it and the word of all nodes");
            if (standing.prepared().contains(version))
                return new GovernanceDesk.Said(node, 1, "pledged, from " + version.effectiveFrom());
            var open = standing.changes().stream()
                    .map(GovernanceStanding.Open::stands)
                    .findFirst();
            return new GovernanceDesk.Said(node, 1, open.orElse("does not know it, or has declined it"));
        }
    }
}
