package tallystick.tools.operator;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.Scheme;

/// Shows what each node is and holds.
@Command(name = "status", description = "Ask every node of the roster for its status.", mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private RosterOptions roster = new RosterOptions();

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long to wait for each node (default 5)")
    private int waitSeconds = 5;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable {
        var out = spec.commandLine().getOut();
        var unreachable = 0;
        try (var home = SecretMemory.open();
                var self = identity.open(home)) {
            for (var node : roster.read().nodes())
                try (var door = new NodeDoor(self.tls(), node)) {
                    var status = door.status(Duration.ofSeconds(waitSeconds));
                    out.printf(
                            "%-12s %s  roster %d  linked to %s%n",
                            status.name(), status.software(), status.rosterVersion(), status.linked());
                    out.printf("  %s%n", governed(door));
                    for (var key : status.keys())
                        out.printf("  key %s  %s  epoch %d  %s%n", key.id(), scheme(key), key.epoch(), key.tree());
                } catch (NodeUnreachable e) {
                    unreachable++;
                    out.printf("%-12s not reached: %s%n", node.name(), e.getMessage());
                }
        }
        return unreachable == 0 ? 0 : 3;
    }

    private String governed(NodeDoor door) throws NodeUnreachable {
        return door.governance(new GovernanceOrder.Show(), Duration.ofSeconds(waitSeconds))
                        instanceof GovernanceReply.Shown(var standing)
                ? GovernanceStatus.line(standing)
                : "says nothing of its documents";
    }

    private static String scheme(KeyCard key) {
        return Scheme.ofCode(key.schemeCode()).map(Enum::name).orElse("scheme " + key.schemeCode());
    }
}
