package tallystick.tools.operator;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.governance.Roster;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.doctor.Printable;
import tallystick.wire.MemberIdentity;
import tools.jackson.databind.json.JsonMapper;

/// Whom a command about documents reaches, and how it tells what came of it.
final class DeskOptions {
    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private RosterOptions roster = new RosterOptions();

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long to wait for each node (default 5)")
    private int waitSeconds = 5;

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    MemberIdentity open(SecretMemory home) throws IOException {
        return identity.open(home);
    }

    Roster roster() throws IOException, Unable {
        return roster.read();
    }

    GovernanceDesk desk(MemberIdentity self) throws IOException, Unable {
        return new GovernanceDesk(roster.read(), self.tls(), limit());
    }

    /// How long to wait for each node.
    Duration limit() {
        return Duration.ofSeconds(waitSeconds);
    }

    boolean json() {
        return json;
    }

    /// Tells what each node answered.
    ///
    /// @param subject names what it was about
    /// @return the exit code: 0 if all follow, 1 if one refused, 3 if one was not reached
    int tell(PrintWriter out, String what, String subject, List<GovernanceDesk.Said> said) {
        if (json) {
            var report = JsonMapper.shared().createObjectNode();
            report.put("format", "tallystick-governance-1").put("what", what).put("id", subject);
            var answers = report.putArray("answers");
            for (var each : said)
                answers.addObject()
                        .put("node", each.node())
                        .put("followed", each.code() == 0)
                        .put("what", each.what());
            out.println(report.toPrettyString());
        } else {
            out.printf("%s %s%n", what, subject);
            for (var each : said) out.printf("%-12s %s%n", each.node(), Printable.of(each.what()));
        }
        return said.stream().mapToInt(GovernanceDesk.Said::code).max().orElse(0);
    }
}
