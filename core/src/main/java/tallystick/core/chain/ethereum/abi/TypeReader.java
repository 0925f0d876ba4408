package tallystick.core.chain.ethereum.abi;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// Reads types and signatures as people write them; offsets count characters.
final class TypeReader {
    private static final int TEXT_MAX = 4096;
    private static final int NAME_MAX = 128;
    private static final int COUNT_DIGITS = 6;

    private final String text;
    private int at;

    private TypeReader(String text) {
        this.text = text;
    }

    private interface Body<T> {
        T read(TypeReader reader) throws MalformedInput;
    }

    static Parsed<AbiType> parse(String text) {
        return whole(text, reader -> reader.type(0));
    }

    /// `name(type label,type,…)`, a label and `memory` or `calldata` before it allowed after each type.
    static Parsed<FunctionSignature> signature(String text) {
        return whole(text, reader -> {
            var name = reader.word();
            if (name.isEmpty()) throw reader.refused("function name");
            return new FunctionSignature(name, reader.fields(0));
        });
    }

    private static <T> Parsed<T> whole(String text, Body<T> body) {
        if (text.length() > TEXT_MAX)
            return new Parsed.Malformed<>(TEXT_MAX, "type of at most %d characters".formatted(TEXT_MAX));
        var reader = new TypeReader(text);
        try {
            var value = body.read(reader);
            if (reader.at != text.length()) throw reader.refused("end of type");
            return new Parsed.Ok<>(value);
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private AbiType type(int depth) throws MalformedInput {
        if (depth > AbiType.DEPTH_MAX) throw refused("type nested at most %d deep".formatted(AbiType.DEPTH_MAX));
        var start = at;
        try {
            var type = peek() == '(' ? new AbiType.Tuple(fields(depth)) : elementary();
            while (peek() == '[') {
                at++;
                type = peek() == ']' ? new AbiType.Array(type) : new AbiType.FixedArray(type, count());
                expect(']');
            }
            return type;
        } catch (IllegalArgumentException unfit) {
            throw new MalformedInput(start, "type within bounds");
        }
    }

    private List<Parameter> fields(int depth) throws MalformedInput {
        var fields = new ArrayList<Parameter>();
        expect('(');
        while (peek() != ')') {
            if (!fields.isEmpty()) expect(',');
            while (peek() == ' ') at++;
            var type = type(depth + 1);
            var name = "";
            while (peek() == ' ') {
                at++;
                name = word();
            }
            fields.add(new Parameter(name.equals("memory") || name.equals("calldata") ? "" : name, type));
        }
        expect(')');
        return fields;
    }

    private AbiType elementary() throws MalformedInput {
        var start = at;
        var word = word();
        return switch (word) {
            case "address" -> new AbiType.Location();
            case "bool" -> new AbiType.Truth();
            case "bytes" -> new AbiType.DynamicBytes();
            case "string" -> new AbiType.Text();
            case "function" -> new AbiType.FunctionPointer();
            case "uint" -> new AbiType.Unsigned(256);
            case "int" -> new AbiType.Signed(256);
            default -> sized(word, start);
        };
    }

    private static AbiType sized(String word, int start) throws MalformedInput {
        for (var prefix : List.of("uint", "int", "bytes")) {
            if (!word.matches(prefix + "[1-9][0-9]{0,2}")) continue;
            var size = Integer.parseInt(word.substring(prefix.length()));
            return switch (prefix) {
                case "uint" -> new AbiType.Unsigned(size);
                case "int" -> new AbiType.Signed(size);
                default -> new AbiType.FixedBytes(size);
            };
        }
        throw new MalformedInput(start, "type of the contract abi");
    }

    private int count() throws MalformedInput {
        var start = at;
        while (peek() >= '0' && peek() <= '9') at++;
        if (at == start || at - start > COUNT_DIGITS || text.charAt(start) == '0')
            throw new MalformedInput(start, "count of 1..999999 items");
        return Integer.parseInt(text.substring(start, at));
    }

    private String word() throws MalformedInput {
        var start = at;
        while (isWord(peek())) at++;
        if (at - start > NAME_MAX) throw new MalformedInput(start, "name of at most %d characters".formatted(NAME_MAX));
        return text.substring(start, at);
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$';
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char c) throws MalformedInput {
        if (peek() != c) throw refused("'%c'".formatted(c));
        at++;
    }

    private MalformedInput refused(String expected) {
        return new MalformedInput(at, expected);
    }
}
