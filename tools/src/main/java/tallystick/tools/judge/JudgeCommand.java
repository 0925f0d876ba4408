package tallystick.tools.judge;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.policy.judge.Level;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.decode.KnowledgeOptions;
import tallystick.tools.doctor.Printable;
import tallystick.tools.document.PolicyDocument;
import tallystick.tools.document.Unread;
import tallystick.tools.vector.VectorFile;

/// Judges recorded transactions by a policy, as every node does before it signs.
@Command(
        name = "judge",
        description = "Judge recorded transactions by a policy, as a node would: a line for each with its name, the"
                + " verdict (ADMIT, DENY, REJECT_APPROVAL_AND_FREEZE) and the controls that fired"
                + " (docs/spec/judge.md).",
        mixinStandardHelpOptions = true,
        footerHeading = "%nControls, for --only and --without:%n",
        footer = {
            "  APPROVAL_DIGEST_MISMATCH  a signature of an approval recovers to no owner:",
            "                            rejected, and frozen",
            "  INTENT_MISMATCH           what was submitted is not what the bytes do",
            "  TOO_DEEP                  calls are wrapped more than eight times",
            "  NO_ALLOW                  no ALLOW of the policy admits it",
            "and each rule of the policy by its id up to the first full stop, in capitals.",
            "Those of vectors/incidents/policy.json (--controls lists those of any policy):",
            "  DELEGATECALL_TARGET_NOT_ALLOWED  NESTED_DELEGATECALL",
            "  CALL_TARGET_NOT_WHITELISTED  SELECTOR_TOKEN_MISMATCH",
            "  SAFE_STORAGE_SLOT0_CHANGES  CONTRACT_TOO_NEW  UNDECODED",
            "  DESTINATION_NOT_WHITELISTED  LOOK_ALIKE  PRIVILEGED_CALL  WALLET_ADMIN",
            "  WRAPPED_CALL  SAFE_REFUND  ALLOWANCE  FULL_DRAIN  FEE_RATE_ABNORMAL",
            "  AMOUNT_ABOVE_TIER  APPROVAL_TIER  VELOCITY  SOURCE_EVENT_MISSING",
            "  DURABLE_NONCE  OPAQUE_SIGNATURE"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all were judged, each as its record expects, where it says so",
            "1:a verdict is another than expected",
            "2:the policy or a vector is not of its form, or a file cannot be read; says which and where",
            "64:wrong arguments"
        },
        exitCodeOnInvalidInput = JudgeCommand.WRONG_ARGUMENTS)
public final class JudgeCommand implements Callable<Integer> {
    static final int WRONG_ARGUMENTS = 64;
    private static final String NO_MOMENT = "--at is no moment such as 2026-01-31T12:00:00Z";
    private static final int DIFFERENT = 1;
    private static final int UNREADABLE = 2;
    private static final int LENGTH_BYTES_MAX = 32 * 1024 * 1024;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            required = true,
            description = "judged by: JSON, or YAML if it ends in .yaml or .yml (docs/spec/policy.md)")
    private Path policyFile = Path.of("");

    @CommandLine.ArgGroup
    private Ablation ablation = new Ablation();

    /// Which controls are left out.
    static final class Ablation {
        @Option(names = "--only", paramLabel = "CONTROL", description = "this control alone; everything else permits")
        private @Nullable String only;

        @Option(names = "--without", paramLabel = "CONTROL", description = "every control but this one")
        private @Nullable String without;
    }

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            description = "the clock of who judges, such as 2026-01-31T12:00:00Z; now by default")
    private @Nullable String at;

    @Option(names = "--json", description = "print JSON for programs, with the whole trace")
    private boolean json;

    @Option(names = "--controls", description = "list the controls there are under the policy, and judge nothing")
    private boolean controlsOnly;

    @CommandLine.Mixin
    private KnowledgeOptions knowledge = new KnowledgeOptions();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "a vector object, a list of them, or an object with a list vectors")
    private @Nullable Path file;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private final Chains chains = Chains.all();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try {
            return call(out);
        } catch (Unusable.Argument wrong) {
            return explain(wrong, WRONG_ARGUMENTS);
        } catch (Unusable unusable) {
            return explain(unusable, UNREADABLE);
        } catch (IOException unreadable) {
            return explain(Unread.why(unreadable), UNREADABLE);
        } finally {
            out.flush();
        }
    }

    private int explain(Unusable why, int status) {
        return explain(String.valueOf(why.getMessage()), status);
    }

    private int explain(String why, int status) {
        spec.commandLine().getErr().println("tallystick judge: " + why);
        return status;
    }

    private int call(PrintWriter out) throws IOException, Unusable {
        var policy = PolicyDocument.policy(policyFile);
        if (controlsOnly) {
            Controls.of(policy).forEach(out::println);
            return 0;
        }
        var controls = Controls.of(Optional.ofNullable(ablation.only), Optional.ofNullable(ablation.without));
        var unknown = controls.unknown(policy);
        if (unknown.isPresent())
            throw new Unusable.Argument(
                    "no control of that name under this policy, which has " + String.join(", ", Controls.of(policy)));
        var named = file;
        if (named == null) throw new Unusable.Argument("the file with the vectors is missing");
        var judged = new ArrayList<Judged>();
        try (var home = SecretMemory.open();
                var witness = new StandInWitness(new SystemEntropy(), home)) {
            var judge = new VectorJudge(chains, policy, controls, knowledge.read(chains), witness, now());
            for (var vector : VectorFile.read(read(named)).vectors()) judged.add(judge.judge(vector, judged.size()));
        }
        if (judged.isEmpty()) throw new Unusable("no vector in the file: nothing was judged");
        judged.forEach(this::tellUnread);
        if (json) out.println(JudgedJson.of(Level.of(policy).hash(), controls, judged));
        else for (var each : judged) out.println(line(each));
        return status(judged);
    }

    private void tellUnread(Judged judged) {
        if (judged instanceof Judged.Done done && !done.unread().isEmpty())
            spec.commandLine()
                    .getErr()
                    .println("tallystick judge: %s: nothing was read in %s"
                            .formatted(done.id(), Printable.of(String.join(", ", done.unread()))));
    }

    private static String line(Judged judged) {
        return switch (judged) {
            case Judged.Refused(var id, var why) -> id + " REFUSED " + why;
            case Judged.Done done -> {
                var reasons = done.reasons().isEmpty() ? "-" : String.join(",", done.reasons());
                var expected = done.isAsExpected()
                        ? ""
                        : " (expected %s)".formatted(done.expected().orElseThrow());
                yield done.id() + " " + done.verdict() + " " + reasons + expected;
            }
        };
    }

    private static int status(List<Judged> judged) {
        if (judged.stream().anyMatch(Judged.Refused.class::isInstance)) return UNREADABLE;
        return judged.stream().anyMatch(each -> each instanceof Judged.Done done && !done.isAsExpected())
                ? DIFFERENT
                : 0;
    }

    private static Bytes read(Path path) throws IOException {
        try (var stream = Files.newInputStream(path)) {
            return Bytes.copyOf(stream.readNBytes(LENGTH_BYTES_MAX + 1));
        }
    }

    private Instant now() throws Unusable {
        try {
            var moment = at == null ? Instant.now() : Instant.parse(at);
            if (moment.getEpochSecond() >= 0) return moment;
        } catch (DateTimeParseException noMoment) {
            throw new Unusable.Argument(NO_MOMENT);
        }
        throw new Unusable.Argument(NO_MOMENT);
    }
}
