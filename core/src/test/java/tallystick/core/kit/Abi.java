package tallystick.core.kit;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;

/// Calldata written in one line.
public final class Abi {
    private Abi() {}

    /// An address made of one number.
    public static Address address(int number) {
        return new Address(Bytes.ofHex("%040x".formatted(number)));
    }

    /// A plain Java value as a value of the ABI: numbers, truths, addresses, bytes, texts, lists.
    public static AbiValue value(Object value) {
        return switch (value) {
            case AbiValue made -> made;
            case Integer number -> new AbiValue.Numeral(BigInteger.valueOf(number));
            case BigInteger number -> new AbiValue.Numeral(number);
            case Boolean truth -> new AbiValue.Truth(truth);
            case Address address -> new AbiValue.Location(address);
            case Bytes bytes -> new AbiValue.Binary(bytes);
            case String text -> new AbiValue.Text(Bytes.ofUtf8(text));
            case List<?> items ->
                new AbiValue.Sequence(
                        items.stream().map(item -> value((Object) item)).toList());
            default -> throw new IllegalArgumentException("no value of the abi: " + value.getClass());
        };
    }

    /// Calldata of a function.
    public static Bytes call(String signature, Object... arguments) {
        return FunctionSignature.parse(signature)
                .orThrow()
                .encode(Arrays.stream(arguments).map(Abi::value).toList());
    }
}
