package tallystick.tools.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.approval.Answer;
import tallystick.core.clear.ComparisonCode;
import tallystick.core.governance.Document;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.secret.SecretMemory;

/// Somebody answers a change, after he has seen what it is.
@Command(
        name = "approve",
        description = "Show a change in words, made from its documents on this machine, and answer it: yes, or no with"
                + " --reject. Asks before it signs. Exit 0 done, 1 refused or not wanted, 3 not reached.",
        mixinStandardHelpOptions = true)
final class ApproveChangeCommand implements Callable<Integer> {
    @Mixin
    private DeskOptions options = new DeskOptions();

    @Mixin
    private PersonOptions person = new PersonOptions();

    @Parameters(paramLabel = "CHANGE", description = "the change's id, as 'governance status' shows it")
    private String change = "";

    @Option(names = "--reject", description = "say no: nothing takes that back")
    private boolean reject;

    @Option(names = "--yes", description = "sign without asking; with --json it has to be given")
    private boolean yes;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable, NodeUnreachable {
        if (options.json() && !yes) throw new Unable("--json cannot ask: look at the change without it, or give --yes");
        var id = GovernanceCommand.id(change);
        try (var home = SecretMemory.open();
                var self = options.open(home)) {
            var signer = person.signer(self);
            var desk = options.desk(self);
            var known = desk.change(id);
            if (!known.change().id().equals(id)) throw new Unable("a node showed another change than was asked for");
            var standing = desk.standing();
            if (!options.json()) show(desk, standing, known);
            if (!yes && !isWanted()) throw new Unable("not signed, and nobody was told anything");
            var answer =
                    GovernanceDesk.answer(signer, standing, known.change(), reject ? Answer.REJECT : Answer.APPROVE);
            var answers = new ArrayList<>(known.approvals());
            answers.add(answer);
            var said = desk.bring(new GovernanceOrder.Propose(known.with(answers)));
            return options.tell(spec.commandLine().getOut(), "change", change, said);
        }
    }

    private void show(GovernanceDesk desk, GovernanceStanding standing, SignedChange known)
            throws Unable, NodeUnreachable {
        var out = spec.commandLine().getOut();
        out.printf("change %s%n", known.change().id());
        out.printf("  compare %s%n", ComparisonCode.ofHash(known.change().id()));
        Optional<Document> before = known.change().proposal() instanceof Proposal.NewDocument(var next)
                ? Optional.of(desk.document(GovernanceDesk.current(standing, next.kind())))
                : Optional.empty();
        for (var line : Words.of(known.change(), before)) out.println("  " + line);
        out.printf("  answers so far: %d%n", known.approvals().size());
        out.flush();
    }

    private boolean isWanted() throws IOException {
        var out = spec.commandLine().getOut();
        out.printf("%s as %s? Type yes: ", reject ? "REJECT it for good" : "APPROVE it", person.name());
        out.flush();
        var typed = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return typed != null && typed.strip().toLowerCase(Locale.ROOT).equals("yes");
    }
}
