package tallystick.tools.operator;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.doctor.Printable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// By what each node judges.
@Command(
        name = "status",
        description =
                "Show by what each node judges, what is frozen, and which changes are open. Exit 0, or 3 if a node"
                        + " was not reached.",
        mixinStandardHelpOptions = true)
final class GovernanceStatus implements Callable<Integer> {
    @Mixin
    private DeskOptions options = new DeskOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable {
        var out = spec.commandLine().getOut();
        var report = JsonMapper.shared().createObjectNode();
        report.put("format", "tallystick-governance-status-1");
        var nodes = report.putArray("nodes");
        var code = 0;
        try (var home = SecretMemory.open();
                var self = options.open(home)) {
            var desk = options.desk(self);
            for (var node : options.roster().nodes())
                try {
                    var standing = desk.standing(node.name());
                    if (options.json()) json(nodes, node.name(), standing);
                    else print(out, node.name(), standing);
                } catch (NodeUnreachable e) {
                    code = 3;
                    if (options.json())
                        nodes.addObject().put("node", node.name()).put("reached", false);
                    else out.printf("%-12s not reached: %s%n", node.name(), e.getMessage());
                }
        }
        if (options.json()) out.println(report.toPrettyString());
        return code;
    }

    private static void print(PrintWriter out, String node, GovernanceStanding standing) {
        out.printf("%-12s %s%n", node, line(standing));
        for (var version : standing.inForce())
            out.printf(
                    "  %-16s version %d  %s%n",
                    version.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '), version.number(), version.hash());
        for (var version : standing.awaited())
            out.printf("  AWAITED %s version %d: it signs nothing%n", version.kind(), version.number());
        for (var frozen : standing.freezes())
            out.printf(
                    "  FROZEN %s by %s: %s  order %s%n",
                    Printable.of(frozen.scope()),
                    Printable.of(frozen.by()),
                    Printable.of(frozen.reason()),
                    frozen.order());
        for (var open : standing.changes())
            out.printf(
                    "  change %s by %s: %s; %s%n",
                    open.change(), Printable.of(open.by()), Printable.of(open.proposal()), Printable.of(open.stands()));
    }

    /// One line about a node's policy, for other commands too.
    static String line(GovernanceStanding standing) {
        return standing.workspace()
                .map(workspace -> "policy sha256:%s in workspace %s".formatted(standing.policy(), workspace))
                .orElse("no policy in force: it has no genesis, and its roster's initiators decide");
    }

    private static void json(ArrayNode nodes, String node, GovernanceStanding standing) {
        var report = nodes.addObject().put("node", node).put("reached", true);
        report.put("workspace", standing.workspace().map(Object::toString).orElse(null));
        report.put(
                "policy",
                standing.workspace().map(_ -> standing.policy().toString()).orElse(null));
        var versions = report.putArray("in_force");
        for (var version : standing.inForce())
            versions.addObject()
                    .put("kind", version.kind().name().toLowerCase(Locale.ROOT))
                    .put("version", version.number())
                    .put("document", version.hash().toString());
        report.put("awaited", standing.awaited().size())
                .put("prepared", standing.prepared().size());
        var freezes = report.putArray("freezes");
        for (var frozen : standing.freezes())
            freezes.addObject()
                    .put("order", frozen.order().toString())
                    .put("scope", frozen.scope())
                    .put("by", frozen.by())
                    .put("reason", frozen.reason());
        var changes = report.putArray("changes");
        for (var open : standing.changes())
            changes.addObject()
                    .put("change", open.change().toString())
                    .put("by", open.by())
                    .put("proposal", open.proposal())
                    .put("stands", open.stands());
    }
}
