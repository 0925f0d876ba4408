package tallystick.tools.evidence;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// What an auditor takes home.
@Command(
        name = "evidence",
        description = "Put together evidence for auditors, and take personal texts out of what is to come.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ExportCommand.class,
            OrderCommand.class,
            SealCommand.class,
            RedactCommand.class,
            VeilCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class EvidenceCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
