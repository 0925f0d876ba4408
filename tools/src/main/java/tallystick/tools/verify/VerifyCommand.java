package tallystick.tools.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tools.jackson.databind.json.JsonMapper;

/// Verifies a copy of a node's log, or the proof of one entry, with no network.
@Command(
        name = "verify",
        description = "Verify a copy of a node's log, or the proof of one entry, offline.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR|FILE", description = "a log's directory, or a proof made by 'log show --proof'")
    private Path subject = Path.of("");

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "a checkpoint of the same log kept elsewhere: the log must go on from it; may be repeated")
    private List<Path> checkpoints = List.of();

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit 0 if everything holds, 1 if not.
    @Override
    public Integer call() throws IOException {
        var report = new Report();
        try {
            var judge = new LogJudge(trust.read());
            if (Files.isDirectory(subject)) {
                var elsewhere = new LinkedHashMap<String, SignedCheckpoint>();
                for (var file : checkpoints) elsewhere.put(file.toString(), LogDirectory.checkpoint(file));
                judge.judge(LogDirectory.open(subject), elsewhere);
            } else judge.judge(proof(subject));
            report = judge.report();
        } catch (Unverifiable e) {
            report.add(false, e.why());
        }
        print(report);
        return report.holds() ? 0 : 1;
    }

    private static LogProof proof(Path file) throws IOException, Unverifiable {
        return switch (LogProof.parse(Bytes.copyOf(Files.readAllBytes(file)))) {
            case Parsed.Ok<LogProof>(var proof) -> proof;
            case Parsed.Malformed<LogProof>(var offset, var expected) ->
                throw TrustOptions.malformed(file, offset, expected);
        };
    }

    private void print(Report report) {
        var out = spec.commandLine().getOut();
        if (json) out.println(JsonMapper.shared().writeValueAsString(report.fields()));
        else {
            for (var finding : report.findings())
                out.printf("%-5s %s%n", finding.holds() ? "ok" : "WRONG", finding.what());
            out.println(report.holds() ? "verified" : "NOT VERIFIED");
        }
        out.flush();
    }
}
