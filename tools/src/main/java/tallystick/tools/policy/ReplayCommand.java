package tallystick.tools.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Unusable;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.rehearse.Replay;
import tallystick.tools.document.Output;
import tallystick.tools.document.PolicyDocument;
import tallystick.tools.document.Step;

/// What a draft would have made of what was decided before.
@Command(
        name = "replay",
        description = "Judge what was decided before once by the policy of then and once by a draft, and name each case"
                + " that would be decided otherwise (docs/spec/policy.md, Rehearsal).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing would change", "1:something would", "2:not readable; says where"},
        exitCodeOnInvalidInput = Step.WRONG_ARGUMENTS)
final class ReplayCommand extends Step {
    private static final int MANY = 1_000;

    @Parameters(index = "0", paramLabel = "DRAFT", description = "the version that is proposed")
    private Path draft = Path.of("");

    @Parameters(index = "1", paramLabel = "HISTORY", description = "cases in the order of their time")
    private Path history = Path.of("");

    @Option(
            names = "--before",
            paramLabel = "POLICY",
            description = "the version in force then; without it each case has to say what was decided")
    private Optional<Path> before = Optional.empty();

    @Option(
            names = "--place",
            paramLabel = "POLICY",
            description = "a policy of a place inside, in force in both; may be repeated")
    private List<Path> places = List.of();

    @Override
    protected int run(PrintWriter out) throws IOException, Unusable {
        var are = SimulateCommand.levels(draft, places);
        var cases = Cases.read(
                PolicyDocument.json(history), are.getFirst().policy().scope().org());
        for (var i = 1; i < cases.cases().size(); i++)
            if (cases.cases().get(i).at().isBefore(cases.cases().get(i - 1).at()))
                throw new Unusable("%s is earlier than the case before it"
                        .formatted(cases.ids().get(i)));
        if (cases.cases().size() >= MANY)
            progress("judging %d cases twice".formatted(cases.cases().size()));
        var replay = before.isPresent()
                ? Replay.of(SimulateCommand.levels(before.get(), places), are, cases.cases(), Counters.none())
                : Replay.of(are, cases.recorded(), Counters.none());
        var names = new HashMap<IntentId, String>();
        for (var i = 0; i < cases.cases().size(); i++)
            names.put(
                    cases.cases().get(i).matter().asked().intent(), cases.ids().get(i));
        var json = Output.begin("replay").put("summary", replay.summary());
        var list = json.putArray("changes");
        for (var change : replay.changes()) {
            var id = names.getOrDefault(change.intent(), "?");
            list.addObject()
                    .put("id", id)
                    .put("turn", change.turn().name())
                    .put("before", name(change.before()))
                    .put("after", name(Replay.Was.of(change.after())));
            if (!isForPrograms())
                out.println("%s %s: %s, would be %s%s"
                        .formatted(
                                id,
                                change.turn(),
                                name(change.before()),
                                name(Replay.Was.of(change.after())),
                                reasons(change.after())));
        }
        out.println(isForPrograms() ? json.toPrettyString() : replay.summary());
        return replay.changes().isEmpty() ? 0 : REMARKED;
    }

    private static String name(Replay.Was was) {
        return was.name().toLowerCase(Locale.ROOT);
    }

    private static String reasons(Decision decision) {
        if (!(decision instanceof Decision.Denied(var reasons))) return "";
        var first = reasons.getFirst();
        return " (%s%s: %s)"
                .formatted(first.code(), first.rule().map(rule -> " " + rule).orElse(""), first.text());
    }
}
