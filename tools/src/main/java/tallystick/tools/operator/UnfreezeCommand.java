package tallystick.tools.operator;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.governance.Proposal;
import tallystick.core.wire.GovernanceOrder;
import tallystick.crypto.secret.SecretMemory;

/// Somebody proposes the end of a freeze, and approves it; others have to, and an hour has to pass.
@Command(
        name = "unfreeze",
        description = "Propose the end of a freeze and approve it. It takes effect when others have approved it"
                + " ('governance approve') and its delay, an hour at least, is over. Exit 0 done, 1 refused, 3 a node"
                + " was not reached.",
        mixinStandardHelpOptions = true)
public final class UnfreezeCommand implements Callable<Integer> {
    @Mixin
    private DeskOptions options = new DeskOptions();

    @Mixin
    private PersonOptions person = new PersonOptions();

    @Parameters(paramLabel = "ORDER", description = "the freeze's id, as 'governance status' shows it")
    private String order = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why, 1..256 characters")
    private String reason = "";

    @Option(names = "--days", paramLabel = "N", description = "how long it may wait for approvals (default 14)")
    private int days = 14;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable, NodeUnreachable {
        try (var home = SecretMemory.open();
                var self = options.open(home)) {
            var desk = options.desk(self);
            var standing = desk.standing();
            var signer = person.signer(self);
            var proposal = new Proposal.Unfreeze(GovernanceCommand.id(order));
            var change = GovernanceDesk.propose(signer, standing, proposal, reason, Duration.ofDays(days));
            var said = desk.bring(new GovernanceOrder.Propose(change));
            return options.tell(
                    spec.commandLine().getOut(), "change", change.change().id().toString(), said);
        }
    }
}
