package tallystick.core.policy.json;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A JSON object that is being written: members in the order of their names, nothing absent, nothing empty.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8785#section-3.2 RFC 8785 §3.2 (generation of canonical JSON)
final class Canonical {
    private final Map<String, Object> members = new TreeMap<>();

    /// A text.
    Canonical put(String name, String value) {
        members.put(name, value);
        return this;
    }

    Canonical put(String name, long value) {
        members.put(name, value);
        return this;
    }

    Canonical put(String name, boolean value) {
        members.put(name, value);
        return this;
    }

    Canonical put(String name, Canonical value) {
        members.put(name, value);
        return this;
    }

    /// The value's text, if there is one.
    Canonical text(String name, Optional<?> value) {
        value.ifPresent(each -> members.put(name, each.toString()));
        return this;
    }

    Canonical truth(String name, Optional<Boolean> value) {
        value.ifPresent(each -> members.put(name, each));
        return this;
    }

    /// The values' texts in their order, if there are any.
    Canonical texts(String name, Collection<?> values) {
        if (!values.isEmpty())
            members.put(name, values.stream().map(Object::toString).toList());
        return this;
    }

    Canonical objects(String name, List<Canonical> values) {
        if (!values.isEmpty()) members.put(name, values);
        return this;
    }

    /// A list even if there is nothing in it.
    Canonical list(String name, List<?> values) {
        members.put(name, values);
        return this;
    }

    /// The object even if there is nothing in it.
    Canonical object(String name, Map<String, Canonical> values) {
        var object = new Canonical();
        object.members.putAll(values);
        if (!values.isEmpty()) members.put(name, object);
        return this;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        write(text, this);
        return text.toString();
    }

    private static void write(StringBuilder text, Object value) {
        switch (value) {
            case Canonical object -> {
                text.append('{');
                var separator = "";
                for (var member : object.members.entrySet()) {
                    text.append(separator);
                    quote(text, member.getKey());
                    text.append(':');
                    write(text, member.getValue());
                    separator = ",";
                }
                text.append('}');
            }
            case List<?> items -> {
                text.append('[');
                var separator = "";
                for (var item : items) {
                    text.append(separator);
                    write(text, item);
                    separator = ",";
                }
                text.append(']');
            }
            case Long number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> quote(text, value.toString());
        }
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < ' ')
                        text.append("\\u00").append(c < 16 ? "0" : "1").append("0123456789abcdef".charAt(c & 15));
                    else text.append(c);
                }
            }
        }
        text.append('"');
    }
}
