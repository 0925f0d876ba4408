package tallystick.core.chain.ethereum.abi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// The functions of a contract's published interface.
///
/// **Form** the JSON that compilers write: an array of entries, or an object with that array under `abi`. Entries that
/// are no functions are passed over. Offsets count bytes of the JSON text, 0 for what is wrong with an entry as a
/// whole.
///
/// @spec https://docs.soliditylang.org/en/latest/abi-spec.html#json Contract ABI, JSON
public final class AbiFile {
    private static final int FUNCTIONS_MAX = 4096;

    private AbiFile() {}

    /// Reads the functions in the order of the file.
    public static Parsed<List<FunctionSignature>> parse(Bytes json) {
        return switch (Json.parse(json)) {
            case Parsed.Malformed<Json>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
            case Parsed.Ok<Json>(var file) -> read(file);
        };
    }

    /// Reads the functions of a file whose JSON was read before.
    public static Parsed<List<FunctionSignature>> read(Json file) {
        try {
            return new Parsed.Ok<>(functions(file.member("abi").orElse(file)));
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    private static List<FunctionSignature> functions(Json file) throws MalformedInput {
        if (!(file instanceof Json.Sequence(var _, var entries))) throw refused("array of entries");
        var functions = new ArrayList<FunctionSignature>();
        var selectors = new HashSet<Bytes>();
        for (var entry : entries) {
            // An entry without a type is a function.
            if (!entry.text("type").orElse("function").equals("function")) continue;
            if (functions.size() == FUNCTIONS_MAX) throw refused("at most %d functions".formatted(FUNCTIONS_MAX));
            var name = entry.text("name").orElseThrow(() -> refused("function with a name"));
            if (!name.matches("[a-zA-Z0-9_$]{1,128}")) throw refused("name of a function");
            var function = new FunctionSignature(name, parameters(entry, "inputs", 0));
            if (!selectors.add(function.selector())) throw refused("functions with selectors of their own");
            functions.add(function);
        }
        return List.copyOf(functions);
    }

    private static List<Parameter> parameters(Json entry, String member, int depth) throws MalformedInput {
        if (depth > AbiType.DEPTH_MAX) throw refused("type nested at most %d deep".formatted(AbiType.DEPTH_MAX));
        var parameters = new ArrayList<Parameter>();
        for (var input : entry.items(member)) {
            var text = input.text("type").orElseThrow(() -> refused("parameter with a type"));
            var type = text.startsWith("tuple") ? tuple(input, text, depth) : plain(text);
            parameters.add(new Parameter(input.text("name").orElse(""), type));
        }
        return parameters;
    }

    private static AbiType plain(String text) throws MalformedInput {
        return switch (AbiType.parse(text)) {
            case Parsed.Ok<AbiType>(var type) -> type;
            case Parsed.Malformed<AbiType>(var _, var expected) -> throw refused(expected);
        };
    }

    /// A tuple's text is only `tuple` and brackets; its fields stand under `components`.
    private static AbiType tuple(Json input, String text, int depth) throws MalformedInput {
        try {
            AbiType tuple = new AbiType.Tuple(parameters(input, "components", depth + 1));
            return wrapped(tuple, text.substring("tuple".length()));
        } catch (IllegalArgumentException unfit) {
            throw refused("type within bounds");
        }
    }

    private static AbiType wrapped(AbiType item, String brackets) throws MalformedInput {
        if (!brackets.matches("(\\[([1-9][0-9]{0,5})?]){0,16}")) throw refused("brackets of an array");
        var type = item;
        for (var at = 0; at < brackets.length(); ) {
            var end = brackets.indexOf(']', at);
            var count = brackets.substring(at + 1, end);
            type = count.isEmpty() ? new AbiType.Array(type) : new AbiType.FixedArray(type, Integer.parseInt(count));
            at = end + 1;
        }
        return type;
    }

    private static MalformedInput refused(String expected) {
        return new MalformedInput(0, expected);
    }
}
