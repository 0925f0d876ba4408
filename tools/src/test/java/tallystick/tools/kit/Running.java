package tallystick.tools.kit;

import java.io.PrintWriter;
import java.io.StringWriter;
import tallystick.core.chain.registry.Chains;
import tallystick.tools.boot.Main;
import tallystick.tools.build.BuildCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs `tallystick build` as its user does.
public final class Running {
    private Running() {}

    /// What one run left.
    public record Ran(int status, String out, String err) {
        public JsonNode json() {
            return new JsonMapper().readTree(out);
        }
    }

    /// Runs it with these words behind its name.
    public static Ran run(Chains chains, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var status = Main.of(new BuildCommand(chains))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Ran(status, out.toString(), err.toString());
    }
}
