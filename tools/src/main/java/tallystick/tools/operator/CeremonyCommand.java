package tallystick.tools.operator;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.RefreshCause;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.Scheme;
import tallystick.tools.doctor.Printable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Orders ceremonies.
@Command(
        name = "ceremony",
        description = "Generate keys, refresh or move their shares, give a lost share back; collect what was attested.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CeremonyCommand.Generate.class,
            CeremonyCommand.Refresh.class,
            CeremonyCommand.Reshare.class,
            CeremonyCommand.Repair.class,
            AttestationCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class CeremonyCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// A key as programs read it.
    static void write(ObjectNode node, KeyCard key) {
        node.put("key", key.id().toString())
                .put("scheme", StatusCommand.scheme(key))
                .put("tree", key.tree())
                .put("epoch", key.epoch())
                .put("public_key", key.point().toHex());
    }

    /// What all of them have in common.
    private abstract static class Ordered implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private RosterOptions roster = new RosterOptions();

        @Option(names = "--json", description = "one JSON object, for programs; progress goes to the standard error")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        abstract KeyCard hold(CeremonyDesk desk) throws NodeUnreachable, Unable, InterruptedException;

        @Override
        public Integer call() throws IOException, NodeUnreachable, Unable, InterruptedException {
            var out = spec.commandLine().getOut();
            try (var home = SecretMemory.open();
                    var operator = identity.open(home)) {
                var progress = json ? spec.commandLine().getErr() : out;
                var key = hold(new CeremonyDesk(operator, roster.read(), progress));
                progress.flush();
                if (json) {
                    var report = JsonMapper.shared().createObjectNode().put("format", "tallystick-ceremony-1");
                    write(report, key);
                    out.println(report.toPrettyString());
                    return 0;
                }
                out.printf("key        %s%n", key.id());
                out.printf("scheme     %d%n", key.schemeCode());
                out.printf("tree       %s%n", Printable.ofLong(key.tree()));
                out.printf("epoch      %d%n", key.epoch());
                out.printf("public key %s%n", key.point());
                out.flush();
                return 0;
            }
        }
    }

    @Command(
            name = "generate",
            description = "Have the nodes of a quorum tree generate a key together.",
            mixinStandardHelpOptions = true)
    static final class Generate extends Ordered {
        @Option(names = "--tree", required = true, description = "who can sign, such as '2 of (a, b, c)'")
        private String tree = "";

        @Option(names = "--scheme", description = "one of: ${COMPLETION-CANDIDATES} (default ECDSA_SECP256K1)")
        private Scheme scheme = Scheme.ECDSA_SECP256K1;

        @Override
        KeyCard hold(CeremonyDesk desk) throws NodeUnreachable, Unable, InterruptedException {
            return desk.generate(tree, scheme);
        }
    }

    /// Named by the first digits of the key's id.
    private abstract static class OnKey extends Ordered {
        @Option(names = "--key", required = true, paramLabel = "ID", description = "first digits of the key's id")
        private String keyId = "";

        @Option(
                names = "--attempt",
                paramLabel = "N",
                description = "the attempt to order, where a node refused the one that was counted and named another"
                        + " (default: the one after the highest that is believed of the nodes)")
        private Optional<Integer> attempt = Optional.empty();

        String keyId() {
            return keyId.toLowerCase(Locale.ROOT);
        }

        @Override
        final KeyCard hold(CeremonyDesk desk) throws NodeUnreachable, Unable, InterruptedException {
            return order(attempt.isPresent() ? desk.ordering(attempt.get()) : desk);
        }

        abstract KeyCard order(CeremonyDesk desk) throws NodeUnreachable, Unable, InterruptedException;
    }

    @Command(
            name = "refresh",
            description = "Give every participant a new share; old shares are worth nothing afterwards.",
            mixinStandardHelpOptions = true)
    static final class Refresh extends OnKey {
        @Option(
                names = "--because",
                paramLabel = "CAUSE",
                description = "schedule, personnel or incident; after an incident shares in quarantine are made anew"
                        + " too")
        private RefreshCause cause = RefreshCause.UNSAID;

        @Option(names = "--reason", paramLabel = "TEXT", description = "in words, for the nodes' logs; with --because")
        private String reason = "";

        @Override
        KeyCard order(CeremonyDesk desk) throws NodeUnreachable, Unable, InterruptedException {
            if (cause == RefreshCause.UNSAID && !reason.isEmpty()) throw new Unable("--reason goes with --because");
            return desk.refresh(keyId(), cause, reason);
        }
    }

    @Command(
            name = "reshare",
            description = "Move a key to another quorum tree: members join or leave, the address stays. In a workspace"
                    + " nodes do so only to its own tree or to one that the document of places names for it.",
            mixinStandardHelpOptions = true)
    static final class Reshare extends OnKey {
        @Option(names = "--tree", required = true, description = "who can sign afterwards")
        private String tree = "";

        @Option(
                names = "--dealers",
                split = ",",
                paramLabel = "NODE",
                description = "an old signing set that deals, comma-separated (default: all of the old tree); those who"
                        + " neither deal nor stay must not be able to sign by themselves")
        private List<String> dealers = List.of();

        @Override
        KeyCard order(CeremonyDesk desk) throws NodeUnreachable, Unable, InterruptedException {
            return desk.reshare(keyId(), tree, dealers);
        }
    }

    @Command(
            name = "repair",
            description = "Give a participant that has lost its share a share again.",
            mixinStandardHelpOptions = true)
    static final class Repair extends OnKey {
        @Option(names = "--lost", required = true, paramLabel = "NODE", description = "who has lost its share")
        private String lost = "";

        @Override
        KeyCard order(CeremonyDesk desk) throws NodeUnreachable, Unable, InterruptedException {
            return desk.repair(keyId(), lost);
        }
    }
}
