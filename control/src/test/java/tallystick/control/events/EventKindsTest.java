package tallystick.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// No event is made that nobody can ask for, and none can be asked for that is never made.
class EventKindsTest {
    private static final Path ROOT = Path.of(System.getProperty("tallystick.root", ".."));
    private static final Pattern KIND =
            Pattern.compile("\"((?:balance|ceremony|freeze|node|proposal|withdrawal)\\.[a-z]+)\"");

    @Test
    void kinds_areThoseOfTheSource_andOfTheHandbook() throws Exception {
        var made = new TreeSet<String>();
        try (var files = Files.walk(ROOT.resolve("control/src/main/java"))) {
            for (var file : files.filter(each -> each.toString().endsWith(".java"))
                    .filter(each -> !each.endsWith("EventKinds.java"))
                    .toList()) KIND.matcher(Files.readString(file)).results().forEach(each -> made.add(each.group(1)));
        }
        assertThat(EventKinds.ALL).containsExactlyElementsOf(made).hasSize(19);
        var handbook = Files.readString(ROOT.resolve("docs/control.md"));
        for (var each : EventKinds.ALL) assertThat(handbook).contains("`%s`".formatted(each));
    }
}
