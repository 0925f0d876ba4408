package tallystick.tools.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Unusable;
import tallystick.core.policy.analyze.Analysis;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.tools.document.Output;
import tallystick.tools.document.PolicyDocument;
import tallystick.tools.document.Step;

/// What another version changes, and which way.
@Command(
        name = "diff",
        description = "Compare two versions of a policy: each difference with its direction, TIGHTEN if that is proven,"
                + " else LOOSEN, and what is admitted more.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing differs, or all of it tightens", "1:something loosens", "2:not readable; says where"
        },
        exitCodeOnInvalidInput = Step.WRONG_ARGUMENTS)
final class DiffCommand extends Step {
    @Parameters(index = "0", paramLabel = "OLD", description = "the version in force")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "the draft")
    private Path after = Path.of("");

    @Override
    protected int run(PrintWriter out) throws IOException, Unusable {
        var was = PolicyDocument.policy(before);
        var is = PolicyDocument.policy(after);
        var change = PolicyChange.between(was, is);
        var widened = Analysis.between(was, is);
        if (isForPrograms()) {
            var json = Output.begin("diff").put("direction", change.direction().name());
            Output.differences(json, change.differences());
            Output.remarks(json, widened.remarks());
            out.println(json.toPrettyString());
        } else {
            change.differences().forEach(out::println);
            widened.remarks().forEach(each -> out.println("  " + each.pointer() + ": " + each.sentence()));
            out.println(
                    change.differences().isEmpty()
                            ? "nothing differs"
                            : "%d differences: the change as a whole is %s"
                                    .formatted(change.differences().size(), change.direction()));
        }
        return change.direction() == Direction.LOOSEN ? REMARKED : 0;
    }
}
