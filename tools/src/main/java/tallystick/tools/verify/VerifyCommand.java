package tallystick.tools.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.attestation.Attestation;
import tallystick.core.governance.Roster;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.attest.AttestationJson;
import tallystick.tools.pack.NoRoom;
import tools.jackson.databind.json.JsonMapper;

/// Verifies a copy of a node's log, the proof of one entry, or the attestation of a ceremony, with no network.
@Command(
        name = "verify",
        description = {
            "Verify an evidence pack, a copy of a node's log, the proof of one entry, or the attestation of a"
                    + " ceremony,",
            "offline. Exit 0 all holds, 1 something does not, 2 not readable or wrong arguments."
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PACK|DIR|FILE",
            description = "a pack made by 'evidence export', a log's directory, a proof made by 'log show --proof', or"
                    + " an attestation (JSON) made by 'ceremony attestation'")
    private Path subject = Path.of("");

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "a checkpoint of the same log kept elsewhere: the log must go on from it; may be repeated")
    private List<Path> checkpoints = List.of();

    @Option(
            names = "--log",
            paramLabel = "DIR",
            description = "with an attestation: a participant's log, which must hold its signature; may be repeated")
    private List<Path> logs = List.of();

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description = "with an attestation: the proof of such an entry, or of a receipt; may be repeated")
    private List<Path> proofs = List.of();

    @Option(
            names = "--build",
            paramLabel = "HASH",
            description = "with an attestation: a build that nodes may run, and no others; may be repeated")
    private List<String> builds = List.of();

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit 0 if everything holds, 1 if not, 2 if something that was given cannot be read or used.
    @Override
    public Integer call() {
        return Ending.of(this::ended, this::unusable);
    }

    private int ended() {
        try {
            return verified();
        } catch (WrongOption e) {
            return unusable(e.why());
        } catch (NoRoom e) {
            return unusable(e.why());
        } catch (IOException | UncheckedIOException e) {
            return unusable("%s cannot be read".formatted(subject));
        }
    }

    private int verified() throws IOException, WrongOption {
        var report = new Report();
        try {
            if (PackJudge.isPack(subject)) {
                refuseOptions(!checkpoints.isEmpty() || !logs.isEmpty() || !proofs.isEmpty() || !builds.isEmpty());
                var judged = PackJudge.judge(subject, trust, this::tell);
                print(judged);
                return judged.holds() ? 0 : 1;
            }
            if (!trust.hasRoster() || !trust.hasAdministrator()) return unreadable();
            if (trust.isForPacks())
                throw new WrongOption("--spends, --timestamp-authority and --not-countersigned go with a pack");
            var roster = trust.read();
            report = isAttestation(subject) ? attestation(roster) : log(roster);
        } catch (Unverifiable e) {
            report.add(false, e.why());
        }
        print(report);
        return report.holds() ? 0 : 1;
    }

    private void tell(String how) {
        spec.commandLine().getErr().println(how);
    }

    /// Nothing that can be verified without roster and administrator.
    private int unreadable() {
        var isThere = Files.exists(subject);
        var why = isThere
                ? "%s is no pack, and all else needs --roster and --administrator".formatted(subject)
                : "there is no file " + subject;
        return unusable(why);
    }

    private int unusable(String why) {
        if (json) {
            var report = new Report();
            report.add(false, why);
            print(report);
        } else spec.commandLine().getErr().println("tallystick: " + why);
        return 2;
    }

    private static void refuseOptions(boolean any) throws WrongOption {
        if (any) throw new WrongOption("--checkpoint, --log, --proof and --build do not go with a pack");
    }

    /// The only JSON among what is verified.
    private static boolean isAttestation(Path file) throws IOException {
        if (Files.isDirectory(file)) return false;
        try (var stream = Files.newInputStream(file)) {
            return stream.read() == '{';
        }
    }

    private Report log(Roster roster) throws IOException, Unverifiable, WrongOption {
        if (!logs.isEmpty() || !proofs.isEmpty() || !builds.isEmpty())
            throw new WrongOption("--log, --proof and --build go with an attestation, and this is none");
        var judge = new LogJudge(roster);
        if (Files.isDirectory(subject)) {
            var elsewhere = new LinkedHashMap<String, SignedCheckpoint>();
            for (var file : checkpoints) elsewhere.put(file.toString(), checkpoint(file));
            judge.judge(opened(subject), elsewhere);
        } else judge.judge(proof(subject));
        return judge.report();
    }

    private static SignedCheckpoint checkpoint(Path file) throws WrongOption {
        return switch (SignedCheckpoint.parse(TrustOptions.bytes(file))) {
            case Parsed.Ok<SignedCheckpoint>(var checkpoint) -> checkpoint;
            case Parsed.Malformed<SignedCheckpoint>(var offset, var expected) ->
                throw TrustOptions.malformed(file, offset, expected);
        };
    }

    private Report attestation(Roster roster) throws IOException, Unverifiable, WrongOption {
        if (!checkpoints.isEmpty()) throw new WrongOption("--checkpoint goes with a log, and this is an attestation");
        var allowed = new ArrayList<Digest32>();
        for (var build : builds) allowed.add(build(build));
        var attestation = attestation(subject);
        var judge = new AttestationJudge(attestation, roster);
        judge.judge(allowed);
        var inLogs = new AttestationInLogs(attestation, roster, judge.report());
        for (var log : logs) inLogs.log(opened(log));
        for (var file : proofs) inLogs.proof(given(file));
        return judge.report();
    }

    private static Attestation attestation(Path file) throws Unverifiable, WrongOption {
        return switch (AttestationJson.parse(TrustOptions.bytes(file))) {
            case Parsed.Ok<Attestation>(var attestation) -> attestation;
            case Parsed.Malformed<Attestation>(var offset, var expected) ->
                throw Unverifiable.of(file, offset, expected);
        };
    }

    private static Digest32 build(String hex) throws WrongOption {
        if (!hex.matches("[0-9a-fA-F]{64}"))
            throw new WrongOption("build of %d characters, not 64 hex digits".formatted(hex.length()));
        return Digest32.ofHex(hex);
    }

    /// A directory that is no log is not what was meant; a log that is altered does not hold.
    private static LogDirectory opened(Path directory) throws IOException, Unverifiable, WrongOption {
        if (!Files.exists(directory.resolve("checkpoint")))
            throw new WrongOption(directory + " holds no file 'checkpoint': is it a log?");
        return LogDirectory.open(directory);
    }

    /// A proof beside what is verified.
    private static LogProof given(Path file) throws WrongOption {
        return switch (LogProof.parse(TrustOptions.bytes(file))) {
            case Parsed.Ok<LogProof>(var proof) -> proof;
            case Parsed.Malformed<LogProof>(var offset, var expected) ->
                throw TrustOptions.malformed(file, offset, expected);
        };
    }

    private static LogProof proof(Path file) throws Unverifiable, WrongOption {
        return switch (LogProof.parse(TrustOptions.bytes(file))) {
            case Parsed.Ok<LogProof>(var proof) -> proof;
            case Parsed.Malformed<LogProof>(var offset, var expected) -> throw Unverifiable.of(file, offset, expected);
        };
    }

    private void print(Report report) {
        var out = spec.commandLine().getOut();
        if (json) out.println(JsonMapper.shared().writeValueAsString(report.fields()));
        else {
            for (var finding : report.findings()) out.printf("%-5s %s%n", finding.mark(), finding.what());
            out.println(report.holds() ? "verified" : "NOT VERIFIED");
        }
        out.flush();
    }
}
