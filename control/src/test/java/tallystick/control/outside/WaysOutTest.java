package tallystick.control.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whatever control asks of others it asks by one of a few ways, and each of them looks first whether the thread has a
/// transaction open.
class WaysOutTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final List<String> ASKING =
            List.of("HttpClient.newBuilder", "HttpClient.newHttpClient", "new Socket(", "ClientCalls.");

    private static SortedMap<String, String> sources() throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(SOURCES)) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".java")).toList())
                found.put(file.getFileName().toString(), Files.readString(file));
        }
        return found;
    }

    @Test
    void everyWayOut_looksForAnOpenTransaction() throws IOException {
        var sources = sources();
        assertThat(sources).hasSizeGreaterThan(150);
        assertThat(sources.entrySet().stream()
                        .filter(each -> ASKING.stream().anyMatch(each.getValue()::contains))
                        .map(each -> each.getKey()))
                .containsExactly("HttpEndpoints.java", "Line.java", "NodeLine.java");
        for (var name : List.of("HttpEndpoints.java", "Line.java", "Nodes.java", "Governed.java"))
            assertThat(sources.get(name)).as(name).contains("Unheld.beforeAsking(");
        // A line to a node is asked on a thread of its own, and Nodes alone has such lines.
        assertThat(sources.entrySet().stream()
                        .filter(each -> each.getValue().contains("NodeLine"))
                        .map(each -> each.getKey()))
                .containsExactly("NodeLine.java", "Nodes.java");
    }
}
