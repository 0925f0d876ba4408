package tallystick.tools.decode;

import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON objects of a small, fixed form: no repeated names, no deep nesting, nothing after the end; written in ASCII.
final class StrictJson {
    private static final int NESTING_MAX = 32;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .maxDocumentLength(Material.LENGTH_BYTES_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode node;
    private final String where;

    private StrictJson(JsonNode node, String where) {
        this.node = node;
        this.where = where;
    }

    /// Reads a document.
    ///
    /// @param what what it is called in refusals
    static StrictJson parse(String text, String what) throws Unusable {
        try {
            return new StrictJson(MAPPER.readTree(text), what);
        } catch (JacksonException e) {
            var location = Optional.ofNullable(e.getLocation());
            throw new Unusable("%s is not json as it is read here%s"
                    .formatted(
                            what,
                            location.map(at -> ", at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()))
                                    .orElse("")));
        }
    }

    /// The refusal of what stands here.
    Unusable expected(String what) {
        return new Unusable(where + ": expected " + what);
    }

    /// An object with no other fields than these.
    StrictJson object(Set<String> fields) throws Unusable {
        if (!node.isObject()) throw expected("an object");
        for (var name : node.propertyNames())
            if (!fields.contains(name))
                throw expected("no other fields than "
                        + String.join(", ", fields.stream().sorted().toList()));
        return this;
    }

    boolean isList() {
        return node.isArray();
    }

    /// Whether it is a list, or an object that is none itself but has one under `vectors`.
    boolean isCollection() {
        return isList() || !has("kind") && has("vectors") && node.get("vectors").isArray();
    }

    boolean isText(String field) {
        return has(field) && node.get(field).isString();
    }

    /// The text of this value.
    tallystick.crypto.codec.Bytes json() {
        return tallystick.crypto.codec.Bytes.ofUtf8(MAPPER.writeValueAsString(node));
    }

    boolean has(String field) {
        return node.has(field) && !node.get(field).isNull();
    }

    StrictJson get(String field) throws Unusable {
        if (!has(field)) throw expected("a field " + field);
        return new StrictJson(node.get(field), where + "." + field);
    }

    /// The items of a list; none if the field is absent.
    java.util.List<StrictJson> items(String field) throws Unusable {
        if (!has(field)) return java.util.List.of();
        var list = get(field);
        if (!list.node.isArray()) throw list.expected("a list");
        return list.items();
    }

    /// The items of this list.
    java.util.List<StrictJson> items() throws Unusable {
        if (!node.isArray()) throw expected("a list");
        var items = new java.util.ArrayList<StrictJson>();
        for (var i = 0; i < node.size(); i++) items.add(new StrictJson(node.get(i), where + "[" + i + "]"));
        return items;
    }

    String text() throws Unusable {
        if (!node.isString()) throw expected("a string");
        return node.asString();
    }

    String text(String field) throws Unusable {
        var value = get(field);
        if (!value.node.isString()) throw value.expected("a string");
        return value.node.asString();
    }

    /// A whole number, as a JSON number or as a string of decimal digits.
    java.math.BigInteger number(String field) throws Unusable {
        var value = get(field);
        if (value.node.isIntegralNumber()) return value.node.bigIntegerValue();
        if (value.node.isString() && value.node.asString().matches("0|[1-9][0-9]{0,77}"))
            return new java.math.BigInteger(value.node.asString());
        throw value.expected("a whole number of at most 78 digits");
    }

    int number(String field, int min, int max) throws Unusable {
        var value = number(field);
        if (value.signum() < 0 && min >= 0
                || value.bitLength() > 31
                || value.intValue() < min
                || value.intValue() > max) throw get(field).expected("a number in %d..%d".formatted(min, max));
        return value.intValue();
    }

    tallystick.crypto.codec.Bytes hex(String field) throws Unusable {
        var value = text(field);
        var digits = value.startsWith("0x") ? value.substring(2) : value;
        if (digits.length() % 2 != 0 || !Material.Hex.DIGITS.matcher(digits).matches())
            throw get(field).expected("hex of whole bytes");
        return tallystick.crypto.codec.Bytes.ofHex(digits);
    }
}
