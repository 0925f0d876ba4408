package tallystick.core.chain.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// Reads from the front to the end without recursion.
final class JsonReader {
    private final byte[] input;
    private final Json.Numbers numbers;
    private int position;
    private int values;

    /// A list or an object that is still being read.
    private static final class Open {
        private final @Nullable Map<String, Json> members;
        private final @Nullable List<Json> items;
        private String name = "";

        private final int at;

        private Open(int at, boolean isObject) {
            this.at = at;
            members = isObject ? new LinkedHashMap<>() : null;
            items = isObject ? null : new ArrayList<>();
        }

        private boolean isObject() {
            return members != null;
        }

        private boolean isEmpty() {
            return members != null ? members.isEmpty() : items == null || items.isEmpty();
        }

        private void add(Json value) {
            if (members != null) members.put(name, value);
            else if (items != null) items.add(value);
        }

        private Json close() {
            return members != null
                    ? new Json.Members(at, members)
                    : new Json.Sequence(at, items == null ? List.of() : items);
        }
    }

    JsonReader(Bytes input, Json.Numbers numbers) {
        this.input = input.toArray();
        this.numbers = numbers;
    }

    Parsed<Json> read() {
        try {
            var value = value();
            space();
            if (position != input.length) throw malformed("end of input, found trailing bytes");
            return new Parsed.Ok<>(value);
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private Json value() throws MalformedInput {
        var open = new ArrayDeque<Open>();
        while (true) {
            space();
            if (++values > numbers.valuesMax())
                throw malformed("at most %d values in all".formatted(numbers.valuesMax()));
            var next = peek();
            if (next == '{' || next == '[') {
                if (open.size() == Json.DEPTH_MAX)
                    throw malformed("json nested at most %d deep".formatted(Json.DEPTH_MAX));
                position++;
                open.push(new Open(position - 1, next == '{'));
                space();
                if (peek() != closing(open)) {
                    name(open);
                    continue;
                }
            } else {
                var value = scalar(next);
                if (open.isEmpty()) return value;
                open.peek().add(value);
            }
            var whole = closed(open);
            if (whole != null) return whole;
        }
    }

    /// After a value inside a list or an object: goes past the comma, or closes what ends here; gives the whole value
    /// once nothing is open.
    private @Nullable Json closed(Deque<Open> open) throws MalformedInput {
        while (true) {
            space();
            var top = open.element();
            if (peek() == ',' && !top.isEmpty()) {
                position++;
                space();
                name(open);
                return null;
            }
            if (peek() != closing(open)) throw malformed("a comma or the end of the list or object");
            position++;
            var value = open.pop().close();
            if (open.isEmpty()) return value;
            open.element().add(value);
        }
    }

    private static int closing(Deque<Open> open) {
        return open.element().isObject() ? '}' : ']';
    }

    private void name(Deque<Open> open) throws MalformedInput {
        var top = open.element();
        if (top.members == null) return;
        var start = position;
        if (peek() != '"') throw malformed("a name in quotes");
        top.name = text();
        if (top.members.containsKey(top.name)) throw new MalformedInput(start, "a name given once");
        space();
        if (peek() != ':') throw malformed("a colon after a name");
        position++;
    }

    private Json scalar(int next) throws MalformedInput {
        return switch (next) {
            case '"' -> new Json.Text(position, text());
            case 't' -> word("true", new Json.Truth(position, true));
            case 'f' -> word("false", new Json.Truth(position, false));
            case 'n' -> word("null", new Json.Null(position));
            default -> number();
        };
    }

    private Json word(String word, Json value) throws MalformedInput {
        for (var i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) throw malformed("the word " + word);
            position++;
        }
        return value;
    }

    /// > number = [ minus ] int [ frac ] [ exp ]
    private Json number() throws MalformedInput {
        var start = position;
        if (peek() == '-') position++;
        var first = position;
        digits("a json value");
        var length = position - first;
        if (length > 1 && input[first] == '0') throw new MalformedInput(start, "a number without leading zeros");
        if (numbers == Json.Numbers.WHOLE) whole(start, first, length);
        if (peek() == '.') {
            position++;
            digits("digits of a fraction");
        }
        if (peek() == 'e' || peek() == 'E') {
            position++;
            if (peek() == '+' || peek() == '-') position++;
            digits("digits of an exponent");
        }
        return new Json.Numeral(start, new String(input, start, position - start, StandardCharsets.US_ASCII));
    }

    private void digits(String expected) throws MalformedInput {
        if (peek() < '0' || peek() > '9') throw malformed(expected);
        while (peek() >= '0' && peek() <= '9') position++;
    }

    private void whole(int start, int first, int length) throws MalformedInput {
        if (length > Json.DIGITS_MAX)
            throw new MalformedInput(start, "a number of at most %d digits".formatted(Json.DIGITS_MAX));
        if (peek() == '.' || peek() == 'e' || peek() == 'E')
            throw malformed("a whole number, without fraction or exponent");
        if (first > start && input[first] == '0') throw new MalformedInput(start, "zero without a sign");
    }

    private String text() throws MalformedInput {
        position++;
        var value = new StringBuilder();
        while (true) {
            var start = position;
            var next = peek();
            if (next == '"') {
                position++;
                return value.toString();
            }
            if (next < 0x20) throw malformed("the rest of a text, without bare control characters");
            if (next < 0x80) {
                position++;
                if (next == '\\') escape(value, start);
                else value.append((char) next);
            } else value.appendCodePoint(multibyte());
        }
    }

    private void escape(StringBuilder value, int start) throws MalformedInput {
        var code = peek();
        position++;
        switch (code) {
            case '"', '\\', '/' -> value.append((char) code);
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'u' -> {
                var unit = hex4();
                if (Character.isLowSurrogate(unit)) throw new MalformedInput(start, "whole surrogate pairs");
                value.append(unit);
                if (!Character.isHighSurrogate(unit)) return;
                if (peek() != '\\' || position + 1 >= input.length || input[position + 1] != 'u')
                    throw new MalformedInput(start, "whole surrogate pairs");
                position += 2;
                var low = hex4();
                if (!Character.isLowSurrogate(low)) throw new MalformedInput(start, "whole surrogate pairs");
                value.append(low);
            }
            default -> throw new MalformedInput(start, "an escape of json");
        }
    }

    private char hex4() throws MalformedInput {
        var value = 0;
        for (var i = 0; i < 4; i++) {
            var digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) throw malformed("four hex digits");
            position++;
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private int multibyte() throws MalformedInput {
        var start = position;
        var first = peek();
        var more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        var value = first & (0x3f >> more);
        position++;
        for (var i = 0; i < more; i++) {
            if ((peek() & 0xc0) != 0x80 || peek() < 0) throw new MalformedInput(start, "utf-8");
            value = value << 6 | peek() & 0x3f;
            position++;
        }
        var least = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
        var good = first >= 0xc0 && first < 0xf8 && value >= least && value <= Character.MAX_CODE_POINT;
        if (!good || value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)
            throw new MalformedInput(start, "utf-8");
        return value;
    }

    private void space() {
        while (position < input.length && " \t\n\r".indexOf(input[position]) >= 0) position++;
    }

    /// The next byte; less than zero at the end.
    private int peek() {
        return position < input.length ? input[position] & 0xff : -1;
    }

    private MalformedInput malformed(String expected) {
        return new MalformedInput(position, expected);
    }
}
