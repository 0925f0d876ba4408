package tallystick.core.chain.ethereum.abi;

import java.util.List;
import java.util.stream.Collectors;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;

/// A function's name with the types and labels of its arguments.
///
/// **Form** `transfer(address to, uint256 amount)`; labels may be left out.
///
/// @spec https://docs.soliditylang.org/en/latest/abi-spec.html#function-selector Contract ABI, Function Selector
public record FunctionSignature(String name, List<Parameter> inputs) {
    /// Length of a selector.
    public static final int SELECTOR_BYTES = 4;

    /// Copies.
    public FunctionSignature {
        inputs = List.copyOf(inputs);
    }

    /// Reads a signature, canonical or with labels.
    public static Parsed<FunctionSignature> parse(String text) {
        return TypeReader.signature(text);
    }

    /// Name and types without labels or spaces: what the selector is the hash of.
    public String canonical() {
        return inputs.stream().map(input -> input.type().canonical()).collect(Collectors.joining(",", name + "(", ")"));
    }

    /// The first four bytes of calldata.
    public Bytes selector() {
        return StandardHash.keccak256(Bytes.ofUtf8(canonical())).bytes().slice(0, SELECTOR_BYTES);
    }

    /// The arguments of calldata that carries this selector.
    public Parsed<List<AbiValue>> decode(Bytes calldata) {
        if (calldata.length() < SELECTOR_BYTES
                || !calldata.slice(0, SELECTOR_BYTES).equals(selector()))
            return new Parsed.Malformed<>(0, "selector of " + canonical());
        return AbiCodec.decode(inputs, calldata, SELECTOR_BYTES);
    }

    /// Calldata with these arguments.
    ///
    /// @throws IllegalArgumentException if count or kind of a value does not fit: the caller's fault
    public Bytes encode(List<? extends AbiValue> arguments) {
        return Bytes.concat(selector(), AbiCodec.encode(inputs, arguments));
    }
}
