package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.control.access.SignedRequest;
import tallystick.control.answer.Problem;
import tallystick.control.kit.Contract;
import tallystick.control.kit.OpenApi;
import tallystick.control.kit.World;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
        assertThat(operations).isEqualTo(80);
    }

    private static JsonNode media(JsonNode described) {
        return described.path("content").valueStream().findFirst().orElseGet(JSON::createObjectNode);
    }

    private static void assertExemplified(String what, JsonNode media) {
        assertThat(media.has("example"))
                .as(what + " has no example; tests leave theirs in control/target/examples")
                .isTrue();
        assertThat(Contract.breaches(media.path("schema"), media.path("example")))
                .as(what)
                .isEmpty();
    }

    @Test
    void everyBodyAndEveryAnswer_hasAnExample_thatKeepsItsSchema() throws Exception {
        var examples = 0;
        for (var path : JSON.readTree(Files.readString(FILE)).path("paths"))
            for (var operation : path) {
                var name = operation.path("operationId").asString();
                if (operation.has("requestBody")) {
                    assertExemplified("what is sent to " + name, media(operation.path("requestBody")));
                    examples++;
                }
                for (var answer : operation.path("responses").properties()) {
                    if (!answer.getKey().startsWith("2") || !answer.getValue().has("content")) continue;
                    assertExemplified("what is answered by " + name, media(answer.getValue()));
                    examples++;
                }
            }
        assertThat(examples).isEqualTo(76 + 26);
    }

    @Test
    void exampleThatBreaksItsSchema_isFound() throws Exception {
        var file = JSON.readTree(Files.readString(FILE));
        var media = media(file.path("paths").path("/v1/vaults").path("post").path("requestBody"));
        var good = (ObjectNode) media.path("example");
        assertThat(Contract.breaches(media.path("schema"), good)).isEmpty();
        assertThat(Contract.breaches(media.path("schema"), good.deepCopy().put("colour", "red")))
                .isNotEmpty();
        assertThat(Contract.breaches(media.path("schema"), good.deepCopy().put("name", 1)))
                .isNotEmpty();
        assertThatThrownBy(() -> assertExemplified("nothing", JSON.createObjectNode()))
                .isInstanceOf(AssertionError.class);
    }

    /// With what is of one run alone put in: whoever copies an example is not to be refused.
    @Test
    void exampleOfARequest_isTaken() throws Exception {
        var world = World.get();
        var vault = request("/v1/vaults").put("keyId", world.key().id().toString());
        var webhook = request("/v1/webhooks").put("url", "http://127.0.0.1:9/nobody");
        var administrator = world.administrator();
        assertThat(administrator.post("/v1/vaults", vault).json().path("id").asString(""))
                .isNotEmpty();
        var made = administrator.post("/v1/webhooks", webhook);
        assertThat(made.status()).isEqualTo(201);
        assertThat(administrator.delete("/v1/webhooks/" + made.text("id")).status())
                .isEqualTo(204);
    }

    private static ObjectNode request(String path) throws Exception {
        var posted =
                JSON.readTree(Files.readString(FILE)).path("paths").path(path).path("post");
        return (ObjectNode) media(posted.path("requestBody")).path("example");
    }

    @Test
    void everyOperation_namesTheStatusesOfProblems_andTheHeadersOfItsAnswers() throws Exception {
        var file = JSON.readTree(Files.readString(FILE));
        for (var path : file.path("paths"))
            for (var operation : path) {
                var problem = operation.path("responses").path("default");
                for (var code : Problem.Code.values())
                    assertThat(problem.path("description").asString())
                            .contains(Integer.toString(code.status()))
                            .contains(code.word());
                assertThat(problem.path("headers").has("Retry-After")).isTrue();
                for (var answer : operation.path("responses"))
                    assertThat(answer.path("headers").has("X-Request-Id")).isTrue();
            }
        assertThat(Contract.missing("GET", "/v1/vaults/x", 200, Set.of("x-request-id")))
                .containsExactly("no header ETag");
        assertThat(Contract.missing("GET", "/v1/vaults/x", 404, Set.of())).containsExactly("no header X-Request-Id");
    }

    @Test
    void everyOperation_hasProblems_thatControlAnswersSo() throws Exception {
        var file = JSON.readTree(Files.readString(FILE));
        var said = file.path("components").path("examples");
        for (var path : file.path("paths"))
            for (var operation : path) {
                var some = media(operation.path("responses").path("default"));
                assertThat(some.path("examples").size()).isPositive();
                for (var each : some.path("examples").properties()) {
                    var value = said.path(each.getKey()).path("value");
                    assertThat(Contract.breaches(some.path("schema"), value)).isEmpty();
                }
            }
        var program = World.get().program("AUDITOR");
        var unsigned = program.request("GET", "/v1/vaults", "");
        unsigned.headers().put(SignedRequest.SIGNATURE, "none");
        assertSame(said.path("unsigned"), program.send(unsigned).json());
        assertSame(said.path("invalid"), program.get("/v1/vaults?limit=0").json());
    }

    private static void assertSame(JsonNode example, JsonNode answered) {
        var one = (ObjectNode) example.path("value").deepCopy();
        var two = (ObjectNode) answered.deepCopy();
        assertThat(two.remove("requestId").asString()).isNotBlank();
        one.remove("requestId");
        assertThat(two).isEqualTo(one);
    }
}
