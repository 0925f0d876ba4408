package tallystick.core.kit;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallystick.core.chain.json.Json;

/// As much of JSON Schema 2020-12 as our schemas use; a word it does not know is refused, so none is passed over.
///
/// @param root the whole schema
public record Schema(Json root) {
    private static final Set<String> WORDS = Set.of(
            "$schema",
            "title",
            "description",
            "$defs",
            "$ref",
            "type",
            "const",
            "enum",
            "anyOf",
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "propertyNames",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum");

    /// Whether a value has the form.
    public boolean accepts(Json value) {
        return accepts(root, value);
    }

    private boolean accepts(Json schema, Json value) {
        var words = members(schema);
        if (!WORDS.containsAll(words.keySet())) throw new AssertionError("unknown words in " + words.keySet());
        if (schema.text("$ref").isPresent())
            return accepts(definition(schema.text("$ref").get()), value);
        if (words.containsKey("anyOf")) return schema.items("anyOf").stream().anyMatch(each -> accepts(each, value));
        if (words.containsKey("const")) return same(words.get("const"), value);
        if (words.containsKey("enum")) return schema.items("enum").stream().anyMatch(each -> same(each, value));
        return switch (schema.text("type").orElseThrow()) {
            case "object" -> value instanceof Json.Members object && object(schema, object.members());
            case "array" -> value instanceof Json.Sequence list && list(schema, list.items());
            case "string" -> value instanceof Json.Text text && text(schema, text.value());
            case "integer" -> value instanceof Json.Numeral numeral && integer(schema, numeral.digits());
            case "boolean" -> value instanceof Json.Truth;
            default -> throw new AssertionError("unknown type");
        };
    }

    private static Map<String, Json> members(Json json) {
        return json instanceof Json.Members(var _, var members) ? members : Map.of();
    }

    private Json definition(String reference) {
        return root.member("$defs")
                .flatMap(all -> all.member(reference.substring("#/$defs/".length())))
                .orElseThrow();
    }

    private boolean object(Json schema, Map<String, Json> given) {
        var properties = schema.member("properties").map(Schema::members).orElse(Map.of());
        var others = schema.member("additionalProperties");
        for (var each : given.entrySet()) {
            var form = Optional.ofNullable(properties.get(each.getKey())).or(() -> others);
            if (form.isEmpty() || form.get() instanceof Json.Truth(var _, var allowed) && !allowed) return false;
            if (form.get() instanceof Json.Members && !accepts(form.get(), each.getValue())) return false;
            var names = schema.member("propertyNames");
            if (names.isPresent() && !accepts(names.get(), new Json.Text(0, each.getKey()))) return false;
        }
        return schema.items("required").stream().allMatch(name -> given.containsKey(((Json.Text) name).value()))
                && within(schema, "minProperties", "maxProperties", BigInteger.valueOf(given.size()));
    }

    private boolean list(Json schema, List<Json> items) {
        var texts = new HashSet<String>();
        for (var item : items)
            if (!texts.add(plain(item)) && schema.member("uniqueItems").isPresent()) return false;
        return within(schema, "minItems", "maxItems", BigInteger.valueOf(items.size()))
                && items.stream()
                        .allMatch(item -> accepts(schema.member("items").orElseThrow(), item));
    }

    private static boolean text(Json schema, String value) {
        var pattern = schema.text("pattern");
        return within(schema, "minLength", "maxLength", BigInteger.valueOf(value.length()))
                && (pattern.isEmpty()
                        || Pattern.compile(pattern.get()).matcher(value).find());
    }

    private static boolean integer(Json schema, String digits) {
        return digits.matches("-?[0-9]+") && within(schema, "minimum", "maximum", new BigInteger(digits));
    }

    private static boolean within(Json schema, String min, String max, BigInteger value) {
        return number(schema, min).filter(least -> value.compareTo(least) < 0).isEmpty()
                && number(schema, max).filter(most -> value.compareTo(most) > 0).isEmpty();
    }

    private static Optional<BigInteger> number(Json schema, String word) {
        return schema.member(word).map(value -> new BigInteger(((Json.Numeral) value).digits()));
    }

    private static boolean same(Json one, Json other) {
        return plain(one).equals(plain(other));
    }

    /// A value's text without its place.
    private static String plain(Json json) {
        return switch (json) {
            case Json.Null _ -> "null";
            case Json.Truth(var _, var value) -> Boolean.toString(value);
            case Json.Numeral(var _, var digits) -> digits;
            case Json.Text(var _, var value) -> "\"" + value + "\"";
            case Json.Sequence(var _, var items) ->
                items.stream().map(Schema::plain).toList().toString();
            case Json.Members(var _, var members) -> {
                var text = new StringBuilder("{");
                members.forEach((name, value) ->
                        text.append(name).append(':').append(plain(value)).append(','));
                yield text.append('}').toString();
            }
        };
    }
}
