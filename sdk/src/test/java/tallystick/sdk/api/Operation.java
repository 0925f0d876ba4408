package tallystick.sdk.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tallystick.core.chain.json.Json;

/// One operation of the description.
///
/// @param path with its parameters in braces
/// @param verb in small letters
record Operation(String path, String verb, Json json) {
    private static final Pattern LINE = Pattern.compile("-");
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

    static List<Operation> all(Json api) {
        var all = new ArrayList<Operation>();
        Schemas.members(Schemas.at(api, "paths"))
                .forEach((path, verbs) -> Schemas.members(verbs)
                        .forEach((verb, operation) -> all.add(new Operation(path, verb, operation))));
        return all;
    }

    String id() {
        return json.text("operationId").orElseThrow();
    }

    String summary() {
        return json.text("summary").orElseThrow();
    }

    /// What all paths of its class begin with.
    String root() {
        var from = path.startsWith("/v1/") ? "/v1/".length() : 1;
        var end = path.indexOf('/', from);
        return path.substring(0, end < 0 ? path.length() : end);
    }

    /// The name of its class.
    String group() {
        var name = camel(root().replaceFirst("^/v1/", "").replaceFirst("^[/.]+", ""));
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Api";
    }

    /// Words with lines between them as one, the first in small letters.
    static String camel(String words) {
        var text = new StringBuilder();
        for (var word : LINE.splitAsStream(words).toList()) {
            var first = word.substring(0, 1);
            text.append(text.isEmpty() ? first.toLowerCase(Locale.ROOT) : first.toUpperCase(Locale.ROOT))
                    .append(word.substring(1));
        }
        return text.toString();
    }

    String queryName() {
        return id().substring(0, 1).toUpperCase(Locale.ROOT) + id().substring(1) + "Query";
    }

    Map<String, Json> inPath() {
        return Schemas.parameters(json, "path");
    }

    Map<String, Json> query() {
        return Schemas.parameters(json, "query");
    }

    /// By name, whether each has to be there.
    Map<String, Boolean> headers() {
        return json.items("parameters").stream()
                .filter(each -> each.text("in").orElse("").equals("header"))
                .collect(Collectors.toMap(
                        each -> each.text("name").orElseThrow(), Operation::isRequired, (one, _) -> one, TreeMap::new));
    }

    private static boolean isRequired(Json parameter) {
        return parameter.member("required").orElse(parameter) instanceof Json.Truth(var _, var value) && value;
    }

    /// As Java makes it: segments as they are and values by turns.
    String target() {
        var parts = new ArrayList<String>();
        var matcher = PARAMETER.matcher(path);
        var at = 0;
        while (matcher.find()) {
            parts.add("\"%s\"".formatted(path.substring(at, matcher.start())));
            var name = matcher.group(1);
            parts.add(isText(name) ? name : "String.valueOf(%s)".formatted(name));
            at = matcher.end();
        }
        if (at < path.length()) parts.add("\"%s\"".formatted(path.substring(at)));
        return "Target.of(%s)".formatted(String.join(", ", parts));
    }

    private boolean isText(String name) {
        return Optional.ofNullable(inPath().get(name))
                .filter(each -> Schemas.type(each).equals("string"))
                .filter(each -> each.text("format").isEmpty())
                .isPresent();
    }

    /// The schema of what is sent.
    Optional<Json> body() {
        return json.member("requestBody").map(each -> Schemas.at(each, "content", "application/json", "schema"));
    }

    private Optional<Json> content() {
        return Schemas.members(Schemas.at(json, "responses")).entrySet().stream()
                .filter(each -> each.getKey().startsWith("2"))
                .findFirst()
                .flatMap(each -> each.getValue().member("content"));
    }

    /// The schema of what is answered; empty if nothing is.
    Optional<Json> answer() {
        return content().flatMap(each -> each.member("application/json")).map(each -> Schemas.at(each, "schema"));
    }

    /// Whether it has no end.
    boolean isStream() {
        return content().flatMap(each -> each.member("text/event-stream")).isPresent();
    }
}
