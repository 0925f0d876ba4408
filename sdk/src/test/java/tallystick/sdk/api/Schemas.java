package tallystick.sdk.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tallystick.core.chain.json.Json;

/// The parts of a description of an API, by the rules of OpenAPI 3.1 as far as ours uses them.
final class Schemas {
    private Schemas() {}

    static Json at(Json json, String... names) {
        var found = json;
        for (var name : names)
            found = found.member(name).orElseThrow(() -> new AssertionError("the description has no " + name));
        return found;
    }

    /// By name, in the order of the letters: another order in the file is no other client.
    static Map<String, Json> members(Json json) {
        return json instanceof Json.Members(var _, var members) ? new TreeMap<>(members) : new TreeMap<>();
    }

    static Map<String, Json> properties(Json schema) {
        return schema.member("properties").map(Schemas::members).orElseGet(TreeMap::new);
    }

    /// Of the schema that it stands for.
    static Optional<String> name(Json schema) {
        return schema.text("$ref").map(each -> each.substring(each.lastIndexOf('/') + 1));
    }

    /// Whether it may be any object.
    static boolean isFree(Json schema) {
        return properties(schema).isEmpty();
    }

    static List<String> required(Json schema) {
        return schema.items("required").stream()
                .map(each -> each instanceof Json.Text(var _, var text) ? text : "")
                .toList();
    }

    /// Of several the one that is not null.
    static String type(Json schema) {
        return schema.text("type")
                .or(() -> schema.items("type").stream()
                        .map(each -> each instanceof Json.Text(var _, var text) ? text : "")
                        .filter(each -> !each.equals("null"))
                        .findFirst())
                .orElse("");
    }

    static Json items(Json schema) {
        return at(schema, "items");
    }

    /// The parameters of an operation in one place, by name.
    static Map<String, Json> parameters(Json operation, String place) {
        return operation.items("parameters").stream()
                .filter(each -> each.text("in").orElse("").equals(place))
                .collect(Collectors.toMap(
                        each -> each.text("name").orElseThrow(),
                        each -> at(each, "schema"),
                        (one, _) -> one,
                        TreeMap::new));
    }
}
