package tallystick.tools.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Unusable;
import tallystick.core.policy.json.PolicyText;
import tallystick.tools.document.PolicyDocument;
import tallystick.tools.document.Step;
import tallystick.tools.document.YamlText;

/// The one text of a policy.
@Command(
        name = "fmt",
        description = "Print a policy in its canonical JSON, or for review as YAML of the same members. Both have the"
                + " same hash.",
        exitCodeOnInvalidInput = Step.WRONG_ARGUMENTS)
final class FmtCommand extends Step {
    @Parameters(paramLabel = "FILE", description = "JSON, or YAML if it ends in .yaml or .yml")
    private Path file = Path.of("");

    @Option(names = "--yaml", description = "as YAML for review")
    private boolean yaml;

    @Override
    protected int run(PrintWriter out) throws IOException, Unusable {
        var canonical =
                new String(PolicyText.canonical(PolicyDocument.policy(file)).toArray(), StandardCharsets.UTF_8);
        if (yaml) out.print(YamlText.of(canonical));
        else out.println(canonical);
        return 0;
    }
}
