package tallystick.tools.operator;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.governance.Roster;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.key.Scheme;
import tallystick.wire.Identity;

/// Orders ceremonies.
@Command(
        name = "ceremony",
        description = "Generate keys.",
        mixinStandardHelpOptions = true,
        subcommands = CeremonyCommand.Generate.class,
        synopsisSubcommandLabel = "COMMAND")
public final class CeremonyCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Has the nodes of a quorum tree generate a key together.
    ///
    /// @param news where progress is printed
    /// @throws Unable if the tree is no good, a node is not in the roster, or the ceremony failed
    public static KeyCard generate(Identity operator, Roster roster, String treeText, Scheme scheme, PrintWriter news)
            throws NodeUnreachable, Unable, InterruptedException {
        var tree = tree(treeText);
        var doors = new ArrayList<NodeDoor>();
        try {
            for (var party : tree.parties())
                doors.add(new NodeDoor(operator.tls(), RosterOptions.node(roster, tree.nameOf(party))));
            var order = new CeremonyOrder.Draft(
                            scheme.code(),
                            tree.toString(),
                            roster.version(),
                            Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300),
                            new SystemEntropy().bytes(32),
                            operator.name())
                    .sign(operator.key());
            return new SigningParty(doors)
                    .generate(order, Duration.ofMinutes(5), (node, each) -> print(node, each, news));
        } finally {
            doors.forEach(NodeDoor::close);
        }
    }

    private static QuorumTree tree(String text) throws Unable {
        return switch (QuorumTree.parse(text)) {
            case Parsed.Ok<QuorumTree>(var tree) -> tree;
            case Parsed.Malformed<QuorumTree>(var offset, var expected) ->
                throw new Unable("quorum tree at character %d: expected %s".formatted(offset, expected));
        };
    }

    private static void print(String node, CeremonyNews news, PrintWriter out) {
        switch (news) {
            case CeremonyNews.Stage(var stage, var stages, var text) ->
                out.printf("  %-10s [%d/%d] %s%n", node, stage, stages, text);
            case CeremonyNews.Generated(var key) ->
                out.printf("  %-10s holds its share of epoch %d%n", node, key.epoch());
            case CeremonyNews.Failed(var why) -> out.printf("  %-10s failed: %s%n", node, why);
        }
        out.flush();
    }

    @Command(
            name = "generate",
            description = "Have the nodes of a quorum tree generate a key together.",
            mixinStandardHelpOptions = true)
    static final class Generate implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private RosterOptions roster = new RosterOptions();

        @Option(names = "--tree", required = true, description = "who can sign, such as '2 of (a, b, c)'")
        private String tree = "";

        @Option(names = "--scheme", description = "one of: ${COMPLETION-CANDIDATES} (default ECDSA_SECP256K1)")
        private Scheme scheme = Scheme.ECDSA_SECP256K1;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, NodeUnreachable, Unable, InterruptedException {
            var out = spec.commandLine().getOut();
            try (var home = SecretMemory.open();
                    var operator = identity.open(home)) {
                var key = generate(operator, roster.read(), tree, scheme, out);
                out.printf("key        %s%n", key.id());
                out.printf("scheme     %s%n", scheme.name().toLowerCase(Locale.ROOT));
                out.printf("tree       %s%n", key.tree());
                out.printf("public key %s%n", key.point());
                return 0;
            }
        }
    }
}
