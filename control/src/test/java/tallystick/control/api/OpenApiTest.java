package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.OpenApi;
import tallystick.control.kit.World;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The description of the API that clients are made from is that of the server that runs.
class OpenApiTest {
    private static final Path FILE =
            Path.of(System.getProperty("tallystick.root", "..")).resolve("control/openapi.json");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /// What the server says of itself is left beside the build, to be put in the file's place when the API changed.
    @Test
    void file_isWhatTheServerSaysOfItself() throws Exception {
        var response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(World.get().base() + OpenApi.PATH))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        var said = JSON.readTree(response.body());
        var text = JSON.writeValueAsString(said) + "\n";
        var made = FILE.resolveSibling("target").resolve("openapi.json");
        Files.createDirectories(made.getParent());
        Files.writeString(made, text);
        assertThat(said.path("openapi").asString()).startsWith("3.1");
        assertThat(Files.exists(FILE)).as("control/openapi.json is there").isTrue();
        assertThat(JSON.readTree(Files.readString(FILE)))
                .as("control/openapi.json, or control/target/openapi.json in its place")
                .isEqualTo(said);
    }

    /// Of the methods that read.
    static List<String> paths() throws Exception {
        return JSON.readTree(Files.readString(FILE)).path("paths").properties().stream()
                .filter(each -> each.getValue().has("get"))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void everyOperation_hasAName_aSentence_andProblems() throws Exception {
        var file = JSON.readTree(Files.readString(FILE));
        var operations = 0;
        for (var path : file.path("paths"))
            for (var operation : path) {
                assertThat(operation.path("operationId").asString("")).isNotBlank();
                assertThat(operation.path("summary").asString(""))
                        .as(operation.toString())
                        .endsWith(".");
                assertThat(operation.path("responses").has("default")).isTrue();
                operations++;
            }
        assertThat(operations).isEqualTo(76);
    }
}
