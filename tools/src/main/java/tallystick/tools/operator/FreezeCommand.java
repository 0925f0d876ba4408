package tallystick.tools.operator;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.governance.FreezeScope;
import tallystick.core.people.PersonId;
import tallystick.core.wire.GovernanceOrder;
import tallystick.crypto.secret.SecretMemory;

/// One person stops something, on every node.
@Command(
        name = "freeze",
        description =
                "Stop a request, a vault, an initiator, a node or everything, on every node and at once. One person"
                        + " with the right to freeze is enough. Exit 0 done, 1 refused, 3 a node was not reached.",
        mixinStandardHelpOptions = true)
public final class FreezeCommand implements Callable<Integer> {
    @Mixin
    private DeskOptions options = new DeskOptions();

    @Mixin
    private PersonOptions person = new PersonOptions();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, 1..256 characters")
    private String reason = "";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// What stops.
    static final class What {
        @Option(names = "--everything", description = "the whole workspace")
        private boolean everything;

        @Option(names = "--request", paramLabel = "ID", description = "one intent or change")
        private @Nullable String request;

        @Option(names = "--vault", paramLabel = "NAME", description = "a vault, by its name")
        private @Nullable String vault;

        @Option(names = "--initiator", paramLabel = "PERSON", description = "whatever somebody proposes")
        private @Nullable String initiator;

        @Option(names = "--node", paramLabel = "NAME", description = "everything on one node")
        private @Nullable String node;

        FreezeScope scope() throws Unable {
            try {
                if (request != null) return new FreezeScope.Request(GovernanceCommand.id(request));
                if (vault != null) return new FreezeScope.Vault(vault);
                if (initiator != null) return new FreezeScope.Initiator(new PersonId(initiator));
                if (node != null) return new FreezeScope.Node(node);
                if (everything) return new FreezeScope.Workspace();
                throw new Unable("what is to be frozen: nothing was named, expected one of the options");
            } catch (IllegalArgumentException e) {
                throw new Unable("what is to be frozen: " + e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws IOException, Unable, NodeUnreachable {
        try (var home = SecretMemory.open();
                var self = options.open(home)) {
            var desk = options.desk(self);
            var order = GovernanceDesk.freeze(person.signer(self), desk.standing(), what.scope(), reason);
            var said = desk.bring(new GovernanceOrder.Freeze(order));
            return options.tell(
                    spec.commandLine().getOut(), "freeze", order.order().id().toString(), said);
        }
    }
}
