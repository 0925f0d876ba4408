package tallystick.tools.kit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import tallystick.tools.boot.Main;
import tallystick.tools.policy.PolicyCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs `tallystick policy` as its user does.
public final class Policies {
    private Policies() {}

    /// What one run left.
    public record Ran(int status, String out, String err) {
        public JsonNode json() {
            return new JsonMapper().readTree(out);
        }
    }

    /// A file of the repository.
    public static Path file(String name) {
        return Path.of(System.getProperty("tallystick.root", "..")).resolve(name);
    }

    /// A template of vectors/policy.
    public static String template(String name) throws IOException {
        return Files.readString(file("vectors/policy/templates/%s.json".formatted(name)));
    }

    /// Runs it with these words behind its name.
    public static Ran run(Object... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var texts = new String[words.length];
        for (var i = 0; i < words.length; i++) texts[i] = words[i].toString();
        var status = Main.of(new PolicyCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
        return new Ran(status, out.toString(), err.toString());
    }
}
