package tallystick.control.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds what control answers against control/openapi.json: each field is there that has to be, of its type, and none
/// is there that the file does not name.
public final class Contract {
    private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final JsonNode FILE = read();
    private static final Set<String> SEEN = new ConcurrentSkipListSet<>();

    private Contract() {}

    private static JsonNode read() {
        try {
            return new JsonMapper()
                    .readTree(Files.readString(
                            Path.of(System.getProperty("tallystick.root", "..")).resolve("control/openapi.json")));
        } catch (IOException e) {
            throw new AssertionError("control/openapi.json cannot be read", e);
        }
    }

    /// What of an answer is not as the file says; empty if all of it is.
    ///
    /// @param target path and query
    /// @param body an empty object where there was none
    public static List<String> breaches(String method, String target, int status, JsonNode body) {
        var said = operation(method, target);
        if (said.isEmpty()) return status >= 400 ? List.of() : List.of("the file knows no " + method + " " + target);
        var responses = said.get().operation().path("responses");
        var one = responses.path(Integer.toString(status));
        if (one.isMissingNode() && status < 400) return List.of("the file knows no status " + status);
        var content = (one.isMissingNode() ? responses.path("default") : one).path("content");
        if (content.isEmpty()) return body.isEmpty() ? List.of() : List.of("a body where there is none");
        if (status < 400) SEEN.add(method + " " + said.get().path());
        return breaches(content.iterator().next().path("schema"), body);
    }

    /// Which headers an answer lacks that the file says are always there.
    public static List<String> missing(String method, String target, int status, Set<String> headers) {
        var missing = new ArrayList<String>();
        operation(method, target).ifPresent(said -> {
            var responses = said.operation().path("responses");
            var one = responses.path(Integer.toString(status));
            for (var each : (one.isMissingNode() ? responses.path("default") : one)
                    .path("headers")
                    .properties()) {
                var name = each.getValue().path("$ref").asString("").replaceFirst(".*/", "");
                var header = FILE.path("components").path("headers").path(name);
                if (header.path("required").asBoolean(false)
                        && !headers.contains(each.getKey().toLowerCase(Locale.ROOT)))
                    missing.add("no header " + each.getKey());
            }
        });
        return missing;
    }

    /// What of a value is not as a schema of the file says.
    public static List<String> breaches(JsonNode schema, JsonNode value) {
        var found = new ArrayList<String>();
        check("$", schema, value, found);
        return found;
    }

    /// Leaves what was asked and answered beside the build, to be taken as an example.
    public static void record(String method, String target, String request, int status, JsonNode body) {
        if (status < 400)
            operation(method, target)
                    .ifPresent(each ->
                            Recorded.keep(each.operation().path("operationId").asString(), request, body));
    }

    /// An operation as the file has it.
    private record Said(String path, JsonNode operation) {}

    private static Optional<Said> operation(String method, String target) {
        var path = target.replaceFirst("\\?.*", "");
        for (var template : FILE.path("paths").properties()) {
            var operation = template.getValue().path(method.toLowerCase(Locale.ROOT));
            if (!operation.isMissingNode() && path.matches(template.getKey().replaceAll("\\{[a-zA-Z]+}", "[^/]+")))
                return Optional.of(new Said(template.getKey(), operation));
        }
        return Optional.empty();
    }

    /// The operations that answered well by now.
    public static Set<String> seen() {
        return Set.copyOf(SEEN);
    }

    private static void check(String where, JsonNode schema, JsonNode value, List<String> found) {
        if (schema.has("$ref")) {
            var name = schema.path("$ref").asString().replaceFirst(".*/", "");
            check(where, FILE.path("components").path("schemas").path(name), value, found);
            return;
        }
        var type = schema.path("type").asString("");
        var fits =
                switch (type) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isString();
                    case "integer" -> value.isIntegralNumber();
                    case "boolean" -> value.isBoolean();
                    default -> false;
                };
        if (!fits) found.add("%s: %s is no %s".formatted(where, value, type));
        else if (value.isObject()) object(where, schema, value, found);
        else if (value.isArray()) for (var item : value) check(where + "[]", schema.path("items"), item, found);
        else if (value.isString()) text(where, schema, value.asString(), found);
    }

    private static void object(String where, JsonNode schema, JsonNode value, List<String> found) {
        for (var required : schema.path("required"))
            if (!value.has(required.asString())) found.add("%s: no %s".formatted(where, required.asString()));
        var known = schema.path("properties");
        for (Map.Entry<String, JsonNode> field : value.properties())
            if (known.has(field.getKey()))
                check(where + "." + field.getKey(), known.path(field.getKey()), field.getValue(), found);
            else if (known.size() > 0) found.add("%s: a field %s".formatted(where, field.getKey()));
    }

    private static void text(String where, JsonNode schema, String value, List<String> found) {
        var one = schema.path("enum");
        if (one.size() > 0
                && one.valueStream().noneMatch(each -> each.asString().equals(value)))
            found.add("%s: %s is none of %s".formatted(where, value, one));
        var good =
                switch (schema.path("format").asString("")) {
                    case "uuid" -> UUIDS.matcher(value).matches();
                    case "date-time" -> isMoment(value);
                    default -> true;
                };
        if (!good) found.add("%s: %s is not of its format".formatted(where, value));
    }

    private static boolean isMoment(String value) {
        try {
            var _ = Instant.parse(value);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
