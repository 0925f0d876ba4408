package tallystick.core.chain.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// Reads one JSON document from front to end.
final class JsonReader {
    private final byte[] input;
    private int at;

    private JsonReader(byte[] input) {
        this.input = input;
    }

    static Parsed<Json> parse(Bytes utf8) {
        var reader = new JsonReader(utf8.toArray());
        try {
            reader.space();
            var value = reader.value(0);
            reader.space();
            if (reader.at != reader.input.length) throw reader.refused("end of json");
            return new Parsed.Ok<>(value);
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private Json value(int depth) throws MalformedInput {
        if (depth > Json.DEPTH_MAX) throw refused("json nested at most %d deep".formatted(Json.DEPTH_MAX));
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> sequence(depth);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Truth(true));
            case 'f' -> word("false", new Json.Truth(false));
            case 'n' -> word("null", new Json.Null());
            default -> number();
        };
    }

    private Json members(int depth) throws MalformedInput {
        var members = new LinkedHashMap<String, Json>();
        at++;
        space();
        while (peek() != '}') {
            if (!members.isEmpty()) {
                expect(',');
                space();
            }
            var start = at;
            var name = string();
            space();
            expect(':');
            space();
            if (members.containsKey(name)) throw new MalformedInput(start, "a name that did not occur before");
            members.put(name, value(depth + 1));
            space();
        }
        at++;
        return new Json.Members(members);
    }

    private Json sequence(int depth) throws MalformedInput {
        var items = new ArrayList<Json>();
        at++;
        space();
        while (peek() != ']') {
            if (!items.isEmpty()) {
                expect(',');
                space();
            }
            items.add(value(depth + 1));
            space();
        }
        at++;
        return new Json.Sequence(items);
    }

    private Json word(String word, Json value) throws MalformedInput {
        for (var i = 0; i < word.length(); i++) expect(word.charAt(i));
        return value;
    }

    /// > number = [ minus ] int [ frac ] [ exp ]
    private Json number() throws MalformedInput {
        var start = at;
        if (peek() == '-') at++;
        if (peek() == '0') at++;
        else digits();
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') at++;
            digits();
        }
        return new Json.Numeral(new String(input, start, at - start, StandardCharsets.US_ASCII));
    }

    private void digits() throws MalformedInput {
        if (peek() < '0' || peek() > '9') throw refused("json value");
        while (peek() >= '0' && peek() <= '9') at++;
    }

    private String string() throws MalformedInput {
        var start = at;
        expect('"');
        var text = new ByteArrayOutputStream();
        while (peek() != '"') {
            var c = peek();
            if (c < ' ') throw refused(at < input.length ? "character that is not a control" : "end of string");
            if (c == '\\') escape(text);
            else {
                text.write(c);
                at++;
            }
        }
        at++;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.toByteArray()))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new MalformedInput(start, "string of whole characters");
        }
    }

    private void escape(ByteArrayOutputStream text) throws MalformedInput {
        at++;
        var letter = peek();
        at++;
        switch (letter) {
            case '"', '\\', '/' -> text.write(letter);
            case 'b' -> text.write('\b');
            case 'f' -> text.write('\f');
            case 'n' -> text.write('\n');
            case 'r' -> text.write('\r');
            case 't' -> text.write('\t');
            case 'u' -> text.writeBytes(new String(Character.toChars(codePoint())).getBytes(StandardCharsets.UTF_8));
            default -> throw new MalformedInput(at - 1, "escape of json");
        }
    }

    /// A character outside the first plane is written as two halves; a half alone is no character.
    private int codePoint() throws MalformedInput {
        var start = at;
        var first = hex();
        if (!Character.isSurrogate((char) first)) return first;
        if (peek() == '\\') {
            at++;
            expect('u');
            var second = hex();
            if (Character.isSurrogatePair((char) first, (char) second))
                return Character.toCodePoint((char) first, (char) second);
        }
        throw new MalformedInput(start, "both halves of a character");
    }

    private int hex() throws MalformedInput {
        var value = 0;
        for (var i = 0; i < 4; i++) {
            var digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') throw refused("hex digit");
            value = value << 4 | digit;
            at++;
        }
        return value;
    }

    private void space() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') at++;
    }

    /// The byte at hand, or 0 behind the end: no byte of JSON is 0.
    private int peek() {
        return at < input.length ? input[at] & 0xff : 0;
    }

    private void expect(char c) throws MalformedInput {
        if (peek() != c) throw refused("'%c'".formatted(c));
        at++;
    }

    private MalformedInput refused(String expected) {
        return new MalformedInput(Math.min(at, input.length), expected);
    }
}
