package tallystick.control.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What programs and people of the tests asked and were answered, one file for each operation, left beside the build:
/// the examples of control/openapi.json are taken from these.
final class Recorded {
    private static final Path PLACE =
            Path.of(System.getProperty("tallystick.root", "..")).resolve("control/target/examples");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> KEPT = new ConcurrentSkipListSet<>();

    /// A list shows what its items are by the first.
    private static final int ITEMS = 1;

    /// But not one of words: of signers there are two at least.
    private static final int WORDS = 3;

    /// Enough for whole hashes, keys and signatures.
    private static final int CHARACTERS = 160;

    private Recorded() {}

    /// Keeps what was asked first, and what has more in it than that.
    ///
    /// @param request empty if there was no body
    static void keep(String operation, String request, JsonNode answer) {
        var example = NODES.objectNode();
        if (!request.isEmpty()) example.set("request", brief(JSON.readTree(request)));
        if (!answer.isEmpty()) example.set("response", brief(answer));
        if (example.isEmpty() || !KEPT.add(operation + " " + example.toString().length() / 256)) return;
        try {
            Files.createDirectories(PLACE);
            var file = PLACE.resolve(operation + ".json");
            var text = JSON.writeValueAsString(example) + "\n";
            if (!Files.exists(file) || Files.size(file) < text.length()) Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode brief(JsonNode value) {
        if (value.isArray()) {
            var some = NODES.arrayNode();
            value.valueStream()
                    .limit(value.path(0).isContainer() ? ITEMS : WORDS)
                    .map(Recorded::brief)
                    .forEach(some::add);
            return some;
        }
        if (value.isObject()) {
            ObjectNode whole = NODES.objectNode();
            value.properties().forEach(each -> whole.set(each.getKey(), brief(each.getValue())));
            return whole;
        }
        if (!value.isString() || value.asString().length() <= CHARACTERS) return value;
        return NODES.stringNode(value.asString().substring(0, CHARACTERS) + "…");
    }
}
