package tallystick.tools.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes a JSON document as YAML for review: one thing on a line, the fields that tell a rule first.
///
/// **Form** what [Yaml] reads, to the same JSON.
public final class YamlText {
    private static final int WIDTH = 100;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");
    private static final List<String> ORDER = List.of(
            "schema",
            "id",
            "version",
            "parent",
            "scope",
            "admission",
            "effectiveFrom",
            "kind",
            "effect",
            "activity",
            "match",
            "when",
            "measure",
            "fiat",
            "unit",
            "group",
            "min",
            "max",
            "approvals",
            "require",
            "delay",
            "signers",
            "expiresIn",
            "limit",
            "groups",
            "lists",
            "calendars",
            "rules",
            "signatures");
    private static final JsonMapper MAPPER = new JsonMapper();

    private YamlText() {}

    /// Writes.
    ///
    /// @param json one JSON object
    /// @spec docs/spec/policy-review.md#PV-7 policy-review
    public static String of(String json) {
        var text = new StringBuilder();
        object(text, MAPPER.readTree(json), 0, false);
        return text.toString();
    }

    private static void object(StringBuilder text, JsonNode object, int depth, boolean isBegun) {
        var begun = isBegun;
        for (var member : members(object)) {
            if (!begun) text.append("  ".repeat(depth));
            begun = false;
            text.append(scalar(member.getKey())).append(':');
            value(text, member.getValue(), depth);
        }
    }

    private static List<Map.Entry<String, JsonNode>> members(JsonNode object) {
        var members = new ArrayList<>(object.properties());
        members.sort(java.util.Comparator.comparing((Map.Entry<String, JsonNode> each) -> rank(each.getKey()))
                .thenComparing(Map.Entry::getKey));
        return members;
    }

    private static int rank(String name) {
        var at = ORDER.indexOf(name);
        return at < 0 ? ORDER.size() : at;
    }

    private static void value(StringBuilder text, JsonNode value, int depth) {
        var flow = flow(value);
        if (!value.isContainer() || flow.length() + 2 * depth <= WIDTH - 20 && isFlat(value)) {
            text.append(' ').append(flow).append('\n');
            return;
        }
        text.append('\n');
        if (value.isObject()) object(text, value, depth + 1, false);
        else
            for (var item : value) {
                text.append("  ".repeat(depth + 1)).append("- ");
                if (item.isObject() && !item.isEmpty()) object(text, item, depth + 2, true);
                else text.append(flow(item)).append('\n');
            }
    }

    /// Whether it reads well on one line.
    private static boolean isFlat(JsonNode value) {
        if (!value.isContainer() || value.isEmpty()) return true;
        for (var item : value) if (item.isObject() || value.isObject() && item.isContainer()) return false;
        return true;
    }

    private static String flow(JsonNode value) {
        if (!value.isContainer()) return value.isString() ? scalar(value.stringValue()) : value.toString();
        var parts = new ArrayList<String>();
        if (value.isObject())
            for (var member : members(value)) parts.add(scalar(member.getKey()) + ": " + flow(member.getValue()));
        else for (var item : value) parts.add(flow(item));
        var inside = String.join(", ", parts);
        return value.isObject() ? "{" + inside + "}" : "[" + inside + "]";
    }

    private static String scalar(String value) {
        return PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT))
                ? value
                : MAPPER.writeValueAsString(value);
    }
}
