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
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Member;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
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
            GovernanceStatus.class,
            ShowCommand.class
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
                var id = id(change);
                var known = desk.change(id);
                if (!(known.change().proposal() instanceof Proposal.NewDocument(var document)))
                    throw new Unable("only a document is activated; the end of a freeze comes by itself");
                var version = DocumentVersion.of(document);
                var end = Instant.now().plusSeconds(seconds);
                // Each node may lack what another knows: whoever brings it to all shortens the wait.
                var _ = desk.bring(new GovernanceOrder.Propose(known));
                var asked = asked(options.roster(), document);
                var said = where(desk, asked, id, version);
                while (said.stream().anyMatch(each -> each.code() != 0)
                        && Instant.now().isBefore(end)) {
                    Thread.sleep(Duration.ofMillis(300));
                    said = where(desk, asked, id, version);
                }
                return options.tell(spec.commandLine().getOut(), "change", change, said);
            }
        }

        /// Of whom the change depends: a node that it removes is not waited for.
        private static List<String> asked(Roster roster, Document document) {
            var staying = document.kind() == DocumentKind.ROSTER
                            && Roster.parse(document.content()) instanceof Parsed.Ok<Roster>(var next)
                    ? next
                    : roster;
            return roster.nodes().stream()
                    .map(Member::name)
                    .filter(name -> staying.nodes().stream()
                            .anyMatch(node -> node.name().equals(name)))
                    .toList();
        }

        private static List<GovernanceDesk.Said> where(
                GovernanceDesk desk, List<String> asked, Digest32 change, DocumentVersion version) throws Unable {
            var said = new ArrayList<GovernanceDesk.Said>();
            for (var node : asked)
                try {
                    said.add(where(node, desk.standing(node), change, version));
                } catch (NodeUnreachable e) {
                    said.add(new GovernanceDesk.Said(node, 3, "not reached: " + e.getMessage()));
                }
            return said;
        }

        private static GovernanceDesk.Said where(
                String node, GovernanceStanding standing, Digest32 change, DocumentVersion version) {
            if (standing.inForce().contains(version)) return new GovernanceDesk.Said(node, 0, "judges by it");
            if (standing.awaited().contains(version))
                return new GovernanceDesk.Said(node, 1, "signs nothing until it has it and the word of all nodes");
            if (standing.prepared().contains(version))
                return new GovernanceDesk.Said(node, 1, "pledged, from " + version.effectiveFrom());
            var open = standing.changes().stream()
                    .filter(each -> each.change().equals(change))
                    .map(GovernanceStanding.Open::stands)
                    .findFirst();
            return new GovernanceDesk.Said(node, 1, open.orElse("does not know it, or has declined it"));
        }
    }
}
