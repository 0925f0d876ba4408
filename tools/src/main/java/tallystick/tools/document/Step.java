package tallystick.tools.document;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tallystick.core.chain.json.Unusable;

/// What all commands about policies have in common: how they fail, and that programs can read what they say.
public abstract class Step implements Callable<Integer> {
    /// Something is remarked that is wrong, or is otherwise than before.
    public static final int REMARKED = 1;

    private static final int UNREADABLE = 2;
    /// The arguments cannot be understood.
    public static final int WRONG_ARGUMENTS = 64;

    @Option(names = "--json", description = "print JSON for programs (docs/spec/policy-review.md)")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this text")
    @SuppressWarnings("UnusedVariable") // read by the reader of the words
    private boolean help;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Does it.
    ///
    /// @return the exit code
    protected abstract int run(PrintWriter out) throws IOException, Unusable;

    /// Whether what is printed is read by a program.
    protected boolean isForPrograms() {
        return json;
    }

    /// Says how far it is, where that takes long.
    protected void progress(String text) {
        spec.commandLine().getErr().println("tallystick policy: " + text);
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try {
            return run(out);
        } catch (Unusable.Argument wrong) {
            return failed(String.valueOf(wrong.getMessage()), WRONG_ARGUMENTS);
        } catch (Unusable unusable) {
            return failed(String.valueOf(unusable.getMessage()), UNREADABLE);
        } catch (IOException unreadable) {
            return failed(Unread.why(unreadable), UNREADABLE);
        } finally {
            out.flush();
        }
    }

    private int failed(String why, int status) {
        spec.commandLine().getErr().println("tallystick policy %s: %s".formatted(spec.name(), why));
        return status;
    }
}
