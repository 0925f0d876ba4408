package tallystick.tools.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Unusable;
import tallystick.core.policy.explain.Explanation;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.rehearse.Replay;
import tallystick.tools.document.Output;
import tallystick.tools.document.PolicyDocument;
import tallystick.tools.document.Step;

/// What would become of something that nobody asked for.
@Command(
        name = "simulate",
        description = "Judge something that is only thought of, and explain it; nothing is counted or reserved"
                + " (docs/spec/policy-review.md, Cases).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all cases would be allowed", "1:one would be denied or wait", "2:not readable; says where"},
        exitCodeOnInvalidInput = Step.WRONG_ARGUMENTS)
final class SimulateCommand extends Step {
    @Parameters(index = "0", paramLabel = "POLICY", description = "the organisation's policy")
    private Path policy = Path.of("");

    @Parameters(index = "1", paramLabel = "CASE", description = "one case, or several")
    private Path file = Path.of("");

    @Option(names = "--place", paramLabel = "POLICY", description = "a policy of a place inside; may be repeated")
    private List<Path> places = List.of();

    @Override
    protected int run(PrintWriter out) throws IOException, Unusable {
        var levels = levels(policy, places);
        var cases = Cases.read(
                PolicyDocument.json(file), levels.getFirst().policy().scope().org());
        var json = Output.begin("simulate");
        var list = json.putArray("cases");
        var status = 0;
        for (var i = 0; i < cases.cases().size(); i++) {
            var thought = cases.cases().get(i);
            var judgement = Replay.whatIf(levels, thought);
            var place = thought.matter().asked().source().place();
            var explanation = Explanation.of(
                    thought.matter(), Level.covering(levels, place), thought.circumstances(), thought.at(), judgement);
            if (!judgement.decision().isAllowed()) status = REMARKED;
            var one = list.addObject()
                    .put("id", cases.ids().get(i))
                    .put("allowed", judgement.decision().isAllowed());
            Output.explanation(one, explanation);
            if (!isForPrograms()) out.print(cases.ids().get(i) + ": " + Output.text(explanation));
        }
        if (isForPrograms()) out.println(json.toPrettyString());
        return status;
    }

    /// The organisation's policy and those of places inside.
    static List<Level> levels(Path policy, List<Path> places) throws IOException, Unusable {
        var levels = new ArrayList<Level>();
        levels.add(Level.of(PolicyDocument.policy(policy)));
        for (var place : places) levels.add(Level.of(PolicyDocument.policy(place)));
        return levels;
    }
}
