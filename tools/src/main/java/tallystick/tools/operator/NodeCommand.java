package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.governance.Member;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.doctor.Printable;
import tallystick.wire.DurableFile;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Passphrase;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an operator does about one node while all go on running.
@Command(
        name = "node",
        description = "Take a node's shares out of use, have others work with a node again, or have it show a new"
                + " certificate.",
        mixinStandardHelpOptions = true,
        subcommands = {
            NodeCommand.Quarantine.class,
            NodeCommand.Lift.class,
            NodeCommand.Rotate.class,
            ClearCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class NodeCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// One order, brought to every node.
    private abstract static class Ordered implements Callable<Integer> {
        private static final long ORDER_LIFE_SECONDS = 600;

        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private RosterOptions roster = new RosterOptions();

        @Parameters(paramLabel = "NODE", description = "the node in question, by its name in the roster")
        private String node = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description = "why; every node writes it into its log")
        private String reason = "";

        @Option(names = "--wait", paramLabel = "SECONDS", description = "how long to wait for each node (default 5)")
        private int waitSeconds = 5;

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        private final QuarantineOrder.Kind kind;

        Ordered(QuarantineOrder.Kind kind) {
            this.kind = kind;
        }

        /// What a node answered.
        ///
        /// @param code 0 followed, 1 refused, 3 not reached
        private record Answer(String node, int code, String what) {}

        @Override
        public Integer call() throws IOException, Unable {
            var all = roster.read();
            var _ = RosterOptions.node(all, node);
            var answers = new ArrayList<Answer>();
            try (var home = SecretMemory.open();
                    var operator = identity.open(home)) {
                var order = order(operator);
                for (var each : all.nodes()) answers.add(bring(operator, each, order));
            }
            if (json) printJson(answers);
            else print(answers);
            return answers.stream().mapToInt(Answer::code).max().orElse(0);
        }

        private QuarantineOrder order(MemberIdentity operator) throws Unable {
            try {
                return new QuarantineOrder.Draft(
                                kind,
                                node,
                                reason,
                                Instant.ofEpochSecond(Instant.now().getEpochSecond() + ORDER_LIFE_SECONDS),
                                new SystemEntropy().bytes(32),
                                operator.name())
                        .sign(operator.key());
            } catch (IllegalArgumentException e) {
                throw new Unable("--reason is no good: " + e.getMessage());
            }
        }

        private Answer bring(MemberIdentity operator, Member to, QuarantineOrder order) {
            try (var door = new NodeDoor(operator.tls(), to)) {
                return switch (door.quarantine(order, Duration.ofSeconds(waitSeconds))) {
                    case QuarantineReply.Followed(var changed, var shares) ->
                        new Answer(to.name(), 0, followed(changed, shares));
                    case QuarantineReply.Refused(var why) -> new Answer(to.name(), 1, "refused: " + Printable.of(why));
                };
            } catch (NodeUnreachable e) {
                return new Answer(to.name(), 3, "not reached: " + Printable.of(String.valueOf(e.getMessage())));
            }
        }

        private String followed(boolean changed, List<QuarantineReply.Share> shares) {
            if (kind == QuarantineOrder.Kind.LIFT) return changed ? "lifted" : "was not in quarantine";
            return "%s; shares out of use: %d"
                    .formatted(changed ? "in quarantine" : "was in quarantine", shares.size());
        }

        private void print(List<Answer> answers) {
            var out = spec.commandLine().getOut();
            for (var answer : answers) out.printf("%-12s %s%n", answer.node(), answer.what());
            if (answers.stream().anyMatch(answer -> answer.code() == 3))
                out.println("give the same command again once the others are up: until then they work with the share");
            else if (kind == QuarantineOrder.Kind.QUARANTINE)
                out.println("now have new shares made: ./tallystick ceremony refresh --because incident");
        }

        private void printJson(List<Answer> answers) {
            var report = JsonMapper.shared().createObjectNode();
            report.put("format", "tallystick-quarantine-1")
                    .put("order", kind.name().toLowerCase(Locale.ROOT))
                    .put("node", node);
            var each = report.putArray("answers");
            for (var answer : answers)
                each.addObject()
                        .put("node", answer.node())
                        .put("followed", answer.code() == 0)
                        .put("what", answer.what());
            spec.commandLine().getOut().println(report.toPrettyString());
        }
    }

    @Command(
            name = "quarantine",
            description = "Have every node refuse to work with a node's present shares, until they are replaced. Exit 0"
                    + " if all nodes do, 1 if one refused, 3 if one was not reached.",
            mixinStandardHelpOptions = true)
    static final class Quarantine extends Ordered {
        Quarantine() {
            super(QuarantineOrder.Kind.QUARANTINE);
        }
    }

    @Command(
            name = "lift",
            description = "Have every node work with a node's present shares again. Exit as quarantine.",
            mixinStandardHelpOptions = true)
    static final class Lift extends Ordered {
        Lift() {
            super(QuarantineOrder.Kind.LIFT);
        }
    }

    @Command(
            name = "rotate",
            description = "On a node's machine: have the running node show the certificate that 'identity renew' made,"
                    + " once the roster pins it.",
            mixinStandardHelpOptions = true)
    static final class Rotate implements Callable<Integer> {
        @Option(names = "--dir", required = true, paramLabel = "DIR", description = "the node's directory")
        private Path directory = Path.of("");

        @Option(
                names = "--passphrase-file",
                required = true,
                paramLabel = "FILE",
                description = "opens the node's identity")
        private Path passphrase = Path.of("");

        @Mixin
        private RosterOptions roster = new RosterOptions();

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            var next = directory.resolve(IdentityCommand.NEXT);
            var out = spec.commandLine().getOut();
            if (!Files.exists(next)) {
                if (json) out.println(report(false, "", "").toPrettyString());
                else out.println("there is nothing to change to: 'identity renew' makes it");
                return 0;
            }
            try (var home = SecretMemory.open();
                    var secret = Passphrase.read(passphrase, home);
                    var identity = IdentityFile.open(next, secret, home)) {
                var member = RosterOptions.node(roster.read(), identity.name());
                if (!member.isPinned(identity.tls().pin())
                        || !member.identity().equals(identity.key().verifyKey()))
                    throw new Unable("the roster does not pin the new certificate of %s: have it signed with both cards"
                            .formatted(identity.name()));
                LaidFile.give(next);
                Files.move(next, directory.resolve("identity"), StandardCopyOption.ATOMIC_MOVE);
                DurableFile.syncDirectory(directory);
                var ends = identity.tls().expiresAt().toString();
                if (json) out.println(report(true, identity.name(), ends).toPrettyString());
                else out.printf("%s shows its new certificate within a few seconds, until %s%n", identity.name(), ends);
                return 0;
            }
        }

        private static ObjectNode report(boolean changed, String node, String ends) {
            return JsonMapper.shared()
                    .createObjectNode()
                    .put("format", "tallystick-rotation-1")
                    .put("changed", changed)
                    .put("node", node)
                    .put("certificate_ends", ends);
        }
    }
}
