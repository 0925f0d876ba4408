package tallystick.control.kit;

import com.fasterxml.jackson.core.type.TypeReference;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was asked and answered once, by operation: examples of the description of the API.
///
/// **Why** of tests: each is taken from what [Recorded] leaves of a run, with names of hosts in the place of local
/// ones; a list shows one of its items, and `…` ends a text that is cut.
final class Examples {
    /// One file for the paths of one first word, and one of problems.
    private static final Path PLACE =
            Path.of(System.getProperty("tallystick.root", "..")).resolve("control/src/test/resources/examples");

    private static final String PROBLEMS = "problems.json";
    private static final TypeReference<TreeMap<String, Map<String, Object>>> TWO = new TypeReference<>() {};

    private final Map<String, Map<String, Object>> operations = new TreeMap<>();

    private Examples() {}

    static Examples read() {
        var examples = new Examples();
        try (var files = Files.list(PLACE)) {
            for (var file : files.sorted().toList())
                if (!file.endsWith(PROBLEMS))
                    examples.operations.putAll(Json.mapper().readValue(file.toFile(), TWO));
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Puts them where they belong.
    void into(OpenAPI api) {
        problems().forEach((word, body) -> api.getComponents().addExamples(word, new Example().value(body)));
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(this::into);
    }

    private static Map<String, Map<String, Object>> problems() {
        try {
            return Json.mapper().readValue(PLACE.resolve(PROBLEMS).toFile(), TWO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void into(Operation operation) {
        var example = operations.getOrDefault(operation.getOperationId(), Map.of());
        if (operation.getRequestBody() != null)
            media(operation.getRequestBody().getContent()).ifPresent(each -> each.setExample(example.get("request")));
        operation.getResponses().forEach((status, response) -> {
            if (status.startsWith("2"))
                media(response.getContent()).ifPresent(each -> each.setExample(example.get("response")));
        });
        problemsOf(operation).forEach(word -> refer(operation.getResponses().get("default"), word));
    }

    /// Everybody can ask too often; who signs can sign badly, and who gives something can give something bad.
    private static List<String> problemsOf(Operation operation) {
        var isSigned = operation.getSecurity() != null;
        var isGiven = operation.getRequestBody() != null
                || Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
                        .anyMatch(each -> "limit".equals(each.getName()));
        if (isSigned && isGiven) return List.of("unsigned", "invalid", "crowded");
        if (isSigned) return List.of("unsigned", "crowded");
        return isGiven ? List.of("invalid", "crowded") : List.of("crowded");
    }

    private static void refer(ApiResponse response, String word) {
        media(response.getContent())
                .ifPresent(each -> each.addExamples(word, new Example().$ref("#/components/examples/" + word)));
    }

    private static Optional<MediaType> media(Content content) {
        return Optional.ofNullable(content)
                .flatMap(each -> each.values().stream().findFirst());
    }
}
