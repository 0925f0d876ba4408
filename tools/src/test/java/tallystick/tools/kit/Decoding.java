package tallystick.tools.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import picocli.CommandLine;
import tallystick.tools.decode.DecodeCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs `tallystick decode` as its user does.
public final class Decoding {
    private static final JsonMapper JSON = new JsonMapper();

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Decoding() {}

    /// What one run left.
    ///
    /// @param allocatedBytes how much memory its thread took, in all
    public record Ran(int status, String out, String err, long allocatedBytes) {
        public JsonNode json() {
            return JSON.readTree(out);
        }
    }

    /// Runs it with these words behind its name.
    public static Ran run(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new CommandLine(new DecodeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        var before = THREADS.getCurrentThreadAllocatedBytes();
        var status = line.execute(words);
        var allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        return new Ran(status, out.toString(), err.toString(), allocated);
    }

    /// Runs it and holds it to its exit status; what it printed.
    public static JsonNode run(int status, String... words) {
        var ran = run(words);
        assertThat(ran.status()).as("%s", List.of(words)).isEqualTo(status);
        return ran.json();
    }

    /// The codes of a report's warnings.
    public static List<String> codes(JsonNode report) {
        return report.path("warnings")
                .valueStream()
                .map(warning -> warning.path("code").asString())
                .toList();
    }
}
