package tallystick.tools.boot;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tallystick.tools.build.BuildCommand;
import tallystick.tools.decode.DecodeCommand;
import tallystick.tools.evidence.EvidenceCommand;
import tallystick.tools.judge.JudgeCommand;
import tallystick.tools.operator.BackupCommand;
import tallystick.tools.operator.CeremonyCommand;
import tallystick.tools.operator.DoctorCommand;
import tallystick.tools.operator.FreezeCommand;
import tallystick.tools.operator.GovernanceCommand;
import tallystick.tools.operator.IdentityCommand;
import tallystick.tools.operator.IntentCommand;
import tallystick.tools.operator.NodeCommand;
import tallystick.tools.operator.NodeUnreachable;
import tallystick.tools.operator.RequestCommand;
import tallystick.tools.operator.RosterCommand;
import tallystick.tools.operator.StatusCommand;
import tallystick.tools.operator.TransferCommand;
import tallystick.tools.operator.Unable;
import tallystick.tools.operator.UnfreezeCommand;
import tallystick.tools.operator.WatchCommand;
import tallystick.tools.policy.PolicyCommand;
import tallystick.tools.verify.LogCommand;
import tallystick.tools.verify.VerifyCommand;

/// The operator's command line.
@Command(
        name = "tallystick",
        description = "Institutional MPC custody that an organisation runs itself.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            IdentityCommand.class,
            RosterCommand.class,
            CeremonyCommand.class,
            NodeCommand.class,
            GovernanceCommand.class,
            FreezeCommand.class,
            UnfreezeCommand.class,
            WatchCommand.class,
            BackupCommand.class,
            TransferCommand.class,
            RequestCommand.class,
            IntentCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            LogCommand.class,
            VerifyCommand.class,
            EvidenceCommand.class,
            BuildCommand.class,
            DecodeCommand.class,
            JudgeCommand.class,
            PolicyCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit 0 done, 1 refused or aborted, 2 wrong arguments, 3 a node or file could not be reached.
    public static void main(String[] arguments) {
        System.exit(of(new Main()).execute(arguments));
    }

    /// A command line that says in one sentence why it could not, as every program of ours does.
    public static CommandLine of(Object command) {
        var line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, commandLine, _) -> explain(failure, commandLine.getErr()));
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int explain(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof Unable unable) {
            err.println("tallystick: " + unable.why());
            return 1;
        }
        if (failure instanceof NoSuchFileException absent) {
            err.println("tallystick: there is no file " + absent.getFile());
            return 3;
        }
        if (failure instanceof AccessDeniedException closed) {
            err.println("tallystick: may not read or write " + closed.getFile());
            return 3;
        }
        if (failure instanceof NodeUnreachable || failure instanceof java.io.IOException) {
            err.println("tallystick: " + failure.getMessage());
            return 3;
        }
        throw failure;
    }

    /// Reads the version the build wrote.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tallystick " + (version == null ? "development" : version)};
        }
    }
}
