package tallystick.tools.judge;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.decode.KnowledgeOptions;
import tallystick.tools.document.Output;
import tallystick.tools.document.PolicyDocument;
import tallystick.tools.document.Step;
import tallystick.tools.vector.VectorFile;

/// Says why recorded transactions are decided as they are.
@Command(
        name = "explain",
        description = "Judge recorded transactions by a policy and say why: the rules that decided, and for every rule"
                + " the first thing it asks for that is not so (docs/spec/policy-review.md).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all are explained", "1:one is not of its form", "2:not readable; says where"},
        exitCodeOnInvalidInput = Step.WRONG_ARGUMENTS)
public final class ExplainCommand extends Step {
    @Parameters(index = "0", paramLabel = "POLICY", description = "judged by")
    private Path policy = Path.of("");

    @Parameters(index = "1", paramLabel = "VECTOR", description = "recorded transactions, as judge reads them")
    private Path file = Path.of("");

    @Option(names = "--at", paramLabel = "MOMENT", description = "the clock of who judges; now by default")
    private @Nullable String at;

    @CommandLine.Mixin
    private KnowledgeOptions knowledge = new KnowledgeOptions();

    @Override
    protected int run(PrintWriter out) throws IOException, Unusable {
        var chains = Chains.all();
        try (var home = SecretMemory.open();
                var witness = new StandInWitness(new SystemEntropy(), home)) {
            var read = PolicyDocument.policy(policy);
            return explain(out, new VectorJudge(chains, read, Controls.all(), knowledge.read(chains), witness, now()));
        }
    }

    private int explain(PrintWriter out, VectorJudge judge) throws IOException, Unusable {
        var json = Output.begin("explain");
        var list = json.putArray("vectors");
        var status = 0;
        for (var vector : VectorFile.read(PolicyDocument.json(file)).vectors())
            switch (judge.judge(vector, list.size())) {
                case Judged.Refused(var id, var why) -> {
                    status = REMARKED;
                    list.addObject().put("id", id).put("error", why);
                    print(out, id + " REFUSED " + why);
                }
                case Judged.Done done -> {
                    var one = list.addObject()
                            .put("id", done.id())
                            .put("verdict", done.verdict().name());
                    print(out, done.id() + " " + done.verdict());
                    if (done.heard().isEmpty()) done.sentences().forEach(each -> print(out, "  " + each));
                    else {
                        var explanation = judge.explain(done.heard().get());
                        Output.explanation(one, explanation);
                        print(out, Output.text(explanation));
                    }
                }
            }
        if (isForPrograms()) out.println(json.toPrettyString());
        return status;
    }

    private void print(PrintWriter out, String text) {
        if (!isForPrograms()) out.println(text);
    }

    private Instant now() throws Unusable {
        try {
            return at == null ? Instant.now() : Instant.parse(at);
        } catch (DateTimeParseException noMoment) {
            throw new Unusable.Argument("--at is no moment such as 2026-01-31T12:00:00Z");
        }
    }
}
