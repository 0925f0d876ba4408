package tallystick.sdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tallystick.crypto.codec.Bytes;

/// The body of a request: one JSON object of texts, whole numbers, lists of texts, and objects of the same kind.
///
/// **Threads** one.
public final class Fields {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Fields() {}

    /// Without any.
    public static Fields none() {
        return new Fields();
    }

    /// With a text.
    public Fields with(String name, String text) {
        values.put(name, quoted(text));
        return this;
    }

    /// With a text, if there is one.
    public Fields with(String name, Optional<String> text) {
        text.ifPresent(each -> with(name, each));
        return this;
    }

    /// With yes or no.
    public Fields with(String name, boolean value) {
        values.put(name, Boolean.toString(value));
        return this;
    }

    /// With a whole number.
    public Fields with(String name, long value) {
        values.put(name, Long.toString(value));
        return this;
    }

    /// With a list of texts.
    public Fields with(String name, List<String> texts) {
        values.put(name, list(texts));
        return this;
    }

    /// With a list of lists of texts.
    public Fields withLists(String name, List<List<String>> lists) {
        values.put(name, lists.stream().map(Fields::list).collect(Collectors.joining(",", "[", "]")));
        return this;
    }

    /// With an object.
    public Fields with(String name, Fields object) {
        values.put(name, object.toString());
        return this;
    }

    /// With a list of objects.
    public Fields withEach(String name, List<Fields> objects) {
        values.put(name, objects.stream().map(Fields::toString).collect(Collectors.joining(",", "[", "]")));
        return this;
    }

    /// As it is sent.
    public Bytes encode() {
        return Bytes.ofUtf8(toString());
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ":" + each.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String list(List<String> texts) {
        return texts.stream().map(Fields::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        text.chars().forEach(each -> {
            if (each == '"' || each == '\\') json.append('\\').append((char) each);
            else if (each < ' ')
                json.append("\\u00")
                        .append(Character.forDigit(each >> 4, 16))
                        .append(Character.forDigit(each & 15, 16));
            else json.append((char) each);
        });
        return json.append('"').toString();
    }
}
