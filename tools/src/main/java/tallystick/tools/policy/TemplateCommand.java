package tallystick.tools.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Unusable;
import tallystick.tools.document.Step;
import tallystick.tools.document.YamlText;

/// Policies to begin with.
@Command(
        name = "template",
        description = "Print a policy to begin with: payments, treasury, exchange-hot or cold. Its people and addresses"
                + " are examples and have to be replaced. Without a name, list the names.",
        exitCodeOnInvalidInput = Step.WRONG_ARGUMENTS)
final class TemplateCommand extends Step {
    private static final List<String> NAMES = List.of("cold", "exchange-hot", "payments", "treasury");

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "cold, exchange-hot, payments or treasury")
    private @Nullable String name;

    @Option(names = "--yaml", description = "as YAML for review")
    private boolean yaml;

    @Override
    protected int run(PrintWriter out) throws IOException, Unusable {
        var named = name;
        if (named == null) {
            NAMES.forEach(out::println);
            return 0;
        }
        if (!NAMES.contains(named))
            throw new Unusable.Argument("no template of that name: there are " + String.join(", ", NAMES));
        try (var stream = TemplateCommand.class.getResourceAsStream(named + ".json")) {
            if (stream == null) throw new AssertionError("a template that is not shipped: " + named);
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            out.print(yaml ? YamlText.of(text) : text);
            return 0;
        }
    }
}
