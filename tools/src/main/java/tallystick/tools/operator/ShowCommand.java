package tallystick.tools.operator;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.crypto.secret.SecretMemory;

/// Prints a document by which the nodes judge.
@Command(
        name = "show",
        description =
                "Print a document in force: people, policy, address-book, roster, fact-keys, emergency-policy. With"
                        + " --json the very file that 'governance propose' reads: print it, change it, propose it. Exit"
                        + " 0 printed, 1 there is none, 3 not reached.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Mixin
    private DeskOptions options = new DeskOptions();

    @Parameters(paramLabel = "DOCUMENT", description = "which one, such as people")
    private String name = "";

    @Option(
            names = "--node",
            paramLabel = "NODE",
            description = "as this node has it (default: the first that answers)")
    private @Nullable String node;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable, NodeUnreachable {
        var kind = kind(name);
        try (var home = SecretMemory.open();
                var self = options.open(home)) {
            var desk = options.desk(self);
            var of = node;
            var version = GovernanceDesk.current(of == null ? desk.standing() : desk.standing(of), kind);
            print(desk.document(version), version);
            return 0;
        }
    }

    private void print(Document document, DocumentVersion version) throws Unable {
        var out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(DocumentJson.of(document).toPrettyString());
            return;
        }
        out.printf("%s version %d  %s%n", name, version.number(), version.hash());
        out.printf("in force from %s%n", document.effectiveFrom());
        Words.of(document).forEach(line -> out.println("  " + line));
    }

    private static DocumentKind kind(String name) throws Unable {
        for (var kind : DocumentKind.values()) if (word(kind).equals(name)) return kind;
        throw new Unable("no document is called that: one of "
                + String.join(
                        ", ",
                        java.util.Arrays.stream(DocumentKind.values())
                                .map(ShowCommand::word)
                                .toList())
                + " expected");
    }

    private static String word(DocumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
