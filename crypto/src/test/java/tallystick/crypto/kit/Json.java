package tallystick.crypto.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallystick.crypto.codec.Bytes;

/// A small reader of JSON for vector files: enough of RFC 8259 for data that is our own or pinned.
///
/// @param value what stood there: `Map`, `List`, `String`, `Double`, `Boolean` or [Json#NULL]
public record Json(Object value) {
    private static final Object NULL = new Object();

    public static Json parse(String text) {
        var parser = new Parser(text);
        var value = parser.value();
        parser.space();
        if (parser.at != text.length()) throw new IllegalArgumentException("trailing text at " + parser.at);
        return new Json(value);
    }

    public Json get(String key) {
        var found = ((Map<?, ?>) value).get(key);
        if (found == null) throw new IllegalArgumentException("no field " + key);
        return new Json(found);
    }

    public boolean has(String key) {
        var found = ((Map<?, ?>) value).get(key);
        return found != null && found != NULL;
    }

    public List<Json> items() {
        return ((List<?>) value).stream().map(Json::new).toList();
    }

    public List<String> keys() {
        return ((Map<?, ?>) value).keySet().stream().map(String.class::cast).toList();
    }

    public boolean isNull() {
        return value == NULL;
    }

    public boolean isList() {
        return value instanceof List;
    }

    public String text() {
        return (String) value;
    }

    public Bytes hex() {
        return Bytes.ofHex(text());
    }

    public int number() {
        return ((Double) value).intValue();
    }

    public boolean flag() {
        return (Boolean) value;
    }

    private static final class Parser {
        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        private Object value() {
            space();
            return switch (text.charAt(at)) {
                case '{' -> object();
                case '[' -> list();
                case '"' -> string();
                case 't' -> word("true", true);
                case 'f' -> word("false", false);
                case 'n' -> word("null", NULL);
                default -> number();
            };
        }

        private Object object() {
            var fields = new LinkedHashMap<String, Object>();
            take('{');
            for (space(); text.charAt(at) != '}'; space()) {
                if (!fields.isEmpty()) take(',');
                space();
                var key = string();
                space();
                take(':');
                if (fields.put(key, value()) != null) throw new IllegalArgumentException("field twice: " + key);
            }
            take('}');
            return fields;
        }

        private Object list() {
            var items = new ArrayList<Object>();
            take('[');
            for (space(); text.charAt(at) != ']'; space()) {
                if (!items.isEmpty()) take(',');
                items.add(value());
            }
            take(']');
            return items;
        }

        private String string() {
            take('"');
            var out = new StringBuilder();
            while (text.charAt(at) != '"') {
                var c = text.charAt(at++);
                out.append(c == '\\' ? escape() : c);
            }
            take('"');
            return out.toString();
        }

        private char escape() {
            var c = text.charAt(at++);
            return switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'u' -> {
                    at += 4;
                    yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
                }
                case '"', '\\', '/' -> c;
                default -> throw new IllegalArgumentException("escape \\" + c);
            };
        }

        private Object number() {
            var start = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
            return Double.valueOf(text.substring(start, at));
        }

        private Object word(String word, Object value) {
            if (!text.startsWith(word, at)) throw new IllegalArgumentException("no value at " + at);
            at += word.length();
            return value;
        }

        private void take(char c) {
            if (text.charAt(at) != c) throw new IllegalArgumentException("no '%c' at %d".formatted(c, at));
            at++;
        }

        private void space() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
        }
    }
}
