package tallystick.tools.policy;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import tallystick.tools.judge.ExplainCommand;

/// Policies before anybody signs them.
@Command(
        name = "policy",
        description = "Write, review and try policies before anybody signs them (docs/runbook/policies.md). Each file"
                + " is JSON, or YAML if its name ends in .yaml or .yml.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CheckCommand.class,
            HashCommand.class,
            FmtCommand.class,
            DiffCommand.class,
            ExplainCommand.class,
            SimulateCommand.class,
            ReplayCommand.class,
            TemplateCommand.class,
            TopologyCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = 64)
public final class PolicyCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
