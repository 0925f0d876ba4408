package tallystick.tools.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Unusable;
import tallystick.core.policy.analyze.Analysis;
import tallystick.core.policy.analyze.Remark.Severity;
import tallystick.core.policy.json.PolicyText;
import tallystick.tools.document.Output;
import tallystick.tools.document.PolicyDocument;
import tallystick.tools.document.Step;

/// Reads a policy as a node would, and says what its authors cannot have meant.
@Command(
        name = "check",
        description = "Read a policy as a node does, and find what its authors cannot have meant: rules that never"
                + " decide, quorums nobody can reach, gaps.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing, or warnings and notes", "1:an error", "2:no policy, or not readable; says where"},
        exitCodeOnInvalidInput = Step.WRONG_ARGUMENTS)
final class CheckCommand extends Step {
    @Parameters(paramLabel = "FILE", description = "JSON, or YAML if it ends in .yaml or .yml")
    private Path file = Path.of("");

    @Override
    protected int run(PrintWriter out) throws IOException, Unusable {
        var policy = PolicyDocument.policy(file);
        if (policy.rules().size() > 2_000)
            progress("comparing %d rules".formatted(policy.rules().size()));
        var analysis = Analysis.of(policy);
        if (isForPrograms()) {
            var json = Output.begin("check").put("hash", PolicyText.hash(policy).toString());
            Output.remarks(json, analysis.remarks());
            out.println(json.toPrettyString());
        } else {
            analysis.remarks().forEach(out::println);
            out.println("%s version %d, %d rules: %d errors, %d warnings, %d notes"
                    .formatted(
                            policy.id(),
                            policy.version(),
                            policy.rules().size(),
                            analysis.of(Severity.ERROR).size(),
                            analysis.of(Severity.WARNING).size(),
                            analysis.of(Severity.NOTE).size()));
        }
        return analysis.of(Severity.ERROR).isEmpty() ? 0 : REMARKED;
    }
}
