package tallystick.demo.fleet;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import tallystick.tools.boot.Main;

/// One command of the operator's command line, run as the operator would run it, and what it said.
///
/// @param exit 0 if it held
/// @param lines what it printed
public record OperatorCommand(int exit, List<String> lines) {
    /// Runs it to its end.
    public static OperatorCommand run(String... words) {
        var said = new StringWriter();
        var line = Main.of(new Main());
        line.setOut(new PrintWriter(said, true));
        line.setErr(new PrintWriter(said, true));
        var exit = line.execute(words);
        return new OperatorCommand(exit, said.toString().lines().toList());
    }

    /// Whether it ended well.
    public boolean holds() {
        return exit == 0;
    }

    /// All it said.
    public String text() {
        return String.join(System.lineSeparator(), lines);
    }
}
