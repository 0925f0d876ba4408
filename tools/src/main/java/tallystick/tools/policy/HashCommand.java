package tallystick.tools.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Unusable;
import tallystick.core.policy.json.PolicyText;
import tallystick.tools.document.Output;
import tallystick.tools.document.PolicyDocument;
import tallystick.tools.document.Step;

/// The identity of a version of a policy.
@Command(
        name = "hash",
        description = "Print the hash by which every node names this version (docs/spec/policy.md). Spelling, white"
                + " space and signatures make no other.",
        exitCodeOnInvalidInput = Step.WRONG_ARGUMENTS)
final class HashCommand extends Step {
    @Parameters(paramLabel = "FILE", description = "JSON, or YAML if it ends in .yaml or .yml")
    private Path file = Path.of("");

    @Override
    protected int run(PrintWriter out) throws IOException, Unusable {
        var hash = PolicyText.hash(PolicyDocument.policy(file)).toString();
        out.println(isForPrograms() ? Output.begin("hash").put("hash", hash).toPrettyString() : hash);
        return 0;
    }
}
