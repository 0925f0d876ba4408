package tallystick.core.chain.ethereum.abi;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// Values to bytes and back, as the contract ABI lays them out.
///
/// **Why** a contract follows whatever offsets it finds, so the same call can be written in many ways and two decoders
/// can disagree about it. Here only the one layout is read that every encoder writes: tails in the order of their heads
/// with nothing between or after, padding of zeros, numbers within their type.
///
/// **Form** time is linear in the input, memory a small multiple of it; counts are checked against the bytes left
/// before anything is allocated, and recursion is bounded by [AbiType#DEPTH_MAX].
///
/// **Threads** stateless.
///
/// @spec https://docs.soliditylang.org/en/latest/abi-spec.html#formal-specification-of-the-encoding Contract ABI,
/// Formal Specification of the Encoding
/// @spec https://docs.soliditylang.org/en/latest/abi-spec.html#strict-encoding-mode Contract ABI, Strict Encoding Mode
public final class AbiCodec {
    private AbiCodec() {}

    /// Reads the values of `types` from all of `data` after its first `fromBytes` bytes.
    public static Parsed<List<AbiValue>> decode(List<Parameter> types, Bytes data, int fromBytes) {
        try {
            return new Parsed.Ok<>(new AbiReader(data, fromBytes).whole(types));
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    /// Reads the values of `types` from all of `data`.
    public static Parsed<List<AbiValue>> decode(List<Parameter> types, Bytes data) {
        return decode(types, data, 0);
    }

    /// Writes values in the one canonical layout.
    ///
    /// @throws IllegalArgumentException if count or kind of a value does not fit its type: the caller's fault
    public static Bytes encode(List<Parameter> types, List<? extends AbiValue> values) {
        return new AbiWriter().whole(types, values);
    }
}
