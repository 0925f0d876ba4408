package tallystick.tools.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import tallystick.tools.judge.JudgeCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs `tallystick judge` as its user does.
public final class JudgingVectors {
    public static final JsonMapper JSON = new JsonMapper();
    /// The clock of whoever judges.
    public static final String AT = "2026-11-21T12:00:00Z";

    private JudgingVectors() {}

    /// What one run left.
    public record Ran(int status, String out, String err) {}

    /// A file of vectors/incidents.
    public static Path file(String name) {
        return Path.of(System.getProperty("tallystick.root", ""))
                .resolve("vectors/incidents")
                .resolve(name);
    }

    /// Its vectors.
    public static List<JsonNode> vectors(String name) throws IOException {
        return JSON.readTree(Files.readString(file(name)))
                .path("vectors")
                .valueStream()
                .toList();
    }

    /// Runs it with these words behind its name.
    public static Ran words(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var status = new CommandLine(new JudgeCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Ran(status, out.toString(), err.toString());
    }

    /// Runs it by the reference policy.
    public static Ran run(Path vectors, String... words) {
        var all = new ArrayList<>(List.of("--policy", file("policy.json").toString(), "--at", AT, vectors.toString()));
        all.addAll(List.of(words));
        return words(all.toArray(String[]::new));
    }

    /// The verdict of each vector of a file, by its name.
    public static Map<String, String> verdicts(Path vectors, String... words) {
        var ran = run(vectors, words);
        assertThat(ran.status()).as(ran.err()).isLessThan(2);
        var verdicts = new TreeMap<String, String>();
        for (var line : ran.out().lines().toList()) {
            var parts = line.split(" ", 3);
            assertThat(verdicts.put(parts[0], parts[1])).as(line).isNull();
        }
        return verdicts;
    }
}
