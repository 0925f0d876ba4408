package tallystick.tools.operator;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.NodeStanding;
import tallystick.core.wire.NodeStatus;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.Scheme;
import tallystick.tools.doctor.Printable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Shows what each node is and holds.
@Command(name = "status", description = "Ask every node of the roster for its status.", mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private RosterOptions roster = new RosterOptions();

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long to wait for each node (default 5)")
    private int waitSeconds = 5;

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable {
        var out = spec.commandLine().getOut();
        var report = JsonMapper.shared().createObjectNode();
        report.put("format", "tallystick-status-1");
        var nodes = report.putArray("nodes");
        var unreachable = 0;
        try (var home = SecretMemory.open();
                var self = identity.open(home)) {
            for (var node : roster.read().nodes())
                try (var door = new NodeDoor(self.tls(), node)) {
                    var status = door.status(Duration.ofSeconds(waitSeconds));
                    if (json) write(nodes.addObject(), status, governed(door));
                    else print(out, status, governed(door));
                } catch (NodeUnreachable e) {
                    unreachable++;
                    if (json)
                        nodes.addObject()
                                .put("node", node.name())
                                .put("reached", false)
                                .put("why", e.getMessage());
                    else out.printf("%-12s not reached: %s%n", node.name(), e.getMessage());
                }
        }
        if (json) out.println(report.toPrettyString());
        return unreachable == 0 ? 0 : 3;
    }

    /// For people: what a node says of itself cannot look like what others say.
    static void print(PrintWriter out, NodeStatus status, String governed) {
        out.printf(
                "%-12s %s  roster %d  linked to %s%n",
                Printable.of(status.name()),
                Printable.of(status.software()),
                status.rosterVersion(),
                status.linked().stream().map(Printable::of).toList());
        out.printf("  %s%n", governed);
        for (var key : status.keys())
            out.printf(
                    "  key %s  %s  epoch %d  %s%s%n",
                    key.id(),
                    scheme(key),
                    key.epoch(),
                    Printable.ofLong(key.tree()),
                    earlier(status, key)
                            .map("  (shares of epoch %d may sign still)"::formatted)
                            .orElse(""));
    }

    /// The earliest epoch in which the node may sign with a key, where that is not the last.
    private static Optional<Integer> earlier(NodeStatus status, KeyCard key) {
        return status.standing().stream()
                .flatMap(standing -> standing.earlier().stream())
                .filter(each -> each.keyId().equals(key.id()))
                .map(NodeStanding.EarlierEpoch::epoch)
                .findFirst();
    }

    private static void write(ObjectNode node, NodeStatus status, String governed) {
        node.put("node", status.name())
                .put("reached", true)
                .put("software", status.software())
                .put("roster", status.rosterVersion())
                .put("governed", governed);
        var linked = node.putArray("linked");
        status.linked().forEach(linked::add);
        var keys = node.putArray("keys");
        for (var key : status.keys()) {
            var written = keys.addObject();
            CeremonyCommand.write(written, key);
            earlier(status, key).ifPresent(epoch -> written.put("earliestEpoch", epoch));
        }
    }

    private String governed(NodeDoor door) throws NodeUnreachable {
        return door.governance(new GovernanceOrder.Show(), Duration.ofSeconds(waitSeconds))
                        instanceof GovernanceReply.Shown(var standing)
                ? GovernanceStatus.line(standing)
                : "says nothing of its documents";
    }

    static String scheme(KeyCard key) {
        return Scheme.ofCode(key.schemeCode()).map(Enum::name).orElse("scheme " + key.schemeCode());
    }
}
